package io.sluice.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.contract.Secret;
import io.sluice.filter.Verdict;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaRegistryTest {
    private static final String V1 = """
            {"type":"record","name":"RideRecord","namespace":"schemaregistry","fields":[
              {"name":"vendorId","type":"string"},{"name":"passenger_count","type":"int"},{"name":"trip_distance","type":"double"}]}""";
    private static final String WITH_LOCATION =
            V1.replace("]}", ",{\"name\":\"pu_location_id\",\"type\":[\"null\",\"long\"],\"default\":null}]}");
    private static final String WITH_NUMBER =
            V1.replace("\"vendorId\",\"type\":\"string\"", "\"vendorId\",\"type\":\"int\"");
    private static final String WITHOUT_DISTANCE = V1.replace(",{\"name\":\"trip_distance\",\"type\":\"double\"}", "");
    private static final Map<String, Object> RIDE = Map.of("vendorId", "1", "passenger_count", 2, "trip_distance", 1.5);

    private final AtomicLong nanos = new AtomicLong();
    private final TestRegistry registry = TestRegistry.start();
    private final SchemaRegistry schemas = new SchemaRegistry(new RegistryConfig(registry.url()), nanos::get);
    private final Decoders decoders = new Decoders(schemas, Duration.ofSeconds(10));

    @AfterEach
    void close() {
        schemas.close();
        registry.close();
    }

    private static RecordFormat avro(String subject) {
        return new RecordFormat(Part.AUTO, new Part(Type.AVRO, subject, null, List.of()));
    }

    private Seen see(RecordFormat format, byte[] value) {
        return Seen.of(decoders, format, null, value);
    }

    @Test
    void a_record_is_read_by_the_schema_that_it_was_written_with() {
        int id = registry.registerAvro("rides-value", V1);

        Seen seen = see(avro(null), WireFormat.avro(id, V1, RIDE));

        assertThat(seen.shown()).isEqualTo("{\"vendorId\":\"1\",\"passenger_count\":2,\"trip_distance\":1.5}");
        assertThat(seen.verdict("vendorId = '1' and trip_distance between 1 and 2"))
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void old_records_lack_a_field_that_was_added_later_or_have_its_default_where_the_subject_is_named() {
        int old = registry.registerAvro("rides-value", V1);
        int added = registry.registerAvro("rides-value", WITH_LOCATION);
        byte[] before = WireFormat.avro(old, V1, RIDE);
        Map<String, Object> ride = new java.util.HashMap<>(RIDE);
        ride.put("pu_location_id", 186L);
        byte[] after = WireFormat.avro(added, WITH_LOCATION, ride);

        Seen plain = see(avro(null), before);
        Seen newest = see(avro("rides-value"), before);

        assertThat(plain.shown()).doesNotContain("pu_location_id");
        assertThat(plain.verdict("pu_location_id is null and vendorId = '1'")).isEqualTo(Verdict.MATCH);
        assertThat(plain.verdict("pu_location_id = 186")).isEqualTo(Verdict.NO_MATCH);
        assertThat(newest.shown())
                .isEqualTo("{\"vendorId\":\"1\",\"passenger_count\":2,\"trip_distance\":1.5,\"pu_location_id\":null}");
        assertThat(see(avro("rides-value"), after).verdict("pu_location_id = 186"))
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void the_producer_of_another_type_is_refused_before_it_sends() {
        registry.registerAvro("rides-value", V1);
        List<byte[]> sent = new ArrayList<>();

        assertThatThrownBy(() -> {
                    int id = registry.registerAvro("rides-value", WITH_NUMBER);
                    sent.add(WireFormat.avro(id, WITH_NUMBER, Map.of("vendorId", 1)));
                })
                .isInstanceOfSatisfying(TestRegistry.Refused.class, refused -> assertThat(refused.status())
                        .isEqualTo(409));
        assertThat(sent).isEmpty();
    }

    @Test
    void whether_a_field_may_go_is_a_matter_of_the_mode_and_both_sorts_of_records_are_read() {
        int whole = registry.registerAvro("backward-value", V1);
        int less = registry.registerAvro("backward-value", WITHOUT_DISTANCE);
        registry.registerAvro("forward-value", V1);
        registry.compatibility("forward-value", "FORWARD");

        assertThatThrownBy(() -> registry.registerAvro("forward-value", WITHOUT_DISTANCE))
                .isInstanceOf(TestRegistry.Refused.class);
        registry.compatibility("forward-value", "NONE");
        registry.registerAvro("forward-value", WITHOUT_DISTANCE);

        Map<String, Object> without = Map.of("vendorId", "1", "passenger_count", 2);
        assertThat(see(avro("backward-value"), WireFormat.avro(whole, V1, RIDE)).shown())
                .isEqualTo("{\"vendorId\":\"1\",\"passenger_count\":2}");
        assertThat(see(avro(null), WireFormat.avro(less, WITHOUT_DISTANCE, without))
                        .verdict("trip_distance is null"))
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void asks_once_for_a_schema_whatever_the_load() throws InterruptedException {
        int id = registry.registerAvro("rides-value", V1);
        byte[] record = WireFormat.avro(id, V1, RIDE);
        List<Thread> threads = new ArrayList<>();
        List<String> shown = new java.util.concurrent.CopyOnWriteArrayList<>();
        for (int i = 0; i < 8; i++) {
            threads.add(new Thread(() -> {
                for (int n = 0; n < 50; n++) {
                    shown.add(see(avro(null), record).shown());
                }
            }));
        }

        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(shown).hasSize(400).containsOnly("{\"vendorId\":\"1\",\"passenger_count\":2,\"trip_distance\":1.5}");
        assertThat(registry.asked("/schemas/ids/" + id)).isEqualTo(1);
    }

    @Test
    void believes_for_ten_seconds_that_there_is_no_such_schema() {
        byte[] record = WireFormat.framed(1, new byte[] {2, 49, 4, 0, 0, 0, 0, 0, 0, 0, 0});

        assertThat(see(avro(null), record).shown()).isEqualTo("the schema registry has no schema 1");
        assertThat(see(avro(null), record).shown()).isEqualTo("the schema registry has no schema 1");
        assertThat(registry.asked("/schemas/ids/1")).isEqualTo(1);

        registry.registerAvro("rides-value", V1);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(10));

        assertThat(see(avro(null), record).shown()).contains("\"vendorId\":\"1\"");
    }

    @Test
    void a_registry_that_is_away_is_left_alone_for_a_while_and_its_records_are_errors_meanwhile() {
        int id = registry.registerAvro("rides-value", V1);
        byte[] record = WireFormat.avro(id, V1, RIDE);
        Decoders hasty = new Decoders(schemas, Duration.ofSeconds(2));
        registry.breakWith(503);

        Seen lost = Seen.of(hasty, RecordFormat.AUTO, null, record);

        assertThat(lost.shown()).isEqualTo("the schema registry answers with status 503");
        assertThat(lost.verdict("vendorId = '1'")).isEqualTo(Verdict.ERROR);
        assertThat(lost.verdict("$partition = 0")).isEqualTo(Verdict.MATCH);

        registry.breakWith(0);
        assertThat(Seen.of(hasty, RecordFormat.AUTO, null, record).shown())
                .isEqualTo("the schema registry answers with status 503");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(3));
        assertThat(Seen.of(hasty, RecordFormat.AUTO, null, record).verdict("vendorId = '1'"))
                .isEqualTo(Verdict.MATCH);
    }

    @Test
    void one_unknown_id_after_another_does_not_burden_the_registry() {
        Decoders hasty = new Decoders(schemas, Duration.ofSeconds(2));
        for (int id = 1; id <= 500; id++) {
            Seen.of(hasty, avro(null), null, WireFormat.framed(id, new byte[1])).shown();
        }

        int questions = 0;
        for (int id = 1; id <= 500; id++) {
            questions += registry.asked("/schemas/ids/" + id);
        }
        assertThat(questions).isEqualTo(100);
    }

    @Test
    void shows_the_registry_who_asks() {
        registry.protect("sluice", "secret");
        int id = registry.registerAvro("rides-value", V1);
        byte[] record = WireFormat.avro(id, V1, RIDE);
        RegistryConfig config = new RegistryConfig(registry.url(), "sluice", new Secret("secret"), null);

        try (SchemaRegistry known = new SchemaRegistry(config)) {
            Decoders admitted = new Decoders(known, Duration.ofSeconds(10));
            assertThat(Seen.of(admitted, avro(null), null, record).shown()).contains("\"vendorId\":\"1\"");
        }
        Decoders hasty = new Decoders(schemas, Duration.ofSeconds(2));
        assertThat(Seen.of(hasty, avro(null), null, record).shown())
                .isEqualTo("the schema registry answers with status 401");
    }

    @Test
    void schemas_that_refer_to_others_are_put_together() {
        registry.registerAvro(
                "place-value",
                "{\"type\":\"record\",\"name\":\"Place\",\"fields\":[{\"name\":\"zone\",\"type\":\"string\"}]}");
        String trip = "{\"type\":\"record\",\"name\":\"Trip\",\"fields\":[{\"name\":\"from\",\"type\":\"Place\"}]}";
        int id = registry.register("trip-value", "AVRO", trip, Map.of("Place", "place-value"));

        Seen seen = see(RecordFormat.AUTO, WireFormat.framed(id, new byte[] {6, 'a', 'b', 'c'}));

        assertThat(seen.shown()).isEqualTo("{\"from\":{\"zone\":\"abc\"}}");
    }

    @Test
    void bytes_that_begin_with_a_zero_by_chance_are_taken_as_they_are() {
        byte[] count = ByteBuffer.allocate(8).putLong(1L << 40).array();

        assertThat(see(RecordFormat.AUTO, count).content().value()).isSameAs(Decoded.AS_IS);
        assertThat(see(RecordFormat.AUTO, new byte[8]).content().value()).isSameAs(Decoded.AS_IS);
        assertThat(see(RecordFormat.AUTO, new byte[0]).content().value()).isSameAs(Decoded.AS_IS);
        assertThat(Seen.of(Decoders.PLAIN, RecordFormat.AUTO, null, count)
                        .content()
                        .value())
                .isSameAs(Decoded.AS_IS);
        assertThat(Seen.of(Decoders.PLAIN, avro(null), null, count).shown())
                .isEqualTo("no schema registry is configured");
    }
}
