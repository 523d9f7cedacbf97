package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleRefusalsTest {
    @ParameterizedTest(name = "[{index}] {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ~~                              | 0  | 0 | expected a column or a value, found the end
            x >                             | 3  | 0 | expected a column or a value, found the end
            x                               | 1  | 0 | expected a comparison: one of = != > >= < <= IN, found the end
            x 5                             | 3  | 0 | expected a comparison: one of = != > >= < <= IN, found the end
            x > 5 AND                       | 9  | 0 | expected a column or a value, found the end
            x > 5 AND y                     | 11 | 0 | expected a comparison: one of = != > >= < <= IN, found the end
            x > 5 y < 3                     | 8  | 1 | expected one comparison at a time, joined by AND, found '<'
            1 < x < 3                       | 6  | 1 | expected one comparison at a time, joined by AND, found '<'
            (x > 5                          | 6  | 0 | expected ')' to close the parenthesis at 0, found the end
            x > 5)                          | 5  | 1 | expected AND, OR or the end, found ')'
            x > 5 && y > 1                  | 6  | 2 | found '&'; write AND
            !x > 5                          | 0  | 1 | found '!'; write NOT
            x > 5; y = 1                    | 5  | 1 | ';' means nothing here; a text with it is written in quotes
            s = 'a                          | 4  | 2 | this text has no closing '
            `a b = 1                        | 0  | 8 | this name has no closing `
            s IN a                          | 5  | 1 | expected a list such as ['a', 'b'] after IN, found 'a'
            s IN [a                         | 7  | 0 | expected ',' or ']' in the list, found the end
            s IN [a b, c*2]                 | 11 | 3 | expected a text or a number in the list
            s LIKE 'a%'                     | 7  | 4 | expected a comparison: one of = != > >= < <= IN, found the text 'a%'
            abs(x) > 1                      | 0  | 3 | there are no functions in a rule but window_filter; a name with parentheses is written in backticks
            x * 'a' > 1                     | 4  | 3 | '*' expects a number, found the text 'a'
            x + 1 > 'a'                     | 8  | 3 | expected a number, found the text 'a'
            x > true                        | 4  | 4 | expected something that has an order, found true or false
            x > null                        | 4  | 4 | null has no order: use = or !=
            IF x > 5                        | 8  | 0 | expected AND, OR or THEN, found the end
            IF x > 5 THEN                   | 13 | 0 | expected a column to assign, found the end
            IF x > 5 THEN y                 | 15 | 0 | expected '=' and a value, found the end
            IF x > 5 THEN y =               | 17 | 0 | expected a column or a value, found the end
            IF x > 5 THEN y = 1 ELSE        | 24 | 0 | expected a column to assign, found the end
            IF x > 5 THEN y = 1, z = 2      | 19 | 1 | expected AND, OR or the end, found ','
            IF x > 5 THEN y = (x > 3)       | 18 | 7 | expected a value, found a condition
            IF x > 5 THEN y > 1             | 16 | 1 | expected '=' and a value, found '>'
            x > 5 THEN y = 1                | 6  | 4 | expected AND, OR or the end, found 'THEN'
            window_filter(0, mean, v > 4)   | 14 | 1 | expected a number of rows from 1 to 10000, found '0'
            window_filter(a, mean, v > 4)   | 14 | 1 | expected a number of rows from 1 to 10000, found 'a'
            window_filter(3 mean, v > 4)    | 16 | 4 | expected ',' after the number of rows, found 'mean'
            window_filter(3, median, v > 4) | 17 | 6 | expected one of mean, sum, min, max, std, found 'median'
            window_filter(3, mean, v)       | 24 | 1 | expected a comparison: one of = != > >= < <= IN, found ')'
            window_filter(3, mean, 'v >')   | 27 | 0 | expected a column or a value, found the end
            window_filter(3, mean, 1 > 2)   | 23 | 5 | expected a column in the condition of the window
            window_filter(3, mean, v > 4    | 28 | 0 | expected AND, OR or ')', found the end
            window_filter(3, mean, window_filter(2, sum, v > 1)) | 23 | 13 | expected a condition without a window inside of the window, found 'window_filter'
            """)
    void says_where_and_why(String rule, int position, int length, String message) {
        assertThat(Rules.compile(List.of("x > 1", rule == null ? "" : rule)).faults())
                .containsExactly(new Rules.Fault("/1", message, position, length));
    }

    @Test
    void says_what_is_wrong_with_each_rule() {
        assertThat(Rules.compile(List.of("x >", "y > 1", "{}", "z")).faults())
                .extracting(Rules.Fault::pointer)
                .containsExactly("/0", "/2/type", "/3");
    }

    @Test
    void no_rule_keeps_everything() {
        assertThat(Ruled.rows(List.of(), List.of("1", "{"))).containsExactly("1", "{");
    }

    @Test
    void what_is_too_large_is_refused() {
        assertThat(Rules.compile(Collections.nCopies(201, "x > 1")).faults())
                .containsExactly(new Rules.Fault("", "too many: at most 200 rules", null, 0));
        assertThat(fault("s = '" + "a".repeat(17_000) + "'").message()).startsWith("too long");
        assertThat(fault("(".repeat(100) + "x > 1" + ")".repeat(100)).message()).startsWith("nested more than 64");
        assertThat(fault("x > " + "1+".repeat(100) + "1").message()).startsWith("nested more than 64");
        assertThat(fault("x IN [" + "1,".repeat(1_000) + "1]").message()).startsWith("a list has at most 1000");
        assertThat(Rules.compile(List.of("window_filter(10000, mean, v + w > 1)", "window_filter(1, sum, v > 1)"))
                        .faults())
                .singleElement()
                .extracting(Rules.Fault::pointer, Rules.Fault::message)
                .containsExactly("/1", "all windows together keep at most 20000 numbers (rows times columns)");
    }

    private static Rules.Fault fault(String rule) {
        return Rules.compile(List.of(rule)).faults().get(0);
    }

    @Test
    void rules_that_would_grow_beyond_all_limits_become_steps() {
        List<String> squares = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            squares.add("IF x < 1000 THEN x = x + x + x - x - x");
            squares.add("IF x > 0 THEN y" + i + " = x");
        }
        Pipeline pipeline = Rules.compile(squares).orElseThrow().pipeline();

        assertThat(pipeline.steps()).hasSizeGreaterThan(1);
        assertThat(Ruled.rows(squares, List.of("{\"x\":3}")))
                .singleElement()
                .asString()
                .startsWith("{\"x\":3,\"y0\":3,")
                .endsWith(",\"y99\":3}");
    }

    @Test
    void a_rule_that_says_a_grown_column_very_often_begins_a_step_instead_of_growing_with_it() {
        List<String> rules = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rules.add("IF x > 0 THEN x = x + x + x + x");
        }
        rules.add("x > 0" + " AND x > 0".repeat(400));

        assertThat(Ruled.rows(rules, List.of("{\"x\":1}"))).containsExactly("{\"x\":4096}");
    }
}
