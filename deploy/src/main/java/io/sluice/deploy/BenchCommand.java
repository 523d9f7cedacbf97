package io.sluice.deploy;

import io.sluice.deploy.process.StartFailure;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Runs a benchmark. The benchmarks are not part of the distribution, so they are looked for by name. */
@Command(name = "bench", description = "Runs the benchmarks; each prints its figure beside a baseline.")
final class BenchCommand implements Callable<Integer> {
    private static final String BENCH = "io.sluice.bench.Bench";

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Which, and its options; none: all.")
    private List<String> names = List.of();

    @Unmatched
    private List<String> options = List.of();

    /** What stands behind the command's name goes on as it is: which value belongs to which option, only the benchmark knows. */
    @Override
    public Integer call() {
        List<String> line = spec.commandLine().getParseResult().originalArgs();
        String[] arguments =
                line.subList(line.indexOf(spec.name()) + 1, line.size()).toArray(String[]::new);
        try {
            Class.forName(BENCH).getMethod("main", String[].class).invoke(null, (Object) arguments);
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
