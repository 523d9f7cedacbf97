package io.sluice.bench.chaos;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The long run of the promise that streams are exactly once: nodes and the broker are killed, nodes come, leave, and sleep until others do
 * their work. Exit code 1 if a reader of committed records does not find every matching record once, in order.
 */
@Command(
        name = "chaos",
        description = "Kills nodes and the broker under streams, then looks whether every record is there once.")
public final class ChaosBench implements Callable<Integer> {
    @Option(names = "--rounds", description = "Things that happen (${DEFAULT-VALUE}).")
    private int rounds = 20;

    @Option(names = "--rate", description = "Records per second (${DEFAULT-VALUE}).")
    private int rate = 2_000;

    @Option(names = "--seed", description = "Of all that is random (${DEFAULT-VALUE}).")
    private long seed = 1;

    @Override
    public Integer call() throws Exception {
        Course.Outcome outcome = new Course(seed, rounds, rate, System.out).run();
        outcome.faults().forEach(System.out::println);
        System.out.printf(
                "{\"bench\":\"chaos\",\"rounds\":%d,\"written\":%d,\"streams\":%d,\"found\":%d,\"faults\":%d}%n",
                rounds,
                outcome.written(),
                outcome.streams(),
                outcome.found(),
                outcome.faults().size());
        return outcome.faults().isEmpty() && outcome.found() > 0 ? 0 : 1;
    }
}
