package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The requests that notebooks written for the NDP Endpoint send, against the whole platform. */
class NdpWalkIT {
    private static final String PASSWORD = "correct horse";
    /** Nobody listens there; the sources that name it say so, and nothing else suffers. */
    private static final String NOWHERE = "http://127.0.0.1:9/";

    @TempDir
    static Path directory;

    private static SluiceProcess process;
    private static Api api;
    private static NdpClient client;

    @BeforeAll
    static void start() {
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start()
                .awaitReady();
        api = new Api(process.fact("Address")).signIn("admin", PASSWORD);
        NdpClient nobody = new NdpClient(process.fact("Address") + "/ndp", null);
        client = nobody.with(
                nobody.token("admin", PASSWORD).expect(200).path("access_token").asText());
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static void organization(String name) {
        client.post("/organization", "{\"name\":\"" + name + "\",\"title\":\"T\"}")
                .expect(201);
    }

    private static JsonNode found(String terms) {
        return client.get("/search?server=local&terms=" + Api.encode(terms)).expect(200);
    }

    private static List<String> names(JsonNode found) {
        return StreamSupport.stream(found.spliterator(), false)
                .map(dataset -> dataset.path("name").asText())
                .toList();
    }

    @Test
    void a_client_finds_out_where_it_is_and_who_it_is() {
        NdpClient nobody = client.with(null);
        assertThat(nobody.get("").expect(200).asText()).isEqualTo("API is running successfully.");
        assertThat(nobody.get("/health").expect(200).path("status").asText()).isEqualTo("healthy");
        assertThat(nobody.get("/ready").expect(200).at("/checks/kafka/status").asText())
                .isEqualTo("up");
        assertThat(nobody.token("admin", "wrong").refused(401)).contains("Incorrect username or password");
        assertThat(nobody.get("/search?terms=a").refused(401)).isNotEmpty();
        assertThat(client.get("/status/").expect(200).path("api_version").asText())
                .matches("\\d+\\.\\d+\\.\\d+");
        JsonNode kafka = client.get("/status/kafka-details").expect(200);
        assertThat(kafka.path("kafka_host").asText() + ":"
                        + kafka.path("kafka_port").asInt())
                .isEqualTo(process.fact("Kafka"));
        assertThat(kafka.path("kafka_connection").asBoolean()).isTrue();
        assertThat(kafka.path("kafka_prefix").asText()).isEqualTo("data_stream_");
        assertThat(kafka.path("max_streams").asInt()).isEqualTo(10);
        assertThat(client.get("/user/info").expect(200).path("effective_role").asText())
                .isEqualTo("admin");
        assertThat(client.get("/status/metrics").expect(200).path("cpu").asText())
                .endsWith("%");
    }

    @Test
    void organizations_come_and_go() {
        organization("ndp-org");
        assertThat(client.post("/organization", "{\"name\":\"ndp-org\",\"title\":\"T\"}")
                        .refused(400))
                .contains("Group name already exists in database");
        assertThat(client.get("/organization?name=NDP-O&server=local").expect(200))
                .hasToString("[\"ndp-org\"]");
        assertThat(client.post("/organization", "{\"name\":\"x\"}").refused(422))
                .contains("title");
        assertThat(client.delete("/organization/ndp-org")
                        .expect(200)
                        .path("message")
                        .asText())
                .isEqualTo("Organization deleted successfully");
        assertThat(client.delete("/organization/ndp-org").refused(404)).isEqualTo("Organization not found");
    }

    @Test
    void a_kafka_topic_is_registered_found_changed_and_deleted() {
        organization("kafka-org");
        String[] broker = process.fact("Kafka").split(":");
        api.post("/topics", "{\"name\":\"timestamp-topic-1\",\"partitions\":1}").expect(201);
        String form = """
                {"dataset_name":"timestamp-example","dataset_title":"Timestamps","owner_org":"%s","kafka_topic":"timestamp-topic-1",
                 "kafka_host":"%s","kafka_port":"%s","dataset_description":"one every five seconds","extras":{%s}}""";
        String good = form.formatted("kafka-org", broker[0], broker[1], "\"key1\":\"value1\"");
        String id =
                client.post("/kafka?server=local", good).expect(201).path("id").asText();

        JsonNode dataset = found("timestamp-example").path(0);
        assertThat(dataset.path("id").asText()).isEqualTo(id);
        assertThat(dataset.path("owner_org").asText()).isEqualTo("kafka-org");
        assertThat(dataset.path("notes").asText()).isEqualTo("one every five seconds");
        assertThat(dataset.at("/extras/port").isTextual()).isTrue();
        assertThat(dataset.at("/extras/host").asText()).isEqualTo(broker[0]);
        assertThat(dataset.at("/extras/topic").asText()).isEqualTo("timestamp-topic-1");
        assertThat(dataset.at("/extras/key1").asText()).isEqualTo("value1");
        assertThat(dataset.at("/resources/0/format").asText()).isEqualTo("kafka");
        assertThat(dataset.at("/resources/0/url").isNull()).isTrue();

        assertThat(client.post("/kafka?server=local", good).refused(409)).contains("Duplicate Dataset");
        assertThat(client.post("/kafka", form.formatted("nowhere", broker[0], broker[1], ""))
                        .refused(400))
                .contains("Organization does not exist");
        assertThat(client.post("/kafka", form.formatted("kafka-org", broker[0], broker[1], "\"host\":\"x\""))
                        .refused(400))
                .contains("Extras contain reserved keys");
        assertThat(client.post("/kafka", form.formatted("kafka-org", broker[0], "x", ""))
                        .refused(422))
                .contains("kafka_port");
        assertThat(client.post("/kafka?server=pre_ckan", good).refused(400))
                .isEqualTo("Pre-CKAN is disabled and cannot be used.");

        assertThat(client.send("PUT", "/kafka/" + id, "{\"dataset_title\":\"Better\",\"extras\":{\"key2\":\"v\"}}")
                        .expect(200)
                        .path("message")
                        .asText())
                .isEqualTo("Kafka dataset updated successfully");
        JsonNode changed = found("timestamp-example").path(0);
        assertThat(changed.path("title").asText()).isEqualTo("Better");
        assertThat(changed.at("/extras/key1").asText()
                        + changed.at("/extras/key2").asText())
                .isEqualTo("value1v");
        assertThat(client.send("PUT", "/kafka/not-there", "{}").refused(404)).isEqualTo("Kafka dataset not found");

        assertThat(client.delete("/resource?resource_id=" + id + "&server=local")
                        .expect(200)
                        .path("message")
                        .asText())
                .isEqualTo(id + " deleted successfully");
        assertThat(client.delete("/resource?resource_id=" + id).refused(404)).isEqualTo("Resource not found");
        assertThat(client.delete("/resource").refused(422)).contains("resource_id");
        assertThat(found("timestamp-example")).isEmpty();
    }

    @Test
    void addresses_of_every_file_type_are_registered_and_changed() {
        organization("url-org");
        List<String> types = List.of(
                "\"file_type\":\"stream\",\"processing\":{\"refresh_rate\":\"5\",\"data_key\":\"data\"}",
                "\"file_type\":\"CSV\",\"processing\":{\"delimiter\":\",\",\"header_line\":1,\"start_line\":2,\"comment_char\":\"#\"}",
                "\"file_type\":\"TXT\",\"processing\":{\"delimiter\":\"\\t\",\"header_line\":1,\"start_line\":2}",
                "\"file_type\":\"JSON\",\"processing\":{\"info_key\":\"count\",\"additional_key\":\"metadata\",\"data_key\":\"results\"}",
                "\"file_type\":\"NetCDF\",\"processing\":{\"group\":\"group_name\"}",
                "\"file_type\":\"parquet\"",
                "\"notes\":\"no type at all\"");
        for (int i = 0; i < types.size(); i++) {
            String name = "url-" + i;
            String form = "{\"resource_name\":\"" + name
                    + "\",\"resource_title\":\"T\",\"owner_org\":\"url-org\",\"resource_url\":\"" + NOWHERE + i
                    + "\",\"extras\":{\"sensor\":\"s" + i + "\"}," + types.get(i) + "}";
            String id = client.post("/url", form).expect(201).path("id").asText();
            JsonNode dataset = found(name).path(0);
            assertThat(dataset.at("/resources/0/format").asText()).as(form).isEqualTo("url");
            assertThat(dataset.at("/resources/0/url").asText()).isEqualTo(NOWHERE + i);
            if (i < 5) {
                assertThat(types.get(i))
                        .contains("\"" + dataset.at("/extras/file_type").asText() + "\"");
                assertThat(dataset.at("/extras/processing").isObject()).isTrue();
            }
            assertThat(client.post("/url", form).refused(400)).contains("already in use");
            assertThat(client.send("PUT", "/url/" + id, "{\"resource_url\":\"" + NOWHERE + "other\"}")
                            .expect(200)
                            .path("message")
                            .asText())
                    .isEqualTo("Resource updated successfully");
            assertThat(found(name).at("/0/resources/0/url").asText()).isEqualTo(NOWHERE + "other");
            assertThat(client.delete("/resource/" + name)
                            .expect(200)
                            .path("message")
                            .asText())
                    .isEqualTo(name + " deleted successfully");
        }
        String wrong =
                "{\"resource_name\":\"wrong\",\"resource_title\":\"T\",\"owner_org\":\"url-org\",\"resource_url\":\""
                        + NOWHERE + "\",%s}";
        assertThat(client.post("/url", wrong.formatted("\"extras\":{\"file_type\":\"x\"}"))
                        .refused(400))
                .contains("Reserved key error");
        assertThat(client.post(
                                "/url",
                                wrong.formatted("\"file_type\":\"CSV\",\"processing\":{\"header_line\":\"one\"}"))
                        .status())
                .isIn(400, 422);
        assertThat(client.send("PUT", "/url/not-there", "{}").refused(404)).isEqualTo("Resource not found");
    }

    @Test
    void s3_links_services_and_general_datasets() {
        organization("general-org");
        String s3 = client.post(
                        "/s3",
                        "{\"resource_name\":\"bucket\",\"resource_title\":\"B\",\"owner_org\":\"general-org\",\"resource_s3\":\"s3://b/k\"}")
                .expect(201)
                .path("id")
                .asText();
        assertThat(found("bucket").at("/0/resources/0/format").asText()).isEqualTo("s3");
        assertThat(client.send("PUT", "/s3/" + s3, "{\"resource_s3\":\"s3://b/other\"}")
                        .expect(200)
                        .path("message")
                        .asText())
                .isEqualTo("S3 resource updated successfully");
        assertThat(client.send("PUT", "/s3/not-there", "{}").refused(404)).isEqualTo("S3 resource not found");

        String service =
                "{\"service_name\":\"weather\",\"service_title\":\"W\",\"owner_org\":\"%s\",\"service_url\":\"http://example.org/w\","
                        + "\"service_type\":\"API\"}";
        client.post("/services", service.formatted("services")).expect(201);
        assertThat(client.post("/services", service.formatted("services")).refused(409))
                .contains("Duplicate Service");
        client.post("/services", service.formatted("general-org")).refused(422);
        assertThat(found("weather").at("/0/resources/0/format").asText()).isEqualTo("service");

        String id = client.post("/dataset", """
                        {"name":"papers","title":"Papers","owner_org":"general-org","tags":["a"],"extras":{"n":3},
                         "resources":[{"url":"http://example.org/1","name":"one","format":"PDF"},
                                      {"url":"http://example.org/2","name":"two"}]}""").expect(201).path("id").asText();
        client.send(
                        "PATCH",
                        "/dataset/" + id,
                        "{\"resources\":[{\"url\":\"http://example.org/1b\",\"name\":\"one\"},"
                                + "{\"url\":\"http://example.org/3\",\"name\":\"three\"}]}")
                .expect(200);
        JsonNode patched = found("papers").path(0);
        assertThat(patched.at("/extras/n").textValue()).isEqualTo("3");
        assertThat(patched.path("resources").findValuesAsText("url"))
                .containsExactly("http://example.org/1b", "http://example.org/2", "http://example.org/3");
        String two = patched.at("/resources/1/id").asText();
        assertThat(client.get("/resource/" + two)
                        .expect(200)
                        .path("dataset_name")
                        .asText())
                .isEqualTo("papers");
        client.send("PATCH", "/dataset/papers/resource/" + two, "{\"description\":\"the second\"}")
                .expect(200);
        assertThat(client.get("/resources/search?description=SECOND")
                        .expect(200)
                        .path("count")
                        .asInt())
                .isEqualTo(1);
        assertThat(client.delete("/dataset/papers/resource/two")
                        .expect(200)
                        .path("message")
                        .asText())
                .isEqualTo("Resource 'two' deleted successfully");
        client.delete("/dataset/papers/resource/two").refused(404);
        client.send("PUT", "/dataset/" + id, "{\"resources\":[]}").expect(200);
        assertThat(found("papers").at("/0/resources")).isEmpty();
    }

    @Test
    void search_finds_substrings_by_terms_keys_and_forms() {
        organization("search-org");
        for (int day = 1; day <= 3; day++) {
            client.post("/s3", """
                            {"resource_name":"season-%d","resource_title":"Season Number %d","owner_org":"search-org",
                             "resource_s3":"s3://seasons/%d","extras":{"timestamp":"2024-05-0%d","city":"Utah"}}""".formatted(day, day, day, day)).expect(201);
        }
        assertThat(names(found("EASON-2"))).containsExactly("season-2");
        assertThat(names(client.get("/search?terms=season&terms=number%203").expect(200)))
                .containsExactly("season-3");
        assertThat(names(client.get("/search?terms=utah&terms=season-1&keys=city&keys=null")
                        .expect(200)))
                .containsExactly("season-1");
        assertThat(client.get("/search?terms=a&keys=b&keys=c").refused(400))
                .isEqualTo("The number of keys must match the number of terms, or keys must be omitted.");
        client.get("/search").refused(422);
        client.get("/search?terms=a&server=elsewhere").refused(422);
        assertThat(names(client.post("/search", "{\"search_term\":\"season, utah\",\"server\":\"local\"}")
                        .expect(200)))
                .hasSize(3);
        assertThat(names(client.post("/search", "{\"resource_url\":\"s3://seasons/2\"}")
                        .expect(200)))
                .containsExactly("season-2");
        assertThat(names(client.post("/search", "{\"owner_org\":\"search-org\",\"filter_list\":[\"title:Number 1\"]}")
                        .expect(200)))
                .containsExactly("season-1");
        String form = "{\"owner_org\":\"search-org\",\"timestamp\":\"%s\"}";
        assertThat(names(client.post("/search", form.formatted("2024-05-02")).expect(200)))
                .containsExactly("season-2");
        assertThat(names(client.post("/search", form.formatted("<2024-05-01T12:00:00Z"))
                        .expect(200)))
                .containsExactly("season-1");
        assertThat(names(client.post("/search", form.formatted("2024-05-02/")).expect(200)))
                .containsExactly("season-2", "season-3");
    }

    /** A1: what the demonstration notebook does, but the stream runs in the platform. */
    @Test
    void a_filtered_stream_is_made_read_and_deleted_twice() throws Exception {
        organization("stream-org");
        String[] broker = process.fact("Kafka").split(":");
        api.post("/topics", "{\"name\":\"measured\",\"partitions\":1}").expect(201);
        client.post("/kafka", """
                        {"dataset_name":"measured-example","dataset_title":"T","owner_org":"stream-org","kafka_topic":"measured",
                         "kafka_host":"%s","kafka_port":"%s"}""".formatted(broker[0], broker[1])).expect(201);
        StringBuilder records = new StringBuilder();
        for (int n = 0; n < 20; n++) {
            records.append(n == 0 ? "" : ",")
                    .append("{\"value\":{\"n\":")
                    .append(n)
                    .append(",\"measurement\":0.")
                    .append(n % 10)
                    .append("}}");
        }
        api.post("/topics/measured/records", "{\"records\":[" + records + "]}").expect(200);
        String form = "{\"keywords\":\"measured-example\",\"match_all\":true,\"filter_semantics\":[%s]}";

        String refused = client.post("/stream", form.formatted("\"measurement > 0.5\",\"n >\""))
                .refused(400);
        assertThat(refused).contains("filter_semantics/1").contains("character");
        assertThat(client.post("/stream", "{\"keywords\":\"nothing like it\"}").refused(404))
                .isEqualTo("No data streams found matching the criteria.");

        JsonNode made = client.post(
                        "/stream",
                        form.formatted("\"measurement>0.5\",\"IF n >= 10 THEN half = second ELSE half = first\""))
                .expect(201);
        String topic = made.path("topic").asText();
        assertThat(topic).matches("data_stream_admin_\\d+");
        assertThat(made.path("involved_streams")).hasSize(1);
        List<JsonNode> messages = read(topic, 8);
        assertThat(messages).allSatisfy(message -> {
            JsonNode values = message.path("values");
            assertThat(values.path("measurement").asDouble()).isGreaterThan(0.5);
            assertThat(values.path("half").asText()).isEqualTo(values.path("n").asInt() >= 10 ? "second" : "first");
            assertThat(message.at("/stream_info/topic").asText()).isEqualTo("measured");
        });
        assertThat(client.get("/stream/" + topic).expect(200).path("state").asText())
                .isEqualTo("RUNNING");
        assertThat(client.delete("/stream/" + topic).expect(200).path("message").asText())
                .contains("deleted successfully");
        assertThat(client.delete("/stream/" + topic).expect(200).path("message").asText())
                .contains("already deleted");
    }

    /** As the streaming library reads: without a group, from the beginning. */
    private static List<JsonNode> read(String topic, int count) throws Exception {
        Map<String, Object> config = NativeKey.of(api, "read-" + topic)
                .client(Map.of("auto.offset.reset", "earliest", "isolation.level", "read_committed"));
        List<JsonNode> messages = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            consumer.seekToBeginning(consumer.assignment());
            WaitFor.truth("messages of the stream", () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    try {
                        messages.add(Api.JSON.readTree(record.value()));
                    } catch (IOException broken) {
                        throw new UncheckedIOException(broken);
                    }
                });
                return messages.size() >= count;
            });
        }
        return messages;
    }

    @Test
    void who_may_only_look_changes_nothing() {
        organization("guarded");
        client.post(
                        "/s3",
                        "{\"resource_name\":\"guarded-link\",\"resource_title\":\"T\",\"owner_org\":\"guarded\",\"resource_s3\":\"s3://b/k\"}")
                .expect(201);
        api.post("/users", "{\"name\":\"vera\",\"password\":\"correct horse\",\"role\":\"viewer\"}")
                .expect(201);
        NdpClient viewer = client.with(client.with(null)
                .token("vera", PASSWORD)
                .expect(200)
                .path("access_token")
                .asText());
        assertThat(names(viewer.get("/search?terms=guarded-link").expect(200))).containsExactly("guarded-link");
        viewer.delete("/resource/guarded-link").refused(403);
        viewer.delete("/organization/guarded").refused(403);
        viewer.post("/organization", "{\"name\":\"theirs\",\"title\":\"T\"}").refused(403);
        viewer.send("PUT", "/s3/guarded-link", "{}").refused(403);
        assertThat(viewer.get("/user/info").expect(200).path("effective_role").asText())
                .isEqualTo("viewer");
        assertThat(names(found("guarded-link"))).hasSize(1);
    }
}
