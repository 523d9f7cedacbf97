package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilterTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a >                      | 3  | 0 | expected a value, found the end
            > 3                      | 0  | 1 | expected a value, found '>'
            a = = 3                  | 4  | 1 | expected a value, found '='
            (a = 1                   | 6  | 0 | expected ')' to close the parenthesis at 0, found the end
            a = 1)                   | 5  | 1 | expected 'and', 'or' or the end, found ')'
            a in 1                   | 5  | 1 | expected '(' after 'in', found '1'
            a in ()                  | 6  | 1 | expected a value, found ')'
            a in (1 2)               | 8  | 1 | expected ',' or ')' in the list of 'in', found '2'
            a between 1 2            | 12 | 1 | expected 'and' between the two bounds, found '2'
            a like b                 | 7  | 1 | expected a text in single quotes after 'like', found 'b'
            a like 'x' escape 'ab'   | 18 | 4 | expected one character after 'escape', found the text 'ab'
            a like '!x' escape '!'   | 7  | 4 | expected '%', '_' or '!' after the escape character
            a is 3                   | 5  | 1 | expected 'null' or 'not null' after 'is', found '3'
            a not 3                  | 6  | 1 | expected 'in', 'between' or 'like' after 'not', found '3'
            a.                       | 2  | 0 | expected a name after '.' (any name can be written in double quotes), found the end
            a[x]                     | 2  | 1 | expected an index from 0 to 1000000, found 'x'
            a[-1] = 2                | 2  | 1 | expected an index from 0 to 1000000, found '-'
            $headers = 'x'           | 0  | 8 | expected one header's name, as in $headers.x or $headers."x.y"
            $offset.a = 1            | 0  | 9 | $offset has nothing inside of it
            a = "in                  | 4  | 3 | this name has no closing double quote
            a # 3                    | 2  | 1 | '#' means nothing here
            a & b                    | 2  | 1 | found '&'; write 'and' or '&&'
            1a = 3                   | 0  | 2 | expected a number, found '1a'; a name that begins with a digit is written in double quotes
            lower(a, b) = 'x'        | 0  | 11 | lower takes 1 argument, found 2
            round(a, b) = 1          | 9  | 1 | expected a whole number of decimals from 0 to 100
            within(a, b, 91, 0, 5)   | 13 | 2 | expected a latitude from -90 to 90
            duration('x') > duration('1s') | 9 | 3 | expected a duration in quotes, such as '15m', '1h30m' or '2.5s' (units: ms, s, m, h, d, w)
            matches(a, b)            | 11 | 1 | expected a regular expression in single quotes
            matches(a, '(')          | 11 | 3 | not a regular expression (RE2 syntax): missing closing )
            cast(a as int) = 1       | 10 | 3 | expected number, string, boolean or time, found 'int'
            exists(1)                | 7  | 1 | expected a path in exists(...), found '1'
            exists(a = 1)            | 9  | 1 | expected ')' after the path: exists takes one path, found '='
            $partition = 'abc'       | 13 | 5 | expected a number, found the text 'abc'
            a < true                 | 4  | 4 | expected something that has an order, found true or false
            $timestamp > 'soon'      | 13 | 6 | expected a time (such as '2026-01-31T12:00:00Z' or epoch milliseconds), found the text 'soon'
            $timestamp + 5 > now()   | 0  | 14 | times and durations only add and subtract: a time and a duration, two durations, or a time minus a time
            b - a < duration('1h')   | 8  | 14 | expected a number, found a duration
            'x'                      | 0  | 3 | expected a condition, found the text 'x'
            not 5                    | 4  | 1 | expected a condition, found the number 5
            a = 1e9999999999         | 4  | 12 | a number has at most 1000 characters and an exponent of at most 999999999
            """)
    void is_refused_where_it_is_wrong(String where, int position, int length, String message) {
        assertThat(Filter.parse(where).violations()).containsExactly(new Violation(message, position, length));
    }

    @Test
    void several_faults_are_told_at_once() {
        assertThat(Filter.parse("abs('x') > 1 and (b = ) or lenght(c) = 2 and d # 5")
                        .violations())
                .extracting(Violation::position)
                .containsExactly(4, 22, 27, 47);
    }

    @Test
    void what_can_hardly_be_meant_is_warned_of() {
        assertThat(Filter.parse("fare > '50' and station in ('UT01', '7') and x = null")
                        .orElseThrow()
                        .warnings())
                .extracting(Violation::position)
                .containsExactly(7, 36, 49);
        assertThat(Filter.parse("$partition = '3' and a = 'x'").orElseThrow().warnings())
                .hasSize(1);
    }

    @Test
    void a_blank_text_is_every_record() {
        for (String text : List.of("", "  \n", "true", "(true)")) {
            assertThat(Filter.parse(text).orElseThrow()).isSameAs(Filter.ALL);
        }
        assertThat(Filter.ALL.print()).isEmpty();
        assertThat(Filter.parse("a || b").orElseThrow().print()).isEqualTo("a or b");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            A==1 && b<>2 or !c          | A = 1 and b != 2 or not c
            (a = 1 AND (b = 2 and c=3)) | a = 1 and b = 2 and c = 3
            a = 1 and (b = 2 or c = 3)  | a = 1 and (b = 2 or c = 3)
            NOT a IN (1.50, -2)         | a not in (1.5, -2)
            not (a is null)             | a is not null
            a - (b - c) > -(d)          | a - (b - c) > -d
            (a + b) * c = 1e3           | (a + b) * c = 1000
            "In" = 1 and "x y"."z" = 2  | "In" = 1 and "x y".z = 2
            $VALUE.a = 1 and $value.null is null | a = 1 and "null" is null
            LOWER(a) = 'it''s'          | lower(a) = 'it''s'
            """)
    void has_one_canonical_text(String where, String canonical) {
        Filter filter = Filter.parse(where).orElseThrow();

        assertThat(filter.print()).isEqualTo(canonical);
        assertThat(Filter.parse(canonical).orElseThrow()).isEqualTo(filter).hasSameHashCodeAs(filter);
    }

    @Test
    void tells_its_fields_and_its_tree() throws Exception {
        Filter filter = Filter.parse("a.b > 1.50 and exists(\"c d\") or $key not in ('x', a.b)")
                .orElseThrow();

        assertThat(filter.fields()).containsExactly("\"c d\"", "$key", "a.b");
        assertThat(new ObjectMapper().readTree(filter.treeJson())).isEqualTo(new ObjectMapper().readTree("""
                                {"type": "or", "operands": [
                                  {"type": "and", "operands": [
                                    {"type": "comparison", "op": ">",
                                     "left": {"type": "field", "path": "a.b"}, "right": {"type": "number", "value": 1.5}},
                                    {"type": "exists", "path": "\\"c d\\""}]},
                                  {"type": "not", "operand": {"type": "in",
                                     "value": {"type": "field", "path": "$key"},
                                     "options": [{"type": "text", "value": "x"}, {"type": "field", "path": "a.b"}]}}]}
                                """));
    }

    @Test
    void a_tree_made_elsewhere_is_checked_too() {
        Expr field = new Expr.Field(new Path(Path.Root.VALUE, List.of(new Path.Name("a"))));
        assertThat(Filter.of(new Expr.Not(field)).orElseThrow().print()).isEqualTo("not a");
        assertThat(Filter.of(new Expr.Not(new Expr.Text("x"))).violations()).hasSize(1);
        Expr deep = field;
        for (int i = 0; i < 100_000; i++) {
            deep = new Expr.Not(deep);
        }
        assertThat(Filter.of(deep).violations()).hasSize(1);
    }
}
