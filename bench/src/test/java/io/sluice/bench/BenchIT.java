package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** That each benchmark runs and says what it has to say; how fast it is, is not tested. */
class BenchIT {
    private static final List<String> ONE_ROUND = List.of("--rounds", "1", "--warmup", "0");

    private record Printed(int code, List<String> lines) {
        String last() {
            return lines.get(lines.size() - 1);
        }
    }

    private static Printed run(String... words) {
        PrintStream screen = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            int code = new CommandLine(new Bench()).execute(words);
            return new Printed(
                    code, printed.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setOut(screen);
        }
    }

    private static Printed round(String name, String... options) {
        List<String> words = new ArrayList<>(List.of(name));
        words.addAll(List.of(options));
        words.addAll(ONE_ROUND);
        return run(words.toArray(String[]::new));
    }

    private static void hasRatio(Printed printed, String name) {
        assertThat(printed.code()).isZero();
        assertThat(printed.last())
                .matches("\\{\"bench\":\"" + name + "\",\"value\":[0-9.]+,\"baseline\":[0-9.]+,\"ratio\":[0-9.]+}");
    }

    @Test
    void tail_ends_with_one_line_of_json() {
        hasRatio(round("tail", "--records", "20000"), "tail");
    }

    @Test
    void fanout_counts_what_every_subscriber_got() {
        hasRatio(round("fanout", "--subscribers", "20", "--records", "2000"), "fanout");
    }

    @Test
    void growth_sees_the_last_record_of_a_round() {
        hasRatio(round("growth", "--subscribers", "20", "--records", "20000"), "growth");
    }

    @Test
    void latency_has_the_time_of_every_record() {
        hasRatio(round("latency", "--subscribers", "5", "--rate", "200", "--seconds", "1"), "latency");
    }

    @Test
    void cpu_shows_the_latency_of_its_run() {
        Printed printed = round("cpu", "--subscribers", "5", "--rate", "200", "--seconds", "1", "--flood", "1000");
        hasRatio(printed, "cpu");
        assertThat(Result.read(printed.lines())).extracting(Result::row).containsExactly(Row.CPU_P99, Row.CPU);
    }

    @Test
    void replay_reads_to_the_end_of_the_topic() {
        hasRatio(round("replay", "--records", "20000"), "replay");
    }

    @Test
    void connections_has_a_limit_instead_of_a_baseline() {
        Printed printed = round("connections", "--subscribers", "50");
        assertThat(printed.code()).isZero();
        assertThat(printed.last()).matches("\\{\"bench\":\"connections\",\"value\":[0-9.]+,\"limit\":24576}");
    }

    @Test
    void landing_lands_every_record_of_its_topic() {
        Printed printed = round("landing", "--records", "5000", "--single", "100");
        hasRatio(printed, "landing");
    }

    @Test
    void search_asks_every_kind_of_question() {
        Printed printed = round("search", "--datasets", "3000", "--hundreds", "1");
        hasRatio(printed, "search");
        assertThat(Result.read(printed.lines())).extracting(Result::row).containsExactly(Row.SEARCH_P50, Row.SEARCH);
        assertThat(printed.lines())
                .anyMatch(line -> line.startsWith("terms "))
                .anyMatch(line -> line.startsWith("typed "));
    }

    @Test
    void nothing_is_missing_or_repeated_after_cuts_and_a_kill() {
        Printed printed = run(
                "endurance",
                "--seconds",
                "8",
                "--rate",
                "500",
                "--subscribers",
                "21",
                "--cut",
                "6",
                "--slow",
                "3",
                "--kills",
                "1");
        assertThat(printed.last())
                .as(String.join("\n", printed.lines()))
                .contains("\"missing\":0,\"repeated\":0,\"unexpected\":0,\"gaps\":0");
        assertThat(printed.code()).isZero();
    }

    @Test
    void streams_are_measured_alone_and_together() {
        Printed printed = round("streams", "--records", "20000", "--streams", "3");
        hasRatio(printed, "streams-even");
        assertThat(Result.read(printed.lines()))
                .extracting(Result::row)
                .containsExactly(Row.STREAMS, Row.STREAMS_MANY, Row.STREAMS_EVEN);
    }

    @Test
    void streams_are_exactly_once_after_kills_of_nodes_and_of_the_broker() {
        Printed printed = run("chaos", "--rounds", "4", "--rate", "500", "--seed", "1");
        assertThat(printed.lines())
                .anyMatch(line -> line.endsWith("KILL_NODE"))
                .anyMatch(line -> line.endsWith("RESTART_BROKER"));
        assertThat(printed.last()).as(String.join("\n", printed.lines())).contains("\"faults\":0");
        assertThat(printed.code()).isZero();
    }
}
