package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of schedules of two small nodes, a topic and a few clients; see {@link World} and {@link ModelClient} for what is
 * checked after every step. A schedule that fails names its seed; {@code -Dsluice.simulation.seed=<seed>} begins with it.
 */
class HubSimulationTest {
    private static final int SCHEDULES = 1_500;
    private static final int STEPS = 600;

    private static final long BASE = Long.getLong("sluice.simulation.seed", System.nanoTime());

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_is_lost_or_repeated_in_silence_and_what_waits_is_bounded(boolean shrinks) {
        long[] seen = new long[3];
        LongStream.range(BASE, BASE + SCHEDULES).forEach(seed -> {
            World world = run(seed, shrinks);
            for (ModelClient client : world.clients()) {
                seen[0] += client.delivered;
                seen[1] += client.missed;
                seen[2] += client.cuts;
            }
        });
        // The schedules get somewhere.
        assertThat(seen[0]).isGreaterThan(SCHEDULES * 10L);
        assertThat(seen[1]).isGreaterThan(SCHEDULES / 10);
        assertThat(seen[2]).isGreaterThan(SCHEDULES);
    }

    private static World run(long seed, boolean shrinks) {
        World world = new World(seed, shrinks);
        int step = 0;
        try {
            for (; step < STEPS; step++) {
                world.step();
            }
            world.settle();
        } catch (AssertionError | RuntimeException | InterruptedException failed) {
            throw new AssertionError("seed " + seed + ", shrinks " + shrinks + ", step " + step, failed);
        }
        return world;
    }
}
