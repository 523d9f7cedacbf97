package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rules over records whose columns are known, as they are behind a mapping. */
class KnownColumnsTest {
    private static final List<String> COLUMNS =
            List.of("temp", "level", "name", "meta", "air-temp", "fixed acidity", "risk");

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            tempp > 5                         | 0  | 5 | there is no column 'tempp'; did you mean 'temp'? the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            temp > 5 AND wind < 2             | 13 | 4 | there is no column 'wind'; the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            temp > 2*wind                     | 9  | 4 | there is no column 'wind'; the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            IF temp > 5 THEN z = wind*2       | 21 | 4 | there is no column 'wind'; the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            window_filter(3, mean, wind > 2)  | 23 | 4 | there is no column 'wind'; the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            station.id = 4                    | 0  | 10 | there is no column 'station.id'; the columns are air-temp, fixed acidity, level, meta, name, risk, temp
            """)
    void another_column_is_a_fault_at_its_place(String rule, int position, int length, String message) {
        assertThat(Rules.compile(List.of("temp > 1", rule), COLUMNS).faults())
                .containsExactly(new Rules.Fault("/1", message, position, length));
        assertThat(Rules.compile(List.of("temp > 1", rule)).faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "temp > 5 AND name = High",
                "IF temp > 5 THEN alert = High ;; alert = High",
                "meta.vsn = W070",
                "air-temp > 5 AND fixed acidity > 7",
                "IF temp > 5 THEN z = high-risk ELSE z = m/s",
                "'red' = red",
                "window_filter(3, mean, temp > 2 AND air-temp > 1)",
                "name IN [a, b]",
                "{'type':'mapping','column':'temp','action':'rename','new_name':'t'} ;; t > 5"
            })
    void what_is_known_assigned_or_a_text_is_none(String rules) {
        assertThat(Rules.compile(rules(rules), COLUMNS).faults()).isEmpty();
    }

    @Test
    void a_structured_rule_is_told_its_part() {
        List<String> rules = rules("{'type':'comparison','column':'wind','op':'gt','value':1}"
                + " ;; {'type':'mapping','column':'temp','action':'drop'} ;; temp > 1");

        assertThat(Rules.compile(rules, COLUMNS).faults())
                .extracting(Rules.Fault::pointer)
                .containsExactly("/0/column", "/2");
    }

    @Test
    void a_bare_word_is_the_column_of_that_name_even_where_a_record_lacks_it() {
        assertThat(rows("name != level", "{'name':'a','level':'b'} ;; {'name':'a'}"))
                .isEqualTo(rules("{'name':'a','level':'b'}"));
        assertThat(rows("name != wind", "{'name':'a'} ;; {'name':'wind'}")).isEqualTo(rules("{'name':'a'}"));
        assertThat(rows("temp > air-temp", "{'temp':2,'air-temp':1} ;; {'temp':2,'air':9,'air-temp':3}"))
                .isEqualTo(rules("{'temp':2,'air-temp':1}"));
        assertThat(rows("IF temp > 1 THEN name = level", "{'temp':2,'level':7} ;; {'temp':2}"))
                .isEqualTo(rules("{'temp':2,'level':7,'name':7} ;; {'temp':2}"));
        assertThat(rows("IF temp > 1 THEN name = temp-risk", "{'temp':2,'risk':0.5}"))
                .isEqualTo(rules("{'temp':2,'risk':0.5,'name':1.5}"));
    }

    private static List<String> rows(String rule, String rows) {
        return Ruled.rows(Rules.compile(List.of(rule), COLUMNS), rules(rows), WindowStore.inMemory());
    }

    private static List<String> rules(String all) {
        return Arrays.stream(all.split(";;"))
                .map(String::strip)
                .map(rule -> rule.startsWith("{") ? rule.replace('\'', '"') : rule)
                .toList();
    }
}
