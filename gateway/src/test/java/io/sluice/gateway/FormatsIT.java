package io.sluice.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.RecordFormat.Part;
import io.sluice.contract.RecordFormat.Type;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.WireFormat;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Records of other formats than JSON, wherever they are looked at for once. */
class FormatsIT {
    private static final String KEY = """
            {"namespace":"com.datatalksclub.taxi","type":"record","name":"RideRecordKey","fields":[
              {"name":"vendor_id","type":"int"}]}""";
    private static final String RIDE = """
            {"namespace":"com.datatalksclub.taxi","type":"record","name":"RideRecord","fields":[
              {"name":"vendor_id","type":"int"},{"name":"trip_distance","type":"float"}]}""";

    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;
    private int key;
    private int ride;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        key = gateway.registry().registerAvro("rides_avro-key", KEY);
        ride = gateway.registry().registerAvro("rides_avro-value", RIDE);
    }

    private String avroTopic() {
        String topic = kafka.newTopic("rides_avro", 1);
        gateway.peers().format(topic, new RecordFormat(new Part(Type.AVRO), new Part(Type.AVRO)));
        for (int vendor = 1; vendor <= 3; vendor++) {
            byte[] value = WireFormat.avro(ride, RIDE, Map.of("vendor_id", vendor, "trip_distance", vendor + 0.5f));
            kafka.produce(
                    new ProducerRecord<>(topic, 0, WireFormat.avro(key, KEY, Map.of("vendor_id", vendor)), value));
        }
        return topic;
    }

    private JsonNode browse(String topic, String query) {
        return gateway.get("/api/v1/topics/" + topic + "/records" + query)
                .json()
                .path("items");
    }

    private static String where(String filter) {
        return "?where=" + URLEncoder.encode(filter, UTF_8);
    }

    @Test
    void avro_is_browsed_filtered_and_projected() {
        String topic = avroTopic();

        JsonNode all = browse(topic, "");
        JsonNode some = browse(topic, where("trip_distance > 2 and $key.vendor_id < 3"));
        JsonNode columns = browse(topic, where("vendor_id = 3") + "&select=trip_distance");

        assertThat(all).hasSize(3);
        assertThat(all.get(0).path("value")).hasToString("{\"vendor_id\":1,\"trip_distance\":1.5}");
        assertThat(all.get(0).path("key")).hasToString("{\"vendor_id\":1}");
        assertThat(some.findValuesAsText("offset")).containsExactly("1");
        assertThat(columns.get(0).path("value")).hasToString("{\"trip_distance\":3.5}");
        assertThat(gateway.get("/api/v1/topics/" + topic + "/records/0/2")
                        .json()
                        .at("/value/vendor_id")
                        .asInt())
                .isEqualTo(3);
    }

    @Test
    void a_sample_has_the_schema_of_what_was_decoded_and_filters_are_judged_by_it() {
        String topic = avroTopic();
        gateway.peers().answer(Catalog.FIND_DATASET, ResourcesIT.generator(topic));

        JsonNode sample = gateway.get("/api/v1/datasets/any/sample?limit=2").json();
        JsonNode checked = gateway.post(
                        "/api/v1/filters/check",
                        "{\"where\":\"vendor_id > 2\",\"source\":{\"topic\":\"" + topic + "\"},\"sample\":10}")
                .json();

        assertThat(sample.at("/schema/fields").findValuesAsText("path")).containsExactly("vendor_id", "trip_distance");
        assertThat(sample.at("/records/1/value/vendor_id").asInt()).isEqualTo(3);
        assertThat(checked.path("verdicts").findValuesAsText("verdict"))
                .containsExactly("no_match", "no_match", "match");
    }

    @Test
    void what_cannot_be_decoded_is_shown_with_the_reason_and_is_an_error_for_filters() {
        String topic = avroTopic();
        kafka.produce(topic, "{\"vendor_id\":9}");
        kafka.produce(new ProducerRecord<>(topic, 0, new byte[] {0}, WireFormat.framed(999_999, new byte[] {2})));

        JsonNode last = browse(topic, "?from=last:2");
        JsonNode page = gateway.get("/api/v1/topics/" + topic + "/records" + where("vendor_id > 2"))
                .json();

        assertThat(last.get(0).path("value_base64").asText()).isEqualTo("eyJ2ZW5kb3JfaWQiOjl9");
        assertThat(last.get(0).path("value_error").asText())
                .isEqualTo("the bytes are not in the wire format of a schema registry");
        assertThat(last.get(1).path("value_error").asText()).isEqualTo("the schema registry has no schema 999999");
        assertThat(last.get(1).path("key_error").asText())
                .isEqualTo("the bytes are not in the wire format of a schema registry");
        assertThat(page.path("errors").asInt()).isEqualTo(2);
        assertThat(page.path("items")).hasSize(1);
    }

    @Test
    void where_nobody_has_said_anything_the_registry_is_asked_about_what_it_may_know() {
        String topic = kafka.newTopic("anything", 1);
        kafka.produce(new ProducerRecord<>(
                topic, 0, null, WireFormat.avro(ride, RIDE, Map.of("vendor_id", 1, "trip_distance", 1.72f))));
        kafka.produce(topic, 0, "{\"vendorId\": 2}", "{\"a\": 1.10}");
        kafka.produce(new ProducerRecord<>(topic, 0, "[not json".getBytes(UTF_8), new byte[] {0, 1, 2, 3, 4, -1}));

        JsonNode items = browse(topic, "");
        String text = gateway.get("/api/v1/topics/" + topic + "/records").text();

        assertThat(items.get(0).at("/value/trip_distance").asText()).isEqualTo("1.72");
        assertThat(text).contains("\"key\":{\"vendorId\": 2}").contains("\"value\":{\"a\": 1.10}");
        assertThat(items.get(2).path("key").asText()).isEqualTo("[not json");
        assertThat(items.get(2).path("value_base64").asText()).isEqualTo("AAECAwT/");
    }

    @Test
    void a_topic_is_given_a_format_and_shows_it() {
        Topics.Topic topic = new Topics.Topic("t", 1, 1, 0, 0, "ada", null, null, null, true);
        RecordFormat shown =
                new RecordFormat(new Part(Type.LONG), new Part(Type.DELIMITED, null, ", ", List.of("a", "b")));
        Topics.TopicDetail detail = new Topics.TopicDetail(topic, Map.of(), List.of(), shown);
        gateway.peers().answer(Topics.CREATE, detail);
        gateway.peers().answer(Topics.ALTER, detail);

        Reply made = gateway.post("/api/v1/topics", "{\"name\":\"t\",\"format\":{\"value\":{\"type\":\"avro\"}}}");
        gateway.patch(
                "/api/v1/topics/t",
                "{\"format\":{\"key\":{\"type\":\"long\"},\"value\":{\"type\":\"delimited\",\"delimiter\":\", \",\"columns\":[\"a\",\"b\"]}}}");

        assertThat(made.status()).isEqualTo(201);
        assertThat(made.json().path("format"))
                .hasToString(
                        "{\"key\":{\"type\":\"long\"},\"value\":{\"type\":\"delimited\",\"delimiter\":\", \",\"columns\":[\"a\",\"b\"]}}");
        assertThat(gateway.peers().asked(Topics.CreateTopic.class).format())
                .isEqualTo(new RecordFormat.Change(null, new Part(Type.AVRO)));
        assertThat(gateway.peers().asked(Topics.AlterTopic.class).format())
                .isEqualTo(new RecordFormat.Change(shown.key(), shown.value()));
    }

    @Test
    void a_faulty_format_is_told_in_all_its_parts() {
        Reply reply = gateway.patch(
                "/api/v1/topics/t",
                "{\"format\":{\"key\":{\"type\":\"arvo\"},\"value\":{\"type\":\"json\",\"columns\":[\"a\"],\"subject\":\"s\",\"more\":1}}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("violations").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder(
                        "/format/key/type", "/format/value/columns", "/format/value/subject", "/format/value/more");
    }
}
