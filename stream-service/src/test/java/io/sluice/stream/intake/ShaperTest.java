package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Shaper.Shaped;
import io.sluice.stream.intake.Shaper.Unshapeable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShaperTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-06-01T00:00:00Z"), ZoneOffset.UTC);

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "a; 1.10",
                "b.c; \"deep\"",
                "b[\"c\"]; -",
                "list[1]; 2",
                "list[1].x; -",
                "list[2].x; 3e5",
                "list[9]; -",
                "dotted.name; \"literal\"",
                "dotted.inner.x; \"longest\"",
                "b; {\"c\":\"deep\",\"d\":null}",
                "b.d; null",
                "with space; 0.0000001",
                "absent; -"
            })
    void a_path_finds_a_literal_name_first_then_what_is_nested_and_indexed(String path, String expected)
            throws Exception {
        String json =
                "{\"a\":1.10,\"b\":{\"c\":\"deep\",\"d\":null},\"list\":[1,2,{\"x\":3e5}],\"dotted.name\":\"literal\","
                        + "\"dotted\":{\"name\":\"nested\"},\"dotted.inner\":{\"x\":\"longest\"},\"with space\":0.0000001}";

        String shaped = only(shaper(Map.of("to", path), Map.of()), json);

        assertThat(shaped).isEqualTo(expected.equals("-") ? "{}" : "{\"to\":" + expected + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "\"2026-01-02T03:04:05Z\"; \"2026-01-02T03:04:05Z\"",
                "\"2026-01-02T03:04:05.999999Z\"; \"2026-01-02T03:04:05Z\"",
                "\"2026-01-02T03:04:05+02:00\"; \"2026-01-02T01:04:05Z\"",
                "\"2026-01-02T03:04:05+0200\"; \"2026-01-02T01:04:05Z\"",
                "\"2026-01-02T03:04\"; \"2026-01-02T03:04:00Z\"",
                "\"2026-01-02 03:04:05\"; \"2026-01-02T03:04:05Z\"",
                "\"2026-01-02 03:04:05.5\"; \"2026-01-02T03:04:05Z\"",
                "\"2026-01-02\"; \"2026-01-02T00:00:00Z\"",
                "\"20260102T030405Z\"; \"2026-01-02T03:04:05Z\"",
                "1767323045; \"2026-01-02T03:04:05Z\"",
                "1767323045.9; \"2026-01-02T03:04:05Z\"",
                "1767323045000; \"2026-01-02T03:04:05Z\"",
                "1767323045000000; \"2026-01-02T03:04:05Z\"",
                "\"1767323045\"; \"2026-01-02T03:04:05Z\"",
                "[2026,1,2,3,4,5,999]; \"2026-01-02T03:04:05Z\"",
                "[2026,1,2]; \"2026-01-02T00:00:00Z\"",
                "\"yesterday\"; null",
                "[2026,13,1]; null",
                "null; null",
                "{}; null"
            })
    void a_name_with_timestamp_in_it_makes_a_time_in_one_form(String written, String expected) throws Exception {
        String shaped = only(shaper(Map.of("obsTimeStamp", "t"), Map.of()), "{\"t\":" + written + "}");

        assertThat(shaped).isEqualTo("{\"obsTimeStamp\":" + expected + "}");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "{\"id\":[1,2.0],\"v\":[\"a\",null]}; {\"id\":1,\"v\":\"a\"}|{\"id\":2.0,\"v\":null}",
                "{\"id\":[1,2],\"v\":3}; {\"id\":[1,2],\"v\":3}",
                "{\"id\":[[1],[2]]}; {\"id\":[1]}|{\"id\":[2]}",
                "{\"id\":[]}; ~~",
                "{}; {}",
                "[1,2]; [1,2]"
            })
    void a_record_of_columns_becomes_records(String json, String expected) throws Exception {
        List<Shaped> shaped = shaper(Map.of(), Map.of("batch_mode", true)).shape(utf8(json));

        assertThat(String.join("|", shaped.stream().map(ShaperTest::text).toList()))
                .isEqualTo(expected);
    }

    @Test
    void lists_of_different_lengths_are_told_and_not_guessed_at() {
        assertThatThrownBy(() ->
                        shaper(Map.of(), Map.of("batch_mode", "True")).shape(utf8("{\"id\":[1,2,3],\"v\":[1,2]}")))
                .isInstanceOf(Unshapeable.class)
                .hasMessage("The lists of a record differ in length, so batch_mode cannot make records of it:"
                        + " \"id\" has 3, \"v\" has 2.");
    }

    @Test
    void key_and_time_come_from_the_mapped_record_or_from_what_it_was_made_of() throws Exception {
        Shaper shaper = shaper(Map.of("station", "s"), Map.of("key", "station", "timestamp", "when"));

        Shaped shaped = shaper.shape(utf8("{\"s\":\"P1\",\"when\":\"2026-01-02T03:04:05.678Z\"}"))
                .get(0);

        assertThat(shaped.key()).isEqualTo(utf8("P1"));
        assertThat(shaped.timestamp()).isEqualTo(1_767_323_045_678L);
        assertThat(text(shaped)).isEqualTo("{\"station\":\"P1\"}");
    }

    @Test
    void a_key_is_text_or_json_and_a_time_that_cannot_be_is_the_present() throws Exception {
        Shaper shaper = shaper(Map.of(), Map.of("key", "k", "timestamp", "t"));

        assertThat(shaper.shape(utf8("{\"k\":1.0,\"t\":\"2027-01-01\"}")).get(0))
                .satisfies(each -> assertThat(each.key()).isEqualTo(utf8("1.0")))
                .satisfies(each -> assertThat(each.timestamp()).isNull());
        assertThat(shaper.shape(utf8("{\"k\":{\"a\":1},\"t\":-5}")).get(0))
                .satisfies(each -> assertThat(each.key()).isEqualTo(utf8("{\"a\":1}")))
                .satisfies(each -> assertThat(each.timestamp()).isNull());
        assertThat(shaper.shape(utf8("{\"k\":null}")).get(0).key()).isNull();
        assertThat(shaper.shape(utf8("{}")).get(0).key()).isNull();
    }

    @Test
    void a_value_keeps_its_bytes_when_only_its_key_is_wanted() throws Exception {
        String json = "{ \"k\" : \"x\", \"n\" : 1.00 }";

        assertThat(only(shaper(Map.of(), Map.of("key", "k")), json)).isEqualTo(json);
        assertThat(shaper(Map.of(), Map.of()).isIdentity()).isTrue();
    }

    @Test
    void names_are_written_as_json_in_the_order_of_the_mapping() throws Exception {
        Map<String, String> mapping = new LinkedHashMap<>();
        mapping.put("z \"quoted\"", "a");
        mapping.put("ä", "b");

        assertThat(only(shaper(mapping, Map.of()), "{\"b\":2,\"a\":1}")).isEqualTo("{\"z \\\"quoted\\\"\":1,\"ä\":2}");
    }

    @Test
    void what_has_no_fields_cannot_be_mapped() {
        Shaper shaper = shaper(Map.of("a", "a"), Map.of());

        assertThatThrownBy(() -> shaper.shape(utf8("7"))).isInstanceOf(Unshapeable.class);
        assertThatThrownBy(() -> shaper.shape(utf8("{\"a\":"))).isInstanceOf(Unshapeable.class);
        assertThatThrownBy(() -> shaper.shape(utf8("{\"a\":1} 2"))).isInstanceOf(Unshapeable.class);
        assertThatThrownBy(() -> shaper.shape(new byte[0])).isInstanceOf(Unshapeable.class);
    }

    private static Shaper shaper(Map<String, String> mapping, Map<String, Object> processing) {
        return new Shaper(Processing.of("json", processing), mapping, CLOCK);
    }

    private static String only(Shaper shaper, String json) throws Unshapeable {
        List<Shaped> shaped = shaper.shape(utf8(json));
        assertThat(shaped).hasSize(1);
        return text(shaped.get(0));
    }

    private static String text(Shaped shaped) {
        return new String(shaped.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
