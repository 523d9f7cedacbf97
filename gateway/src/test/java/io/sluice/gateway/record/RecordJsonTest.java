package io.sluice.gateway.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void writes_the_record_as_the_api_shows_it() {
        assertThat(text("75", "{\"fare\": 12.50}"))
                .isEqualTo("{\"topic\":\"rides\",\"partition\":3,\"offset\":17,\"timestamp\":1763692800000,"
                        + "\"key\":\"75\",\"headers\":{},\"value\":{\"fare\": 12.50}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775807",
                "-9223372036854775808",
                "1234567890123456789012345678901234567890.000000000000000000001",
                "1E+400",
                "-0.0",
                "{\"b\":1,\"a\":2,\"a\":3}",
                " [ 1 , \"\\u00e9\" ]\t",
                "\"déjà vu \u2028\"",
                "[[],{},[{}]]",
                "null"
            })
    void a_json_value_is_copied_byte_for_byte(String value) {
        assertThat(text(null, value)).endsWith(",\"key\":null,\"headers\":{},\"value\":" + value + "}");
    }

    @Test
    void line_breaks_between_tokens_become_spaces() {
        assertThat(text(null, "{\r\n  \"a\": 1\n}")).endsWith("\"value\":{    \"a\": 1 }}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hello",
                "{",
                "[1,]",
                "{\"a\":}",
                "{\"a\" 1}",
                "{a:1}",
                "01",
                "1.",
                ".5",
                "+1",
                "1e",
                "-",
                "tru",
                "nul",
                "\"a\nb\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"open",
                "1 2",
                "{}{}",
                "[}",
                "NaN",
                "\uFEFF{}"
            })
    void text_that_is_not_json_comes_as_text(String value) throws JsonProcessingException {
        assertThat(read(text(null, value)).get("value_text").asText()).isEqualTo(value);
    }

    @Test
    void bytes_that_are_not_utf8_come_as_base64() throws JsonProcessingException {
        byte[][] samples = {
            {(byte) 0xFF},
            {'"', (byte) 0xC0, (byte) 0x80, '"'},
            {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'},
            {'"', (byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80, '"'},
            {'"', (byte) 0xE2, (byte) 0x82, '"'}
        };
        for (byte[] sample : samples) {
            JsonNode record = read(encode(record(null, sample), 1 << 20, null));
            assertThat(record.get("value_base64").asText())
                    .isEqualTo(Base64.getEncoder().encodeToString(sample));
            assertThat(record.has("value")).isFalse();
        }
    }

    @Test
    void nesting_is_bounded() {
        String deep = "[".repeat(RecordJson.MAX_DEPTH) + "]".repeat(RecordJson.MAX_DEPTH);
        assertThat(text(null, deep)).contains("\"value\":[[");
        assertThat(text(null, "[" + deep + "]")).contains("\"value_text\":");
        assertThat(text(null, "[".repeat(1_000_000))).contains("\"value_text\":");
    }

    @Test
    void a_tombstone_is_null() {
        assertThat(encode(record("k".getBytes(UTF_8), null), 10, null)).endsWith("\"value\":null}");
    }

    @Test
    void a_value_over_the_limit_is_cut_at_a_character_and_tells_its_size() throws JsonProcessingException {
        byte[] value = ("x" + "€".repeat(10_000)).getBytes(UTF_8);
        JsonNode record = read(encode(record(null, value), 20_000, null));
        String shown = record.get("value_truncated").asText();
        assertThat(shown).isEqualTo("x" + "€".repeat((RecordJson.PREVIEW_BYTES - 1) / 3));
        assertThat(record.get("size").asInt()).isEqualTo(value.length);
    }

    @Test
    void bytes_over_the_limit_that_are_not_utf8_show_replacement_characters() throws JsonProcessingException {
        byte[] value = new byte[100];
        Arrays.fill(value, (byte) 0xFE);
        JsonNode record = read(encode(record(null, value), 10, null));
        assertThat(record.get("value_truncated").asText()).isEqualTo("\uFFFD".repeat(100));
    }

    @Test
    void keys_and_headers_of_any_bytes_are_shown() throws JsonProcessingException {
        byte[] raw = {(byte) 0x80, 1};
        Header[] headers = {
            new RecordHeader("trace", "a\"b\\c\n\u0001".getBytes(UTF_8)),
            new RecordHeader("raw", raw),
            new RecordHeader("trace", null),
            new RecordHeader("ключ", new byte[0])
        };
        JsonNode record = read(encode(record(raw, "1".getBytes(UTF_8), headers), 10, null));
        assertThat(record.get("key_base64").asText()).isEqualTo("gAE=");
        assertThat(record.has("key")).isFalse();
        assertThat(record.get("headers").toString())
                .isEqualTo(JSON.readTree(
                                "{\"trace\":[\"a\\\"b\\\\c\\n\\u0001\",null],\"raw\":{\"base64\":\"gAE=\"},\"ключ\":\"\"}")
                        .toString());
    }

    @Test
    void a_projection_takes_the_place_of_the_value() {
        String text = encode(record(null, "{\"a\":1,\"b\":2}".getBytes(UTF_8)), 100, "{\"b\":2}".getBytes(UTF_8));
        assertThat(text).endsWith("\"value\":{\"b\":2}}");
    }

    @Test
    void numbers_of_every_length_are_written_as_long_does() {
        ByteBuilder out = new ByteBuilder(1);
        long[] numbers = {0, 9, 10, -1, -10, Long.MAX_VALUE, Long.MIN_VALUE, 1_000_000_000_000L};
        for (long number : numbers) {
            out.clear();
            assertThat(new String(out.put(number).toBytes(), UTF_8)).isEqualTo(Long.toString(number));
        }
    }

    private static String text(@Nullable String key, String value) {
        byte[] keyBytes = key == null ? null : key.getBytes(UTF_8);
        return encode(record(keyBytes, value.getBytes(UTF_8)), 1 << 21, null);
    }

    private static JsonNode read(String text) throws JsonProcessingException {
        return JSON.readTree(text);
    }

    private static String encode(
            ConsumerRecord<byte[], byte[]> record, int maxValueBytes, byte @Nullable [] projected) {
        ByteBuilder out = new ByteBuilder(16);
        KafkaRecordView view = new KafkaRecordView(Decoders.PLAIN.of(RecordFormat.AUTO));
        view.show(record);
        new RecordJson(maxValueBytes).append(view, projected, out);
        return new String(out.toBytes(), UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(
            byte @Nullable [] key, byte @Nullable [] value, Header... headers) {
        return new ConsumerRecord<>(
                "rides",
                3,
                17,
                1763692800000L,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }
}
