package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The order of leaving: within bounds, evenly, and everybody. */
class DrainTest {
    @Property
    void everybody_leaves_within_the_time_and_nobody_twice(
            @ForAll @IntRange(max = 20_000) int connections, @ForAll @IntRange(max = 30_000) int withinMs) {
        Drain drain = Drain.of(connections, Duration.ofMillis(withinMs));
        assertThat(drain.span()).isLessThanOrEqualTo(Duration.ofMillis(withinMs));
        int left = 0;
        for (Duration at = Duration.ZERO; at.compareTo(drain.span()) < 0; at = at.plusMillis(20)) {
            int due = drain.due(at);
            assertThat(due).isBetween(Math.max(left, 1), connections);
            left = due;
        }
        assertThat(drain.due(drain.span())).isEqualTo(connections);
    }

    @Property
    void no_moment_sees_more_than_its_share(@ForAll @IntRange(min = 2, max = 20_000) int connections) {
        Drain drain = Drain.of(connections, Duration.ofSeconds(10));
        double perMs = (connections - 1) / (double) drain.span().toMillis();
        for (long ms = 20; ms <= drain.span().toMillis(); ms += 20) {
            int now = drain.due(Duration.ofMillis(ms)) - drain.due(Duration.ofMillis(ms - 20));
            assertThat((double) now).isLessThanOrEqualTo(Math.ceil(20 * perMs) + 1);
        }
    }

    @Property
    void clients_come_back_over_a_time_that_grows_with_their_number(
            @ForAll long seed, @ForAll @IntRange(max = 1_000_000) int connections) {
        Duration retry = Drain.of(connections, Duration.ofSeconds(10)).retry(new Random(seed));
        long range = Math.max(1_000, connections * 20L);
        assertThat(retry).isBetween(Duration.ofMillis(250), Duration.ofMillis(Math.min(60_000, 250 + range)));
    }

    @Example
    void a_single_one_leaves_at_once_and_a_few_quickly() {
        assertThat(Drain.of(0, Duration.ofSeconds(10)).span()).isZero();
        assertThat(Drain.of(1, Duration.ofSeconds(10)).span()).isZero();
        assertThat(Drain.of(10, Duration.ofSeconds(10)).span()).isEqualTo(Duration.ofMillis(180));
        assertThat(Drain.of(20_000, Duration.ofSeconds(10)).span()).isEqualTo(Duration.ofSeconds(10));
    }
}
