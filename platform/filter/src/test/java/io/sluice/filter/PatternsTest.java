package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                        | ``
            {"key": ["75"], "headers": {"x-y": ["v"]}}                | $key = '75' and $headers."x-y" = 'v'
            {"key": {"id": [7, 8]}}                                   | $key.id = 7 or $key.id = 8
            {"value": {"a": [{"prefix": "x", "suffix": "y"}]}}        | starts_with(a, 'x') and ends_with(a, 'y')
            {"value": {"a": [{"anything-but": "x"}]}}                 | a != 'x'
            {"value": {"a": [{"anything-but": {"prefix": "x"}}]}}     | not starts_with(a, 'x')
            {"value": {"a": [{"prefix": {"equals-ignore-case": "X"}}]}} | starts_with(lower(a), 'x')
            {"value": {"a": [{"wildcard": "50%*"}]}}                  | a like '50\\%%' escape '\\'
            {"value": {"a": [{"numeric": ["=", 1.50]}]}}              | a = 1.5
            {"value": {"$or": [{"a": [1]}, {"b": [true]}], "c": [null]}} | (a = 1 or b = true) and c is null and exists(c)
            {"value": {"created": [{"exists": true}]}}                | exists(created)
            """)
    void is_the_filter(String pattern, String where) {
        assertThat(Patterns.toFilter(pattern).orElseThrow())
                .isEqualTo(Filter.parse(where).orElseThrow());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            []                                   | 0  | expected a pattern: a JSON object such as {"value": {"type": ["created"]}}
            {"valeu": {}}                        | 1  | expected a part of a record (value, key, headers, topic, partition, offset, timestamp) or $or
            {"value": {"a": 1}}                  | 16 | expected an object or an array of values for 'a'
            {"value": {"a": []}}                 | 17 | expected at least one value
            {"value": {"a": [{"BadPattern": "x"}]}} | 32 | expected prefix, suffix, equals-ignore-case, wildcard, anything-but, numeric or exists
            {"value": {"a": [{"numeric": [">"]}]}}  | 33 | expected a text, a number, true or false
            {"value": {"a": [{"numeric": ["~", 1]}]}} | 35 | expected one of =, <, <=, >, >= and a number, once or twice
            {"value": {"a": [{"exists": "yes"}]}}   | 28 | expected true or false for 'exists'
            {"headers": ["x"]}                   | 12 | expected an object with the names of headers
            {"topic": {"a": [1]}}                | 10 | expected an array of values for 'topic'
            {"value": {"a": [1]}} x              | 23 | this is not JSON
            """)
    void is_refused_where_it_is_wrong(String pattern, int position, String message) {
        assertThat(Patterns.toFilter(pattern).violations()).singleElement().satisfies(violation -> {
            assertThat(violation.message()).isEqualTo(message);
            assertThat(violation.position()).isEqualTo(position);
        });
    }

    @Test
    void repeated_names_are_refused() {
        assertThat(Patterns.toFilter("{\"value\":{\"a\":[1],\"a\":[2]}}").violations())
                .hasSize(1);
    }
}
