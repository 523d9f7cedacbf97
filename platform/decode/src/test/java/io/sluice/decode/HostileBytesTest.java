package io.sluice.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.filter.JsonText;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the bytes: a decoder answers, what it makes is JSON on one line, and it is bounded. */
class HostileBytesTest {
    private static final String AVRO = """
            {"type":"record","name":"Node","fields":[
              {"name":"text","type":"string"},{"name":"nulls","type":{"type":"array","items":"null"}},
              {"name":"next","type":["null","Node"],"default":null},
              {"name":"map","type":{"type":"map","values":"double"}},
              {"name":"at","type":{"type":"long","logicalType":"timestamp-nanos"}},
              {"name":"amount","type":{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}}]}""";
    private static final String PROTOBUF =
            "syntax = \"proto3\"; message Node { string text = 1; Node next = 2; map<int32, Node> map = 3; }";

    private static TestRegistry registry;
    private static SchemaRegistry schemas;
    private static Decoders decoders;
    private static int avro;
    private static int protobuf;

    @BeforeContainer
    static void open() {
        registry = TestRegistry.start();
        schemas = new SchemaRegistry(new RegistryConfig(registry.url()));
        decoders = new Decoders(schemas, Duration.ofSeconds(30));
        avro = registry.registerAvro("avro", AVRO);
        protobuf = registry.register("protobuf", "PROTOBUF", PROTOBUF, Map.of());
        registry.registerAvro(
                "shown",
                "{\"type\":\"record\",\"name\":\"Node\",\"fields\":[{\"name\":\"text\",\"type\":\"string\"}]}");
    }

    @AfterContainer
    static void close() {
        schemas.close();
        registry.close();
    }

    @Provide
    Arbitrary<Part> parts() {
        return Arbitraries.of(Type.values()).map(type -> switch (type) {
            case DELIMITED -> new Part(type, null, ",", List.of("a", "b"));
            default -> new Part(type);
        });
    }

    @Property(tries = 3_000)
    void random_bytes_are_answered(@ForAll("parts") Part part, @ForAll byte[] bytes) {
        answered(part, bytes);
    }

    @Property(tries = 3_000)
    void random_bytes_behind_the_id_of_a_schema_are_answered(@ForAll boolean first, @ForAll byte[] body) {
        answered(Part.AUTO, WireFormat.framed(first ? avro : protobuf, body));
        answered(new Part(Type.AVRO, "shown", null, List.of()), WireFormat.framed(avro, body));
    }

    @Property(tries = 3_000)
    void records_with_a_few_wrong_bytes_are_answered(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] record = WireFormat.avro(
                avro,
                AVRO,
                Map.of(
                        "text", "abc",
                        "nulls", Arrays.asList(null, null),
                        "map", Map.of("a", 1.5),
                        "at", 5L,
                        "amount", ByteBuffer.wrap(new byte[] {1, 2})));
        for (int i = random.nextInt(4); i >= 0; i--) {
            record[5 + random.nextInt(record.length - 5)] = (byte) random.nextInt();
        }
        answered(Part.AUTO, record);
        answered(new Part(Type.AVRO, "shown", null, List.of()), record);
    }

    private static Decoded answered(Part part, byte[] bytes) {
        Decoded decoded = decoders.of(part).decode(bytes);
        if (decoded instanceof Decoded.Json json && part.type() != Type.JSON_SCHEMA) {
            assertThat(JsonText.of(json.bytes(), JsonOutput.MAX_DEPTH)).isEqualTo(JsonText.ONE_LINE);
            assertThat(json.bytes().length).isLessThanOrEqualTo(16 << 20);
        }
        return decoded;
    }

    @Example
    void nesting_ends() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, (byte) 0x91);
        assertThat(answered(new Part(Type.MESSAGEPACK), deep)).isInstanceOf(Decoded.Failed.class);
        Arrays.fill(deep, (byte) 0x81);
        assertThat(answered(new Part(Type.CBOR), deep)).isInstanceOf(Decoded.Failed.class);

        // Of each node: an empty text, no nulls, and another node.
        ByteBuffer nodes = ByteBuffer.allocate(90_000);
        while (nodes.remaining() > 0) {
            nodes.put(new byte[] {0, 0, 2});
        }
        assertThat(answered(Part.AUTO, WireFormat.framed(avro, nodes.array())))
                .isEqualTo(new Decoded.Failed("the value is nested more than 512 deep", false));
        assertThat(answered(new Part(Type.AVRO, "shown", null, List.of()), WireFormat.framed(avro, nodes.array())))
                .isInstanceOf(Decoded.Failed.class);
    }

    @Example
    void elements_that_need_no_bytes_end() {
        // An empty text, then an array that claims 2^61 nulls.
        byte[] body = {0, -2, -1, -1, -1, -1, -1, -1, -1, 63};

        assertThat(answered(Part.AUTO, WireFormat.framed(avro, body)))
                .isEqualTo(new Decoded.Failed("the Avro record has more than 4000000 elements", false));
        assertThat(answered(new Part(Type.AVRO, "shown", null, List.of()), WireFormat.framed(avro, body)))
                .isEqualTo(new Decoded.Failed("the Avro record has more than 4000000 elements", false));
    }

    @Example
    void what_is_made_of_a_record_is_bounded() {
        // 3,500,000 nulls take four bytes here, and 17 MB in JSON.
        byte[] body = {0, (byte) 0xC0, (byte) 0x9F, (byte) 0xAB, 0x03, 0, 0, 0, 0, 0};

        assertThat(answered(Part.AUTO, WireFormat.framed(avro, body))).isInstanceOf(Decoded.Failed.class);
    }

    @Example
    void a_text_of_another_encoding_is_shown_as_text() {
        byte[] record = WireFormat.framed(protobuf, new byte[] {0, 0x0a, 1, 'a'});

        Seen seen = Seen.of(decoders, RecordFormat.AUTO, "k".getBytes(UTF_8), record);

        assertThat(seen.shown()).isEqualTo("{\"text\":\"a\",\"map\":{}}");
    }
}
