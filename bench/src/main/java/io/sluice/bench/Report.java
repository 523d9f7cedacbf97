package io.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** The results as a table in the order of the rows, and as the page {@code docs/benchmarks.md} with a description of the machine. */
final class Report {
    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final String HEAD =
            "| bench | value | | baseline | | ratio | spread | target |\n" + "|---|---|--:|---|--:|--:|---|---|\n";

    private Report() {}

    static String table(List<Result> results) {
        return results.stream()
                .sorted(Comparator.comparing(Result::row))
                .map(Report::line)
                .collect(Collectors.joining("\n", HEAD, "\n"));
    }

    private static String line(Result result) {
        Row row = result.row();
        return "| `" + row.id() + "` | " + row.value() + " | " + Rounds.figure(result.value()) + " | " + row.baseline()
                + " | " + figure(result.baseline()) + " | " + figure(result.ratio()) + " | " + result.spread() + " | "
                + row.target() + " |";
    }

    private static String figure(OptionalDouble figure) {
        return figure.isPresent() ? Rounds.figure(figure.getAsDouble()) : "";
    }

    static void write(Path file, List<Result> results) throws IOException {
        Files.writeString(file, page(results));
    }

    private static String page(List<Result> results) throws IOException {
        try (InputStream template = Objects.requireNonNull(Report.class.getResourceAsStream("report.md"))) {
            return new String(template.readAllBytes(), UTF_8)
                    .replace("{{date}}", LocalDate.now(ZoneOffset.UTC).toString())
                    .replace("{{machine}}", machine())
                    .replace("{{table}}", table(results).stripTrailing());
        }
    }

    private static String machine() throws IOException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.join(
                "\n",
                "* " + processor() + ", " + system.getAvailableProcessors() + " cores, "
                        + (system.getTotalMemorySize() >> 30) + " GiB of memory",
                "* " + system.getName() + " " + system.getVersion() + " (" + system.getArch() + "), "
                        + System.getProperty("java.vm.name") + " " + Runtime.version(),
                "* Kafka " + AppInfoParser.getVersion() + ", Vert.x "
                        + Vertx.class.getPackage().getImplementationVersion());
    }

    private static String processor() throws IOException {
        if (!Files.isReadable(CPU_INFO)) {
            return "unknown processor";
        }
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        }
    }
}
