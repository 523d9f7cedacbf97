package io.sluice.deploy;

import io.sluice.deploy.process.StartFailure;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a benchmark. The benchmarks are not part of the distribution, so they are looked for by name. */
@Command(name = "bench", description = "Runs the benchmarks; each prints its figure beside a baseline.")
final class BenchCommand implements Callable<Integer> {
    private static final String BENCH = "io.sluice.bench.Bench";

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which, and its options; none: all.")
    private List<String> arguments = List.of();

    /** Which value belongs to which option, only the benchmark knows; so everything goes on as it stands. */
    @Spec
    void keepOrder(CommandSpec spec) {
        spec.parser().unmatchedOptionsArePositionalParams(true);
    }

    @Override
    public Integer call() {
        try {
            Class.forName(BENCH).getMethod("main", String[].class).invoke(null, (Object)
                    arguments.toArray(String[]::new));
            return 0;
        } catch (ClassNotFoundException absent) {
            throw new StartFailure(
                    "The benchmarks are not in this distribution; run them from the source tree.", absent);
        } catch (InvocationTargetException failed) {
            throw new StartFailure("The benchmark failed.", failed);
        } catch (ReflectiveOperationException incompatible) {
            throw new StartFailure("The benchmarks do not fit this build.", incompatible);
        }
    }
}
