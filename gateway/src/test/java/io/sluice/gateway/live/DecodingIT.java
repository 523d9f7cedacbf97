package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.decode.Decoders;
import io.sluice.decode.RegistryConfig;
import io.sluice.decode.SchemaRegistry;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestRegistry;
import io.sluice.testkit.WireFormat;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live reading of records that are not JSON. */
class DecodingIT {
    private static final String RIDE = """
            {"type":"record","name":"RideRecord","fields":[
              {"name":"vendor_id","type":"string"},{"name":"trip_distance","type":"double"}]}""";
    private static final RecordFormat AVRO = new RecordFormat(Part.AUTO, new Part(Type.AVRO));

    private static final TestKafka KAFKA = TestKafka.shared();
    private static final TestRegistry REGISTRY = TestRegistry.start();
    private static Decoders decoders;
    private static LiveServer server;
    private static int ride;

    @BeforeAll
    static void open() {
        ride = REGISTRY.registerAvro("rides-value", RIDE);
        decoders = new Decoders(new SchemaRegistry(new RegistryConfig(REGISTRY.url())), Duration.ofSeconds(2));
        server = new LiveServer(LiveServer.config().withDecoders(decoders));
    }

    @AfterAll
    static void close() {
        server.close();
        decoders.close();
        REGISTRY.close();
    }

    private static void produce(String topic, String vendor, double distance) {
        byte[] value = WireFormat.avro(ride, RIDE, Map.of("vendor_id", vendor, "trip_distance", distance));
        KAFKA.produce(new ProducerRecord<>(topic, 0, null, value));
    }

    private static String where(String filter) {
        return "&where=" + URLEncoder.encode(filter, UTF_8);
    }

    @Test
    void avro_flows_live_filtered_and_projected() {
        String topic = KAFKA.newTopic("avro", 1);
        server.format(topic, AVRO);
        String query = "?topic=" + topic + where("trip_distance > 1 and vendor_id = '1'");
        try (SocketClient whole = server.socket(query);
                SocketClient columns = server.socket(query + "&select=trip_distance")) {
            whole.await("subscribed");
            columns.await("subscribed");
            produce(topic, "1", 0.5);
            produce(topic, "2", 1.5);
            produce(topic, "1", 2.5);

            JsonObject record = whole.hear(1).records.get(0);
            assertThat(record.getLong("offset")).isEqualTo(2);
            assertThat(record.getJsonObject("value").encode()).isEqualTo("{\"vendor_id\":\"1\",\"trip_distance\":2.5}");
            assertThat(columns.hear(1).records.get(0).getJsonObject("value").encode())
                    .isEqualTo("{\"trip_distance\":2.5}");
        }
    }

    @Test
    void avro_of_the_past_is_replayed_and_joins_what_comes() {
        String topic = KAFKA.newTopic("avro-past", 1);
        server.format(topic, AVRO);
        produce(topic, "1", 1);
        produce(topic, "1", 2);
        try (SocketClient socket = server.socket("?from=earliest&topic=" + topic + where("trip_distance >= 2"))) {
            SocketClient.Heard heard = socket.hear(1);
            produce(topic, "1", 3);
            socket.hear(2, heard);

            assertThat(heard.places).containsExactly("0@1", "0@2");
            assertThat(heard.records.get(1).getJsonObject("value").getDouble("trip_distance"))
                    .isEqualTo(3);
        }
    }

    @Test
    void a_change_of_the_format_reaches_who_is_subscribed() {
        String topic = KAFKA.newTopic("changing", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            KAFKA.produce(topic, "1, 2.50");
            assertThat(socket.hear(1).records.get(0).getString("value_text")).isEqualTo("1, 2.50");

            server.format(
                    topic,
                    new RecordFormat(Part.AUTO, new Part(Type.DELIMITED, null, null, List.of("vendor", "fare"))));
            JsonObject value = null;
            // Nobody is told when a tail has taken it up, so there is a record until one comes as an object.
            while (value == null) {
                KAFKA.produce(topic, "1, 2.50");
                value = socket.hear(1).records.get(0).getJsonObject("value");
            }

            assertThat(value.encode()).isEqualTo("{\"vendor\":1,\"fare\":2.5}");
        }
    }

    @Test
    void records_whose_registry_is_away_are_errors_for_filters_and_shown_with_the_reason() {
        String topic = KAFKA.newTopic("away", 1);
        server.format(topic, AVRO);
        int later = REGISTRY.registerAvro("later-value", RIDE);
        REGISTRY.breakWith(503);
        try (SocketClient all = server.socket("?topic=" + topic);
                SocketClient some = server.socket("?topic=" + topic + where("trip_distance > 0"))) {
            all.await("subscribed");
            some.await("subscribed");
            byte[] value = WireFormat.avro(later, RIDE, Map.of("vendor_id", "1", "trip_distance", 1.0));
            KAFKA.produce(new ProducerRecord<>(topic, 0, null, value));

            JsonObject record = all.hear(1).records.get(0);
            assertThat(record.getString("value_error")).isEqualTo("the schema registry answers with status 503");
            assertThat(record.getString("value_base64")).startsWith("AAAAAA");
            assertThat(some.awaitStats(stats -> stats.getLong("errors") > 0).getLong("matched"))
                    .isZero();
        } finally {
            REGISTRY.breakWith(0);
        }
    }
}
