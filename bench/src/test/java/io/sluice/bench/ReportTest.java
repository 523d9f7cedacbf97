package io.sluice.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<String> PRINTED = List.of(
            "round  1   value 2,807,644/s   baseline 5,389,595/s   ratio 0.521",
            "median   value 2/s [1 to 3]   baseline 4/s [3 to 5]   ratio 0.507 [0.493 to 0.521]",
            "{\"bench\":\"fanout\",\"value\":2715433,\"baseline\":5353970,\"ratio\":0.507}",
            "{\"bench\":\"of-another-build\",\"value\":1}",
            "median   value 16,767 bytes [16,000 to 17,000]   limit 24,576 bytes",
            "{\"bench\":\"connections\",\"value\":16767,\"limit\":24576}");

    @Test
    void reads_what_the_benchmarks_print() {
        List<Result> results = Result.read(PRINTED);
        assertThat(results).extracting(Result::row).containsExactly(Row.FANOUT, Row.CONNECTIONS);
        assertThat(results).extracting(Result::spread).containsExactly("0.493 to 0.521", "16,000 to 17,000");
    }

    @Test
    void the_page_has_a_line_for_each_and_no_place_left_empty(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("benchmarks.md");
        Report.write(file, Result.read(PRINTED));
        assertThat(Files.readString(file))
                .contains("| `fanout` |", "| 2,715,433 |", "| 0.507 | 0.493 to 0.521 | ≥ 0.7 |", "| `connections` |")
                .doesNotContain("{{", "null");
    }
}
