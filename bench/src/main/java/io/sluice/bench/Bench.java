package io.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.bench.chaos.ChaosBench;
import io.sluice.bench.endurance.EnduranceBench;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/**
 * {@code sluice bench [NAME]}: runs one benchmark, or every one that is a row of the report; the last line of each one's output is
 * JSON.
 */
@CommandLine.Command(
        name = "bench",
        description = "Runs a benchmark and prints its figure beside its baseline.",
        mixinStandardHelpOptions = true,
        subcommands = {
            TailBench.class,
            FanoutBench.class,
            FiltersBench.class,
            RangesBench.class,
            GrowthBench.class,
            LatencyBench.class,
            CpuBench.class,
            ReplayBench.class,
            ConnectionsBench.class,
            SearchBench.class,
            StreamsBench.class,
            LandingBench.class,
            EnduranceBench.class,
            ChaosBench.class
        })
public final class Bench implements Callable<Integer> {
    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init")
    private CommandLine.Model.CommandSpec spec;

    @Option(names = "--report", paramLabel = "FILE", description = "Writes the table and the machine as Markdown.")
    private @Nullable Path report;

    @Option(names = "--rounds", description = "Rounds of each that count; otherwise each has its own number.")
    private @Nullable Integer rounds;

    @Option(names = "--warmup", description = "Rounds before them; otherwise each has its own number.")
    private @Nullable Integer warmup;

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        int worst = 0;
        for (Row row : Row.values()) {
            if (spec.subcommands().containsKey(row.id())) {
                worst = Math.max(worst, run(row.id(), results));
            }
        }
        System.out.print(Report.table(results));
        if (report != null && worst == 0) {
            Report.write(report, results);
        } else if (report != null) {
            System.err.println("No report is written, as a benchmark has failed.");
        }
        return worst;
    }

    /** In a JVM of its own, so that what one has compiled and left behind is not in the way of the next. */
    private int run(String name, List<Result> results) throws IOException, InterruptedException {
        System.out.println("== " + name);
        Process process = new ProcessBuilder(command(name))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        List<String> lines = new ArrayList<>();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                System.out.println(line);
                lines.add(line);
            }
        }
        results.addAll(Result.read(lines));
        return process.waitFor();
    }

    private List<String> command(String name) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bench.class.getName(),
                name));
        if (rounds != null) {
            command.addAll(List.of("--rounds", rounds.toString()));
        }
        if (warmup != null) {
            command.addAll(List.of("--warmup", warmup.toString()));
        }
        return command;
    }

    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench()).execute(args));
    }
}
