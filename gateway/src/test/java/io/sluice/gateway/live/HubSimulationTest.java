package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Thousands of schedules of a small hub; each property says what must hold after every step or at the end of all. */
class HubSimulationTest {
    /** A ring of 4,000 bytes and the largest batch of three partitions that a poll of the simulation brings. */
    private static final int MOST_RING_BYTES = 4_000;

    /** A turn of 900 bytes and one record, or one random turn of the model's replay. */
    private static final int MOST_TURN_BYTES = 60 * 120;

    @Property(tries = 1500)
    void a_lossless_subscriber_gets_everything_once_and_in_order(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 400) int steps) throws InterruptedException {
        World world = new World(seed, false);
        for (int i = 0; i < steps; i++) {
            world.step();
            assertThat(world.ringBytes()).isLessThanOrEqualTo(MOST_RING_BYTES);
            assertPrefix(world);
        }
        world.settle();
        assertThat(world.isSettled()).isTrue();
        for (int p = 0; p < World.PARTITIONS; p++) {
            assertThat(world.delivered(p)).isEqualTo(world.expected(p));
        }
        assertThat(world.mostWaiting).isLessThanOrEqualTo(MOST_TURN_BYTES);
    }

    @Property(tries = 1500)
    void a_subscriber_of_the_latest_is_told_exactly_what_it_did_not_get(
            @ForAll long seed, @ForAll @IntRange(min = 20, max = 400) int steps) throws InterruptedException {
        World world = new World(seed, true);
        for (int i = 0; i < steps; i++) {
            world.step();
        }
        world.settle();
        assertThat(world.isSettled()).isTrue();
        long expected = 0;
        for (int p = 0; p < World.PARTITIONS; p++) {
            List<String> delivered = world.delivered(p);
            List<String> inOrder = new ArrayList<>(world.expected(p));
            inOrder.retainAll(delivered);
            assertThat(delivered).isEqualTo(inOrder);
            expected += world.expected(p).size();
        }
        assertThat(world.delivered.size() + world.gaps + world.missed).isEqualTo(expected);
    }

    private static void assertPrefix(World world) {
        for (int p = 0; p < World.PARTITIONS; p++) {
            int count = world.delivered(p).size();
            assertThat(world.delivered(p)).isEqualTo(world.expected(p).subList(0, count));
        }
    }
}
