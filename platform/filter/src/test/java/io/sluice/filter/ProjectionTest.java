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
            a, *            | 3  | 1 | expected a column ('*' stands alone), found '*'
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
