package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AlterTopic;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.DeleteTopic;
import io.sluice.contract.Topics.FindTopic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.decode.RegistryConfig;
import io.sluice.testkit.RecordVariants;
import io.sluice.testkit.RecordVariants.Variant;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Topics say how their records are read, and streams read them so. */
class FormatsIT {
    private static final String RIDE = """
            {"type":"record","name":"RideRecord","fields":[
              {"name":"vendor_id","type":"string"},{"name":"trip_distance","type":"double"}]}""";
    private static final Part AVRO = new Part(Type.AVRO);

    private static final TestRegistry REGISTRY = TestRegistry.start();
    private static Node node;
    private static int ride;

    @BeforeAll
    static void start() {
        node = new Node();
        RegistryConfig registry = new RegistryConfig(REGISTRY.url());
        Node.await(node.vertx.deployVerticle(
                new StreamVerticle(node.config(node.kafka.bootstrap()).withRegistry(registry))));
        ride = REGISTRY.registerAvro("rides-value", RIDE);
    }

    @AfterAll
    static void stop() {
        node.close();
        REGISTRY.close();
    }

    private static byte[] ride(String vendor, double distance) {
        return WireFormat.avro(ride, RIDE, Map.of("vendor_id", vendor, "trip_distance", distance));
    }

    private static String topic(RecordFormat.Change format) {
        String name = "formats-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(ADA, name, 1, null, Map.of(), null, format));
        return name;
    }

    private static Stream stream(String topic, String where, String select) {
        Definition definition = new Definition(List.of(), true, List.of(), List.of(topic), where, select, "latest");
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }

    private static void produce(String topic, byte[] value) {
        node.kafka.produce(new ProducerRecord<>(topic, 0, null, value));
    }

    private static TopicAccess access(String topic) {
        return node.ask(Topics.AUTHORIZE, new AuthorizeTopic(ADA, topic, Access.LIVE));
    }

    private static void delete(Stream stream) {
        node.ask(Streams.DELETE, new DeleteStream(ADA, stream.id().toString()));
    }

    @Test
    void a_topic_says_how_it_is_read_until_it_is_another_topic() {
        List<String> announced = new CopyOnWriteArrayList<>();
        var listener = Topics.ACCESS_CHANGED.listen(node.vertx, changed -> announced.add(changed.topic()));
        Node.await(listener.completion());
        String name = topic(new RecordFormat.Change(null, AVRO));
        Part cells = new Part(Type.DELIMITED, null, ", ", List.of("a", "b"));

        assertThat(access(name))
                .extracting(TopicAccess::format, TopicAccess::formatVersion)
                .containsExactly(new RecordFormat(Part.AUTO, AVRO), 1L);
        assertThat(node.ask(
                                Topics.ALTER,
                                new AlterTopic(
                                        ADA,
                                        name,
                                        null,
                                        Map.of(),
                                        null,
                                        new RecordFormat.Change(new Part(Type.LONG), cells)))
                        .format())
                .isEqualTo(new RecordFormat(new Part(Type.LONG), cells));
        assertThat(access(name).formatVersion()).isEqualTo(2);
        assertThat(node.ask(Topics.FIND, new FindTopic(BOB, name)).format().value())
                .isEqualTo(cells);
        assertThat(node.problem(
                        Topics.ALTER,
                        new AlterTopic(BOB, name, null, Map.of(), null, new RecordFormat.Change(AVRO, null))))
                .isInstanceOf(Problem.Forbidden.class);
        eventually()
                .untilAsserted(
                        () -> assertThat(announced).filteredOn(name::equals).hasSize(2));

        node.ask(Topics.DELETE, new DeleteTopic(ADA, name));
        node.ask(Topics.CREATE, new CreateTopic(ADA, name, 1, null, Map.of(), null));

        assertThat(access(name).format()).isEqualTo(RecordFormat.AUTO);
        Node.await(listener.unregister());
    }

    @Test
    void the_format_of_a_topic_that_was_made_again_outside_is_nobodys() throws Exception {
        String name = topic(new RecordFormat.Change(null, AVRO));
        node.kafka.admin().deleteTopics(List.of(name)).all().get();
        eventually().untilAsserted(() -> node.kafka.createTopic(name, 1, Map.of()));

        eventually().untilAsserted(() -> assertThat(access(name).format()).isEqualTo(RecordFormat.AUTO));
    }

