package io.sluice.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListColumnsTest {
    private static List<String> rows(String json) {
        ListColumns columns = ListColumns.of(json.getBytes(UTF_8));
        return columns == null
                ? null
                : IntStream.range(0, columns.count())
                        .mapToObj(row -> new String(columns.row(row), UTF_8))
                        .toList();
    }

    @Test
    void lists_of_one_length_are_rows_and_every_cell_stays_as_it_was_written() {
        assertThat(rows("{\"id\":[1,2,3],\"value\":[10,20,30]}"))
                .containsExactly("{\"id\":1,\"value\":10}", "{\"id\":2,\"value\":20}", "{\"id\":3,\"value\":30}");
        assertThat(rows(" { \"a\\\"b\" : [ 1.10 , 12345678901234567890 ], \"é\":[ {\"x\": [1, 2]}, \"\\u00e9 é\" ] } "))
                .containsExactly(
                        "{\"a\\\"b\":1.10,\"é\":{\"x\": [1, 2]}}",
                        "{\"a\\\"b\":12345678901234567890,\"é\":\"\\u00e9 é\"}");
        assertThat(rows("{\"a\":[null],\"b\":[true]}")).containsExactly("{\"a\":null,\"b\":true}");
    }

    @Test
    void empty_lists_are_no_rows() {
        assertThat(rows("{\"a\":[],\"b\":[]}")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":[1,2],\"b\":3}",
                "{\"a\":[1,2],\"b\":[3]}",
                "{}",
                "[1]",
                "7",
                "",
                "{\"a\":[1,}",
                "{\"a\":[1]} {}"
            })
    void anything_else_is_no_columns(String json) {
        assertThat(rows(json)).isNull();
    }

    @Test
    void the_last_column_of_a_name_counts() {
        assertThat(rows("{\"a\":[1],\"a\":[2]}")).containsExactly("{\"a\":2}");
    }
}
