package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class BucketTest {
    private static final long SECOND = 1_000_000_000L;

    /** Where the clock begins is nobody's business, also not when it is about to wrap around. */
    @Property
    void what_is_taken_without_debt_is_at_most_the_burst_the_rate_and_one_taking(
            @ForAll @LongRange(min = 1_000, max = 1 << 30) long rate,
            @ForAll long begin,
            @ForAll @Size(max = 200) List<@IntRange(max = 3_000) Integer> pauses) {
        Bucket bucket = new Bucket(rate, begin);
        long most = rate;
        long now = begin;
        double taken = 0;
        for (int pause : pauses) {
            now += pause * 1_000_000L;
            if (bucket.debtNanos(now) == 0) {
                bucket.take(most, now);
                taken += most;
            }
        }
        double seconds = (now - begin) / 1e9;
        assertThat(taken).isLessThanOrEqualTo(rate * (seconds + Bucket.BURST_SECONDS) + most + 1_000);
    }

    @Property
    void a_debt_is_paid_after_exactly_the_time_that_is_told(
            @ForAll @LongRange(min = 1, max = 1 << 30) long rate,
            @ForAll long begin,
            @ForAll @IntRange(min = 1, max = 100) int seconds) {
        Bucket bucket = new Bucket(rate, begin);
        bucket.take(rate * (Bucket.BURST_SECONDS + seconds), begin);
        long debt = bucket.debtNanos(begin);
        assertThat(debt).isBetween(seconds * SECOND - 1_000, seconds * SECOND + 1_000);
        assertThat(bucket.debtNanos(begin + debt - 1)).isEqualTo(1);
        assertThat(bucket.debtNanos(begin + debt)).isZero();
        assertThat(bucket.isFull(begin + debt)).isFalse();
        assertThat(bucket.isFull(begin + debt + Bucket.BURST_SECONDS * SECOND)).isTrue();
    }

    @Property
    void what_is_given_back_was_never_taken(
            @ForAll @LongRange(min = 1, max = 1 << 30) long rate,
            @ForAll @LongRange(min = 1, max = 1 << 30) long bytes) {
        Bucket bucket = new Bucket(rate, 0);
        bucket.take(bytes, 0);
        bucket.take(-bytes, 0);
        assertThat(bucket.isFull(0)).isTrue();
    }
}
