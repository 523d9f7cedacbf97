package io.sluice.stream.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PacerTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    @Test
    void the_first_record_is_due_at_once_and_the_next_when_the_rate_says() {
        Pacer pacer = new Pacer(0.2, 0);

        assertThat(pacer.take(0)).isEqualTo(1);
        assertThat(pacer.take(4 * SECOND)).isZero();
        assertThat(pacer.next(4 * SECOND)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pacer.take(5 * SECOND)).isEqualTo(1);
        assertThat(pacer.next(5 * SECOND)).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void after_a_stall_at_most_a_second_is_made_up_for() {
        Pacer pacer = new Pacer(1_000, 0);
        pacer.take(0);

        assertThat(pacer.take(60 * SECOND)).isEqualTo(1_000);
        assertThat(pacer.take(60 * SECOND)).isZero();
        assertThat(pacer.take(61 * SECOND)).isEqualTo(1_000);
    }

    @Test
    void a_slow_rate_makes_up_for_one_record_after_a_stall() {
        Pacer pacer = new Pacer(0.1, 0);
        pacer.take(0);

        assertThat(pacer.take(100 * SECOND)).isEqualTo(1);
        assertThat(pacer.next(100 * SECOND)).isEqualTo(Duration.ofSeconds(10));
    }

    @Property
    void any_steps_of_up_to_half_a_second_add_up_to_the_rate(
            @ForAll @DoubleRange(min = 2, max = 10_000) double rate,
            @ForAll @Size(min = 1, max = 200) List<@IntRange(max = 500) Integer> stepsMs) {
        Pacer pacer = new Pacer(rate, 0);
        long now = 0;
        long taken = pacer.take(0);
        for (int step : stepsMs) {
            now += Duration.ofMillis(step).toNanos();
            taken += pacer.take(now);
        }

        assertThat((double) taken).isCloseTo(1 + Math.floor(now / 1e9 * rate), Offset.offset(1.0));
    }
}
