package io.sluice.gateway.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.runtime.Json;
import org.junit.jupiter.api.Test;

class FieldShapeTest {
    private static FieldShape of(String... values) throws Exception {
        FieldShape shape = new FieldShape();
        for (String value : values) {
            shape.add(Json.MAPPER.readTree(value));
        }
        return shape;
    }

    @Test
    void the_type_is_the_narrowest_that_holds_all() throws Exception {
        assertThat(of("1", "2").type()).isEqualTo("integer");
        assertThat(of("1", "2.5", "null").type()).isEqualTo("number");
        assertThat(of("null").type()).isEqualTo("null");
        assertThat(of("true", "1").type()).isEqualTo("mixed");
        assertThat(of("\"2026-01-02T03:04:05+01:00\"", "\"2026-01-02T03:04:05.123456Z\"")
                        .type())
                .isEqualTo("timestamp");
        assertThat(of("\"2026-01-02T03:04:05Z\"", "\"soon\"").type()).isEqualTo("string");
        assertThat(of("\"2026-99-99T03:04:05Z\"").type()).isEqualTo("string");
        assertThat(of("[]", "[1]").type()).isEqualTo("array");
        assertThat(of("1", "\"a\"", "2").type()).isEqualTo("mixed");
    }

    @Test
    void values_are_counted_and_one_is_kept_as_an_example() throws Exception {
        FieldShape shape = of("null", "\"" + "x".repeat(500) + "\"", "9007199254740993", "9007199254740993");
        assertThat(shape.seen()).isEqualTo(4);
        assertThat(shape.distinct()).isEqualTo(3);
        assertThat(shape.example().toString()).isEqualTo("9007199254740993");
    }
}
