package io.sluice.bench;

import picocli.CommandLine.Option;

/** How often a benchmark is repeated; options that all of them have. */
final class Plan {
    @Option(names = "--rounds", description = "Rounds that count (${DEFAULT-VALUE}).")
    private int rounds = 5;

    @Option(names = "--warmup", description = "Rounds before them (${DEFAULT-VALUE}).")
    private int warmup = 2;

    Plan() {}

    Plan(int warmup, int rounds) {
        this.warmup = warmup;
        this.rounds = rounds;
    }

    int rounds() {
        return rounds;
    }

    int warmup() {
        return warmup;
    }
}
