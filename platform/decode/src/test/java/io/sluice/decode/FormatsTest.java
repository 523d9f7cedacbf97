package io.sluice.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.filter.Verdict;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;

/** What each format makes of bytes that other software writes. */
class FormatsTest {
    private static TestRegistry registry;
    private static SchemaRegistry schemas;
    private static Decoders decoders;

    @BeforeAll
    static void open() {
        registry = TestRegistry.start();
        schemas = new SchemaRegistry(new RegistryConfig(registry.url()));
        decoders = new Decoders(schemas, Duration.ofSeconds(10));
    }

    @AfterAll
    static void close() {
        schemas.close();
        registry.close();
    }

    private static Seen see(Part part, byte[] value) {
        return Seen.of(decoders, new RecordFormat(Part.AUTO, part), null, value);
    }

    private static String shown(Type type, byte[] value) {
        return see(new Part(type), value).shown();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "LONG,   7fffffffffffffff, 9223372036854775807",
        "LONG,   ffffffffffffffff, -1",
        "INT,    00000007,         7",
        "DOUBLE, 3ff8000000000000, 1.5",
        "FLOAT,  3fdc28f6,         1.72",
        "DOUBLE, 7ff8000000000000, '\"NaN\"'",
        "LONG,   00,               'a value of type long has 8 bytes, not 1'",
    })
    void numbers_of_kafka(Type type, String bytes, String shown) {
        assertThat(shown(type, hex(bytes))).isEqualTo(shown);
    }

    @Test
    void a_string_is_a_text_even_where_it_looks_like_json() {
        Seen seen = see(new Part(Type.STRING), "{\"a\":1}".getBytes(UTF_8));

        assertThat(seen.shown()).isEqualTo("\"{\\\"a\\\":1}\"");
        assertThat(seen.verdict("$value like '%a%'")).isEqualTo(Verdict.MATCH);
        assertThat(shown(Type.STRING, hex("ff"))).isEqualTo("the text is not UTF-8");
    }

    @Test
    void raw_bytes_are_not_looked_into() {
        assertThat(see(new Part(Type.RAW), "{}".getBytes(UTF_8)).content().value())
                .isSameAs(Decoded.RAW);
        assertThat(see(new Part(Type.JSON), "{}".getBytes(UTF_8)).content().value())
                .isSameAs(Decoded.AS_IS);
    }

    @Test
    void cells_are_trimmed_and_typed() {
        Part part = new Part(Type.DELIMITED, null, ";", List.of("a", "b", "c", "d", "e", "f"));

        assertThat(see(part, " 007 ;1.50; true;;\"x;\"\"y\"\"\"".getBytes(UTF_8))
                        .shown())
                .isEqualTo("{\"a\":\"007\",\"b\":1.50,\"c\":true,\"d\":null,\"e\":\"x;\\\"y\\\"\",\"f\":null}");
        assertThat(see(part, "1;2;3;4;5;6;7".getBytes(UTF_8)).shown()).isEqualTo("7 cells are more than 6 columns");
        assertThat(see(new Part(Type.DELIMITED, null, "\t", List.of()), "a\t-1e3".getBytes(UTF_8))
                        .shown())
                .isEqualTo("[\"a\",-1e3]");
        assertThat(see(new Part(Type.DELIMITED, null, "||", List.of()), "a||b".getBytes(UTF_8))
                        .shown())
                .isEqualTo("[\"a\",\"b\"]");
    }

    @Test
    void message_pack() throws IOException {
        MessageBufferPacker out = MessagePack.newDefaultBufferPacker();
        out.packMapHeader(7);
        out.packString("id").packBigInteger(new BigInteger("18446744073709551615"));
        out.packString("temp").packFloat(1.72f);
        out.packInt(5).packNil();
        out.packString("raw").packBinaryHeader(2).writePayload(new byte[] {1, 2});
        out.packString("at").packTimestamp(Instant.parse("2025-11-21T04:00:00.5Z"));
        out.packString("list").packArrayHeader(2).packBoolean(true).packDouble(-0.25);
        out.packString("ext").packExtensionTypeHeader((byte) 7, 1).writePayload(new byte[] {9});

        Seen seen = see(new Part(Type.MESSAGEPACK), out.toByteArray());

        assertThat(seen.shown())
                .isEqualTo(
                        "{\"id\":18446744073709551615,\"temp\":1.72,\"5\":null,\"raw\":\"AQI=\","
                                + "\"at\":\"2025-11-21T04:00:00.500Z\",\"list\":[true,-0.25],\"ext\":{\"type\":7,\"base64\":\"CQ==\"}}");
        assertThat(seen.verdict("at > time('2025-11-21') and id = 18446744073709551615"))
                .isEqualTo(Verdict.MATCH);
        assertThat(shown(Type.MESSAGEPACK, hex("c6 7fffffff"))).isEqualTo("the MessagePack value is cut short");
        assertThat(shown(Type.MESSAGEPACK, hex("db 7fffffff 61"))).isEqualTo("the MessagePack value is cut short");
        assertThat(shown(Type.MESSAGEPACK, hex("dd 7fffffff"))).isEqualTo("the bytes are not one MessagePack value");
        assertThat(shown(Type.MESSAGEPACK, hex("01 02"))).isEqualTo("more than one MessagePack value");
    }

    @Test
    void cbor() throws IOException {
        Map<String, Object> value = new LinkedHashMap<>();
        value.put("id", new BigInteger("18446744073709551616"));
        value.put("fare", new BigDecimal("12.30"));
        value.put("temp", 1.72f);
        value.put("raw", new byte[] {1, 2});
        value.put("list", Arrays.asList(null, true, -7));
        byte[] bytes = new ObjectMapper(new CBORFactory()).writeValueAsBytes(value);

        assertThat(shown(Type.CBOR, bytes))
                .isEqualTo(
                        "{\"id\":18446744073709551616,\"fare\":12.30,\"temp\":1.72,\"raw\":\"AQI=\",\"list\":[null,true,-7]}");
        assertThat(shown(Type.CBOR, hex("bf 01 02 ff"))).isEqualTo("{\"1\":2}");
        assertThat(shown(Type.CBOR, hex("f7"))).isEqualTo("null");
        assertThat(shown(Type.CBOR, hex("01 02"))).isEqualTo("more than one CBOR item");
        assertThat(shown(Type.CBOR, hex("82 01"))).isEqualTo("the bytes are not one CBOR item");
    }

    @Test
    void json_with_a_schema() {
        int id = registry.register("orders-value", "JSON", "{\"type\":\"object\"}", Map.of());
        byte[] record = WireFormat.framed(id, "{\"price\": 12.50}".getBytes(UTF_8));

        assertThat(shown(Type.JSON_SCHEMA, record)).isEqualTo("{\"price\": 12.50}");
        assertThat(shown(Type.AUTO, record)).isEqualTo("{\"price\": 12.50}");
        assertThat(shown(Type.AVRO, record)).isEqualTo("the record is json_schema, not avro");
    }

    @Test
    void avro_with_all_its_types() {
        String schema = """
                {"type":"record","name":"All","fields":[
                  {"name":"fare","type":{"type":"bytes","logicalType":"decimal","precision":20,"scale":2}},
                  {"name":"day","type":{"type":"int","logicalType":"date"}},
                  {"name":"noon","type":{"type":"int","logicalType":"time-millis"}},
                  {"name":"at","type":{"type":"long","logicalType":"timestamp-micros"}},
                  {"name":"here","type":{"type":"long","logicalType":"local-timestamp-millis"}},
                  {"name":"kind","type":{"type":"enum","name":"Kind","symbols":["A","B"]}},
                  {"name":"tags","type":{"type":"map","values":["null","string"]}},
                  {"name":"raw","type":"bytes"},
                  {"name":"id","type":{"type":"fixed","name":"Id","size":16,"logicalType":"uuid"}},
                  {"name":"next","type":["null","All"],"default":null},
                  {"name":"list","type":{"type":"array","items":"long"}},
                  {"name":"nan","type":"double"}]}""";
        Schema parsed = new Schema.Parser().parse(schema);
        GenericData.Record record = new GenericData.Record(parsed);
        record.put("fare", ByteBuffer.wrap(new BigInteger("123456789012345678").toByteArray()));
        record.put("day", 20_413);
        record.put("noon", 43_200_000);
        record.put("at", 1_763_692_800_000_001L);
        record.put("here", 1_763_692_800_000L);
        record.put("kind", new GenericData.EnumSymbol(parsed.getField("kind").schema(), "B"));
        record.put("tags", Map.of("a", "b"));
        record.put("raw", ByteBuffer.wrap(new byte[] {1, 2}));
        record.put(
                "id", new GenericData.Fixed(parsed.getField("id").schema(), hex("00112233445566778899aabbccddeeff")));
        record.put("list", List.of(Long.MAX_VALUE, -1L));
        record.put("nan", Double.NaN);
        int id = registry.registerAvro("all-value", schema);

        Seen seen = see(new Part(Type.AVRO), WireFormat.avro(id, parsed, record));

        assertThat(seen.shown())
                .isEqualTo("{\"fare\":1234567890123456.78,\"day\":\"2025-11-21\",\"noon\":\"12:00:00\","
                        + "\"at\":\"2025-11-21T02:40:00.000001Z\",\"here\":\"2025-11-21T02:40:00\",\"kind\":\"B\","
                        + "\"tags\":{\"a\":\"b\"},\"raw\":\"AQI=\",\"id\":\"00112233-4455-6677-8899-aabbccddeeff\","
                        + "\"next\":null,\"list\":[9223372036854775807,-1],\"nan\":\"NaN\"}");
        assertThat(seen.verdict("fare = 1234567890123456.78 and at > here and day = time('2025-11-21')"))
                .isEqualTo(Verdict.MATCH);
    }
}
