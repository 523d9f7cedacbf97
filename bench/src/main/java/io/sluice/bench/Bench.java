package io.sluice.bench;

import picocli.CommandLine;

/** {@code sluice bench NAME}: runs a benchmark; its last line of output is JSON. */
@CommandLine.Command(
        name = "bench",
        description = "Runs a benchmark and prints its figure beside its baseline.",
        mixinStandardHelpOptions = true,
        subcommands = TailBench.class)
public final class Bench implements Runnable {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Name a benchmark.");
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