    @Test
    void a_stream_filters_avro_and_passes_on_what_it_got() {
        String source = topic(new RecordFormat.Change(null, AVRO));
        Stream whole = stream(source, "vendor_id = '1' and trip_distance > 2", "");
        Stream columns = stream(source, "trip_distance > 2", "vendor_id, trip_distance * 2 as twice");
        produce(source, ride("1", 1.5));
        produce(source, ride("1", 2.5));
        produce(source, ride("2", 3.5));

        assertThat(node.kafka.read(whole.topic(), 1).get(0).value()).isEqualTo(ride("1", 2.5));
        assertThat(node.kafka.read(columns.topic(), 2))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("{\"vendor_id\":\"1\",\"twice\":5}", "{\"vendor_id\":\"2\",\"twice\":7}");
        assertThat(access(whole.topic()).format().value()).isEqualTo(AVRO);
        assertThat(access(columns.topic()).format()).isEqualTo(RecordFormat.AUTO);
        delete(whole);
        delete(columns);
    }

    static java.util.stream.Stream<Variant> variants() {
        return new RecordVariants(REGISTRY).all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void every_variant_of_records_goes_through_a_stream_as_it_was_written(Variant variant) {
        String source = topic(
                new RecordFormat.Change(variant.format().key(), variant.format().value()));
        Stream matching = stream(source, variant.match(), "");
        Stream other = stream(source, variant.other(), "");
        node.kafka.produce(new ProducerRecord<>(source, 0, variant.keyBytes(), variant.bytes()));

        var record = node.kafka.read(matching.topic(), 1).get(0);

        assertThat(record.value()).isEqualTo(variant.bytes());
        assertThat(record.key()).isEqualTo(variant.keyBytes());
        assertThat(access(matching.topic()).format()).isEqualTo(variant.format());
        eventually().untilAsserted(() -> assertThat(node.ask(Streams.FIND, new FindStream(ADA, other.name()))
                        .stats())
                .extracting(Streams.Stats::scanned, Streams.Stats::matched, Streams.Stats::failed)
                .containsExactly(1L, 0L, 0L));
        delete(matching);
        delete(other);
    }

    @Test
    void a_running_stream_follows_a_change_of_the_format() {
        String source = topic(RecordFormat.Change.NONE);
        Stream stream = stream(source, "b > 1", "");
        produce(source, TestKafka.bytes("{\"b\":2}"));
        node.kafka.read(stream.topic(), 1);

        Part cells = new Part(Type.DELIMITED, null, null, List.of("a", "b"));
        node.ask(Topics.ALTER, new AlterTopic(ADA, source, null, Map.of(), null, new RecordFormat.Change(null, cells)));

        // Each until it is seen to be read in the new way; before, it is an error.
        eventually().untilAsserted(() -> {
            produce(source, TestKafka.bytes("x, 5"));
            assertThat(node.ask(Streams.FIND, new FindStream(ADA, stream.name()))
                            .stats()
                            .matched())
                    .isGreaterThan(1);
        });
        assertThat(node.kafka.read(stream.topic(), 2).get(1).value()).isEqualTo(TestKafka.bytes("x, 5"));
        delete(stream);
    }

    @Test
    void a_stream_waits_for_its_registry_and_loses_nothing() {
        int later = REGISTRY.registerAvro("later-value", RIDE);
        String source = topic(new RecordFormat.Change(null, AVRO));
        Stream stream = stream(source, "trip_distance > 0", "");
        REGISTRY.breakWith(503);
        try {
            for (int i = 1; i <= 3; i++) {
                produce(source, WireFormat.avro(later, RIDE, Map.of("vendor_id", "1", "trip_distance", (double) i)));
            }
            eventually().until(() -> REGISTRY.asked("/schemas/ids/" + later) >= 2);
        } finally {
            REGISTRY.breakWith(0);
        }

        assertThat(node.kafka.read(stream.topic(), 3)).hasSize(3);
        Stream now = node.ask(Streams.FIND, new FindStream(ADA, stream.name()));
        assertThat(now.state()).isEqualTo(State.RUNNING);
        assertThat(now.stats().failed()).isZero();
        delete(stream);
    }
}
