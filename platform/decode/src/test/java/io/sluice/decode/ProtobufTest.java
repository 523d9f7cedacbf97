package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Int64Value;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.filter.Verdict;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProtobufTest {
    private static final String ZONES = """
            syntax = "proto3";
            package taxi;
            message Zone { int32 id = 1; string borough = 2; }
            """;
    private static final String RIDES = """
            syntax = "proto3";
            package taxi;
            import "zones.proto";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/wrappers.proto";
            import "google/protobuf/struct.proto";
            import "confluent/meta.proto";
            option (confluent.file_meta).doc = "not needed to read records";
            message Other { int32 n = 1; }
            message Ride {
              enum Payment { UNKNOWN = 0; CARD = 1; }
              message Stop { map<string, int32> counts = 1; message Deep { sint64 z = 1; } }
              int64 vendor_id = 1;
              uint64 big = 2;
              double fare = 3;
              Payment payment = 4;
              Zone zone = 5;
              google.protobuf.Timestamp at = 6;
              google.protobuf.Int64Value tip = 7;
              google.protobuf.Struct extra = 8;
              repeated Stop stops = 9;
              optional string note = 10;
              oneof paid { string card = 11; bytes token = 12; }
            }
            """;

    private static TestRegistry registry;
    private static SchemaRegistry schemas;
    private static Decoders decoders;
    private static FileDescriptor file;
    private static int id;

    @BeforeAll
    static void open() throws IOException {
        registry = TestRegistry.start();
        schemas = new SchemaRegistry(new RegistryConfig(registry.url()));
        decoders = new Decoders(schemas, Duration.ofSeconds(10));
        registry.register("zones", "PROTOBUF", ZONES, Map.of());
        id = registry.register("rides-value", "PROTOBUF", RIDES, Map.of("zones.proto", "zones"));
        file = ProtoFiles.compile(RIDES, Map.of("zones.proto", ZONES));
    }

    @AfterAll
    static void close() {
        schemas.close();
        registry.close();
    }

    private static Seen see(byte[] path, Message message) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(path);
        body.writeBytes(message.toByteArray());
        RecordFormat format = new RecordFormat(Part.AUTO, new Part(Type.PROTOBUF));
        return Seen.of(decoders, format, null, WireFormat.framed(id, body.toByteArray()));
    }

    private static DynamicMessage.Builder builder(String type) {
        return DynamicMessage.newBuilder(file.findMessageTypeByName(type));
    }

    private static FieldDescriptor field(DynamicMessage.Builder builder, String name) {
        return builder.getDescriptorForType().findFieldByName(name);
    }

    /** Of the second message of the file: a path of one step. */
    private static final byte[] RIDE = {2, 2};

    @Test
    void a_message_with_everything_is_natural_json() {
        DynamicMessage.Builder ride = builder("Ride");
        ride.setField(field(ride, "vendor_id"), Long.MAX_VALUE).setField(field(ride, "big"), -1L);
        ride.setField(field(ride, "fare"), 12.5);
        ride.setField(
                field(ride, "payment"), field(ride, "payment").getEnumType().findValueByName("CARD"));
        Descriptor zone = field(ride, "zone").getMessageType();
        ride.setField(
                field(ride, "zone"),
                DynamicMessage.newBuilder(zone)
                        .setField(zone.findFieldByName("borough"), "Queens")
                        .build());
        ride.setField(
                field(ride, "at"),
                Timestamp.newBuilder().setSeconds(1_763_692_800).build());
        ride.setField(field(ride, "tip"), Int64Value.of(3));
        ride.setField(
                field(ride, "extra"),
                Struct.newBuilder()
                        .putFields("a", Value.newBuilder().setBoolValue(true).build())
                        .build());
        Descriptor stop = field(ride, "stops").getMessageType();
        FieldDescriptor counts = stop.findFieldByName("counts");
        Descriptor entry = counts.getMessageType();
        ride.addRepeatedField(
                field(ride, "stops"),
                DynamicMessage.newBuilder(stop)
                        .addRepeatedField(
                                counts,
                                DynamicMessage.newBuilder(entry)
                                        .setField(entry.findFieldByNumber(1), "n")
                                        .setField(entry.findFieldByNumber(2), 7)
                                        .build())
                        .build());
        ride.setField(field(ride, "token"), ByteString.copyFrom(new byte[] {1, 2}));

        Seen seen = see(RIDE, ride.build());

        assertThat(seen.shown())
                .isEqualTo("{\"vendor_id\":9223372036854775807,\"big\":18446744073709551615,\"fare\":12.5,"
                        + "\"payment\":\"CARD\",\"zone\":{\"id\":0,\"borough\":\"Queens\"},\"at\":\"2025-11-21T02:40:00Z\","
                        + "\"tip\":3,\"extra\":{\"a\":true},\"stops\":[{\"counts\":{\"n\":7}}],\"token\":\"AQI=\"}");
        assertThat(seen.verdict("zone.borough = 'Queens' and at > time('2025-11-21') and stops[0].counts.n = 7"))
                .isEqualTo(Verdict.MATCH);
        assertThat(seen.verdict("note is not null")).isEqualTo(Verdict.NO_MATCH);
    }

    @Test
    void what_has_no_presence_has_its_default_and_what_has_is_left_out() {
        DynamicMessage.Builder ride = builder("Ride");
        ride.setField(field(ride, "note"), "");

        assertThat(see(RIDE, ride.build()).shown())
                .isEqualTo(
                        "{\"vendor_id\":0,\"big\":0,\"fare\":0.0,\"payment\":\"UNKNOWN\",\"stops\":[],\"note\":\"\"}");
    }

    @Test
    void the_path_leads_to_the_message_type() {
        DynamicMessage.Builder other = builder("Other");
        other.setField(field(other, "n"), 5);
        Descriptor deep =
                file.findMessageTypeByName("Ride").findNestedTypeByName("Stop").findNestedTypeByName("Deep");
        Message nested = DynamicMessage.newBuilder(deep)
                .setField(deep.findFieldByName("z"), -3L)
                .build();

        assertThat(see(new byte[] {0}, other.build()).shown()).isEqualTo("{\"n\":5}");
        assertThat(see(new byte[] {6, 2, 0, 0}, nested).shown()).isEqualTo("{\"z\":-3}");
        assertThat(see(new byte[] {2, 8}, nested).shown())
                .isEqualTo("the schema has no message 4 where the record says it has");
    }

    @Test
    void the_older_syntax_is_read_too() {
        String schema = """
                syntax = "proto2";
                message Old {
                  required int32 a = 1;
                  optional string b = 2 [default = "x"];
                  repeated group Part = 3 { optional bool on = 4; }
                }
                """;
        int old = registry.register("old-value", "PROTOBUF", schema, Map.of());
        byte[] body = {0, 0x1b, 0x20, 1, 0x1c, 0x1b, 0x1c};

        Seen seen = Seen.of(decoders, RecordFormat.AUTO, null, WireFormat.framed(old, body));

        assertThat(seen.shown()).isEqualTo("{\"part\":[{\"on\":true},{}]}");
    }

    @Test
    void a_schema_that_cannot_be_used_is_a_fault_of_its_records() {
        int broken = registry.register("broken-value", "PROTOBUF", "message { nonsense", Map.of());
        String lacks = "syntax = \"proto3\"; message A { Missing m = 1; }";
        int lacking = registry.register("lacking-value", "PROTOBUF", lacks, Map.of());

        assertThat(Seen.of(decoders, RecordFormat.AUTO, null, WireFormat.framed(broken, new byte[1]))
                        .shown())
                .isEqualTo("schema " + broken + " of the registry cannot be used");
        assertThat(Seen.of(
                                decoders,
                                new RecordFormat(Part.AUTO, new Part(Type.PROTOBUF)),
                                null,
                                WireFormat.framed(lacking, new byte[1]))
                        .shown())
                .isNotBlank();
    }
}
