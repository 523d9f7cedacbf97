package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRulesTest {
    @ParameterizedTest(name = "{0}  {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            window_filter(3, mean, v > 4)     | 1 2 9 9 1 1 1 | 9 1
            window_filter(3, mean, 'v > 4')   | 1 2 9 9 1 1 1 | 9 1
            window_filter(3, 'mean', "v > 4") | 1 2 9 9 1 1 1 | 9 1
            Window_Filter( 3 ,MEAN,v>4 )      | 1 2 9 9 1 1 1 | 9 1
            WINDOW_FILTER(3,'MEAN','v>4')     | 1 2 9 9 1 1 1 | 9 1
            window_filter(3, mean, (v*2) > 8) | 1 2 9 9 1 1 1 | 9 1
            window_filter (3, mean, v > 4)    | 1 2 9 9 1 1 1 | 9 1
            window_filter(3, mean, v > -4) AND v < 0 | 9 9 -1 -1 -90 | -1 -1
            (window_filter(2, sum, v > 4))    | 1 2 3         | 3
            window_filter(2, sum, v <= 4)     | 1 3 1 4 0     | 3 1 0
            window_filter(2, sum, v < 4)      | 1 3 1 4 0     | ~~
            window_filter(2, min, v >= 3)     | 9 3 4 2 9     | 3 4
            window_filter(2, max, v = 3)      | 1 3 2 9       | 3 2
            window_filter(2, std, v = 0)      | 1 1 2 2       | 1 2
            window_filter(3, std, v = 1)      | 1 2 3 5       | 3
            window_filter(1, std, v >= 0)     | 1 2           | ~~
            window_filter(2, mean, v = 0.15)  | 0.1 0.2       | 0.2
            window_filter(2, sum, v = 9007199254740993) | 9007199254740992 1 | 1
            window_filter(2, mean, v > 1)     | 3             | ~~
            window_filter(2, mean, v > 1)     | 3 null 3 "x" 3 3 | 3
            window_filter(2, mean, v > 1 AND v < 3) | 1 2 9 9 | 2
            window_filter(2, mean, (v > 1) AND NOT v IN [2, 9]) | 1 2 2 9 9 | 2 9
            NOT window_filter(2, mean, v > 1) | 9 0 0 9       | 0
            window_filter(2, mean, v > 1) OR v = 0 | 0 1 9    | 0 9
            v > 1 AND window_filter(2, sum, v > 4) | 9 0 5 1 | 5
            """)
    void judges_the_last_rows(String rule, String values, String left) {
        assertThat(Ruled.rows(List.of(rule), rows(values))).isEqualTo(rows(left));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            IF window_filter(3, mean, v > 4) THEN v = v*10 ELSE v = 0
            IF window_filter(3, mean, 'v > 4') THEN v = v*10 ELSE v = 0
            if window_filter(3,mean,v>4) then v=v*10 else v=0
            IF (window_filter(3, mean, v > 4)) AND v > 0 OR NOT v = v THEN v = v*10 ELSE v = 0
            window_filter(3, 'mean', "IF v > 4 THEN v = v*10 ELSE v = 0")
            window_filter(3, mean, IF v > 4 THEN v = v*10 ELSE v = 0)
            window_filter(3, mean, 'IF v > 4 THEN v = v*10 ELSE v = 0')
            """)
    void assigns_by_the_last_rows_and_an_unfilled_window_is_no_match(String rule) {
        assertThat(Ruled.rows(List.of(rule), rows("1 9 9 1 0"))).isEqualTo(rows("0 0 90 10 0"));
    }

    @Test
    void a_window_assigns_one_column_and_its_else_another() {
        List<String> rules = List.of("IF window_filter(2, max, v > 4) THEN alert = High ELSE note = 'not yet'");

        assertThat(Ruled.rows(rules, rows("9 1 1")))
                .containsExactly(
                        "{\"v\":9,\"note\":\"not yet\"}",
                        "{\"v\":1,\"alert\":\"High\"}",
                        "{\"v\":1,\"note\":\"not yet\"}");
    }

    @Test
    void counts_only_the_rows_that_come_to_the_rule() {
        List<String> rules = List.of("v > 0", "window_filter(2, mean, v > 4)");

        assertThat(Ruled.rows(rules, rows("9 0 0 1 0 1 9"))).isEqualTo(rows("1 9"));
    }

    @Test
    void sees_what_the_rules_before_have_assigned() {
        List<String> rules = List.of("IF v < 0 THEN v = 0", "window_filter(2, sum, v = 0)", "IF v = 0 THEN z = 1");

        assertThat(Ruled.rows(rules, rows("-5 -7 3"))).containsExactly("{\"v\":0,\"z\":1}");
    }

    @Test
    void windows_follow_windows() {
        List<String> rules = List.of("window_filter(2, sum, v > 0)", "window_filter(2, max, v < 3)");

        assertThat(Ruled.rows(rules, rows("1 1 1 0 0 9"))).isEqualTo(rows("1 0"));
    }

    @Test
    void has_a_statistic_for_each_column() {
        List<String> rules = List.of("window_filter(2, mean, a.b > c + 1)");
        List<String> rows =
                List.of("{\"a\":{\"b\":1},\"c\":1}", "{\"a\":{\"b\":5},\"c\":1}", "{\"a.b\":1,\"c\":1}", "{\"c\":1}");

        assertThat(Ruled.rows(rules, rows)).containsExactly(rows.get(1), rows.get(2));
    }

    @Test
    void goes_on_where_it_was() {
        WindowStore store = WindowStore.inMemory();
        List<String> rules = List.of("window_filter(3, sum, v > 10)");

        assertThat(Ruled.rows(rules, rows("1 5 5 2 8"), store)).isEqualTo(rows("5 2 8"));
        assertThat(Ruled.rows(rules, rows("1 1 9"), store)).isEqualTo(rows("1 9"));
    }

    @Test
    void keeps_a_window_for_each_partition() {
        Rules.Compiled rules =
                Rules.compile(List.of("window_filter(2, sum, v > 1)")).orElseThrow();
        PipelineMatcher matcher = PipelineMatcher.of(rules.pipeline(), WindowStore.inMemory(), Records.CLOCK);
        Records.Sample first = Records.value("{\"v\":1}");
        Records.Sample second = new Records.Sample("rides", 4, 17, 0, null, first.value(), List.of());

        assertThat(matcher.evaluate(first)).isEqualTo(Verdict.NO_MATCH);
        assertThat(matcher.evaluate(second)).isEqualTo(Verdict.NO_MATCH);
        assertThat(matcher.evaluate(first)).isEqualTo(Verdict.MATCH);
        assertThat(matcher.evaluate(second)).isEqualTo(Verdict.MATCH);
    }

    @Test
    void what_cannot_be_read_is_no_row() {
        List<String> rules = List.of("window_filter(2, sum, v > 1)");

        assertThat(Ruled.rows(rules, List.of("{\"v\":1}", "{\"v\":", "{\"v\":1}")))
                .containsExactly("ERROR", "{\"v\":1}");
    }

    @Test
    void a_number_out_of_all_proportion_is_none() {
        List<String> rules = List.of("window_filter(2, sum, v > 1)");

        assertThat(Ruled.rows(rules, rows("1 1e999999 1e-999999 1e299 1"))).isEqualTo(rows("1"));
    }

    @Test
    void only_a_pipeline_with_a_window_depends_on_what_came_before() {
        assertThat(Rules.compile(List.of("x > 5", "IF x > 6 THEN y = 1"))
                        .orElseThrow()
                        .pipeline())
                .satisfies(pipeline -> {
                    assertThat(pipeline.hasWindows()).isFalse();
                    assertThat(pipeline.steps()).hasSize(1);
                });
        assertThat(Rules.compile(List.of("window_filter(3, mean, v > 4)"))
                        .orElseThrow()
                        .pipeline()
                        .hasWindows())
                .isTrue();
    }

    @Test
    void statistics_do_not_drift_from_those_of_the_window_alone() {
        List<String> values = IntStream.range(0, 300)
                .mapToObj(i -> (i * 7919 % 1000) + "." + (i * 31 % 97) + (i % 5 == 0 ? "e20" : "e-9"))
                .toList();
        Ring ring = new Ring(7);
        for (int i = 0; i < values.size(); i++) {
            ring.put(i % 7, new java.math.BigDecimal(values.get(i)));
            if (i >= 6) {
                java.math.BigDecimal sum = values.subList(i - 6, i + 1).stream()
                        .map(java.math.BigDecimal::new)
                        .reduce(java.math.BigDecimal.ZERO, java.math.BigDecimal::add);
                assertThat(ring.stat(Stat.SUM)).isEqualByComparingTo(sum);
            }
        }
    }

    private static List<String> rows(String values) {
        return values == null || values.isBlank()
                ? List.of()
                : Arrays.stream(values.split(" "))
                        .map(value -> "{\"v\":" + value + "}")
                        .toList();
    }
}
