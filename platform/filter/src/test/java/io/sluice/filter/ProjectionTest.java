package io.sluice.filter;

import static io.sluice.filter.Records.project;
import static io.sluice.filter.Records.projection;
import static io.sluice.filter.Records.value;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectionTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a, a            | 3  | 1 | there are two columns named 'a'
            a, b as a       | 8  | 1 | there are two columns named 'a'
            a.x, b.x        | 5  | 3 | there are two columns named 'x'
            a + 1           | 0  | 5 | expected 'as' and a name for this column
            a, *            | 3  | 1 | expected a column ('*' stands first), found '*'
            * a             | 2  | 1 | expected ',', 'except' or the end, found 'a'
            *,              | 2  | 0 | expected a value, found the end
            *, a, b as a    | 11 | 1 | there are two columns named 'a'
            * except a      | 9  | 1 | expected '(' after 'except', found 'a'
            * except ()     | 10 | 1 | expected a name in 'except (...)', found ')'
            * except (a b)  | 12 | 1 | expected ',' or ')' in 'except (...)', found 'b'
            case a end as b | 5  | 1 | expected ',', 'as' or the end, found 'a'
            [a] as b        | 1  | 1 | expected a literal in the list, found any value
            a,              | 2  | 0 | expected a value, found the end
            a b             | 2  | 1 | expected ',', 'as' or the end, found 'b'
            a as 'x'        | 5  | 3 | expected a name after 'as', found the text 'x'
            abs('x') as y   | 4  | 3 | abs expects a number, found the text 'x'
            """)
    void is_refused_where_it_is_wrong(String select, int position, int length, String message) {
        assertThat(Projection.parse(select).violations()).containsExactly(new Violation(message, position, length));
    }

    @Test
    void everything_is_the_value_as_it_is() {
        assertThat(Projection.parse(" * ").orElseThrow()).isSameAs(Projection.ALL);
        assertThat(Projection.parse("").orElseThrow()).isSameAs(Projection.ALL);
        assertThat(Projection.ALL.print()).isEqualTo("*");
    }

    @Test
    void is_printed_with_no_name_that_goes_without_saying() {
        assertThat(projection("a.b AS b, items[0] as items, $key as key, c as d, a>1 as \"x y\"")
                        .print())
                .isEqualTo("a.b, items[0], $key, c as d, a > 1 as \"x y\"");
    }

    @Test
    void copies_every_digit_and_the_order_of_keys_on_one_line() {
        String json =
                "{\"n\":1.2300000000000000000000000000000000000001E+05,\n \"o\" : {\"z\":1,\r\n \"a\":[1, 2]},\"s\":\"\\u00e9\\n\"}";

        assertThat(project("o, n, s", json))
                .isEqualTo(
                        "{\"o\":{\"z\":1,   \"a\":[1, 2]},\"n\":1.2300000000000000000000000000000000000001E+05,\"s\":\"\\u00e9\\n\"}");
    }

    @Test
    void leaves_out_what_is_missing_and_says_null_for_the_unknown() {
        assertThat(project("a, b, c, a + 1 as d, $key, $headers.h", "{\"a\":null}"))
                .isEqualTo("{\"a\":null,\"d\":null}");
        assertThat(project("a", value((byte[]) null))).isEqualTo("{}");
    }

    @Test
    void keeps_the_members_of_the_value_and_puts_columns_in_the_place_of_those_of_their_name() {
        String json = "{ \"a\" : 1.50 ,\"b\":{\"z\":1,\n\"y\":2},\"\\u0063\":3,\"a\":9, \"d\":null }";

        assertThat(project("*, a * 2 as a, 1 as e", json))
                .isEqualTo("{\"a\":3,\"b\":{\"z\":1, \"y\":2},\"\\u0063\":3,\"d\":null,\"e\":1}");
        assertThat(project("* except (c, d, nothing)", json))
                .isEqualTo("{\"a\" : 1.50,\"b\":{\"z\":1, \"y\":2},\"a\":9}");
        assertThat(project("* except (b), nothing as c, [1, 'x', null] as l", "{\"b\":1,\"c\":2}"))
                .isEqualTo("{\"l\":[1,\"x\",null]}");
    }

    @Test
    void a_star_needs_an_object() {
        assertThat(project("*, 1 as a", "{}")).isEqualTo("{\"a\":1}");
        assertThat(project("*, 1 as a", value((byte[]) null))).isEqualTo("{\"a\":1}");
        assertThat(project("*, 1 as a", "[1]")).isEqualTo("ERROR");
        assertThat(project("*, 1 as a", "{\"b\":1")).isEqualTo("ERROR");
        assertThat(project("*, 1 as a", "{\"b\":1} x")).isEqualTo("ERROR");
    }

    @Test
    void a_case_copies_what_it_chooses_and_leaves_out_what_is_not_there() {
        String select = "case when a > 1 then b when a = 1 then 'one' else c end as x";

        assertThat(project(select, "{\"a\":2,\"b\":1.50}")).isEqualTo("{\"x\":1.50}");
        assertThat(project(select, "{\"a\":1}")).isEqualTo("{\"x\":\"one\"}");
        assertThat(project(select, "{\"a\":0}")).isEqualTo("{}");
        assertThat(project("case when a > 1 then b end as x", "{\"a\":0}")).isEqualTo("{\"x\":null}");
    }

    @Test
    void writes_texts_as_json_whatever_is_in_them() {
        RecordView record = value("{\"a\":1}")
                .withKey("k\"\\\n\u0001é😀")
                .withHeader("x-y", "v")
                .withHeader("x-y", "w");

        assertThat(project("$key as k, $headers.\"x-y\", upper($key) as u", record))
                .isEqualTo("{\"k\":\"k\\\"\\\\\\u000a\\u0001é😀\",\"x-y\":\"w\",\"u\":\"K\\\"\\\\\\u000a\\u0001É😀\"}");
    }

    @Test
    void calculates_anew_for_each_record() {
        Matcher matcher = Matcher.of(Filter.ALL, projection("abs(a) as x, coalesce(a, b) as y"), Records.CLOCK);
        matcher.evaluate(value("{\"a\":1.50}"));
        assertThat(matcher.projected()).isEqualTo(Records.utf8("{\"x\":1.5,\"y\":1.5}"));
        matcher.evaluate(value("{\"a\":-2}"));
        assertThat(matcher.projected()).isEqualTo(Records.utf8("{\"x\":2,\"y\":-2}"));
        matcher.evaluate(value("{\"b\":{\"c\": 1}}"));
        assertThat(matcher.projected()).isEqualTo(Records.utf8("{\"x\":null,\"y\":{\"c\": 1}}"));
    }

    @Test
    void fails_where_a_column_cannot_be_had() {
        assertThat(project("a", "{\"b\":")).isEqualTo("ERROR");
        assertThat(project("$key.id", value("{}").withKey("{\"id\": 7}"))).isEqualTo("{\"id\":7}");
        assertThat(project("$key.id", value("{}").withKey("seven"))).isEqualTo("ERROR");
    }
}
