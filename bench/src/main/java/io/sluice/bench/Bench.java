package io.sluice.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** {@code sluice bench [NAME]}: runs one benchmark, or all; the last line of each one's output is JSON. */
@CommandLine.Command(
        name = "bench",
        description = "Runs a benchmark and prints its figure beside its baseline.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TailBench.class,
            FanoutBench.class,
            LatencyBench.class,
            CpuBench.class,
            ReplayBench.class,
            GrowthBench.class,
            ConnectionsBench.class
        })
public final class Bench implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        return spec.subcommands().values().stream()
                .mapToInt(CommandLine::execute)
                .max()
                .orElse(0);
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
