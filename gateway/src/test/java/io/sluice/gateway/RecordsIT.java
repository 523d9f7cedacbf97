package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import io.sluice.contract.Topics;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordsIT {
    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
    }

    private String records(String topic) {
        return "/api/v1/topics/" + topic + "/records";
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Test
    void a_json_value_is_stored_and_shown_byte_for_byte() {
        String topic = kafka.newTopic("bytes", 1);
        List<String> values = List.of(
                "9007199254740993",
                "1234567890123456789012345678901234567890.1234567890123456789012345678901234567890",
                "1e400",
                "-0.0",
                "1.10",
                "{\"z\":1, \"a\" : [1 ,2], \"z2\":\"é\\u00e9🚀\"}",
                "\"text\"",
                "true",
                "[]",
                "{\"deep\":{\"n\":9007199254740993,\"d\":0.10000000000000000000000000000000000001}}");
        StringBuilder body = new StringBuilder("{ \"records\" : [");
        for (String value : values) {
            body.append(body.length() > 20 ? "," : "")
                    .append("{\"key\":\"k\", \"value\" : ")
                    .append(value)
                    .append(" }");
        }
        Reply produced = gateway.post(records(topic), body + "]}");
        assertThat(produced.status()).as(produced.text()).isEqualTo(200);
        assertThat(produced.json().path("offsets")).hasSize(values.size());
        List<String> stored = kafka.read(topic, values.size()).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
        assertThat(stored).isEqualTo(values);
        String page = gateway.get(records(topic)).text();
        values.forEach(value -> assertThat(page).contains("\"value\":" + value + "}"));
    }

    @Test
    void a_record_that_its_topic_does_not_take_is_a_fault_of_the_request() {
        String topic = "compacted-" + UUID.randomUUID();
        kafka.createTopic(topic, 1, Map.of("cleanup.policy", "compact"));

        Reply refused = gateway.post(records(topic), "{\"records\":[{\"value\":1}]}");
        Reply taken = gateway.post(records(topic), "{\"records\":[{\"key\":\"k\",\"value\":1}]}");

        assertThat(refused.status()).as(refused.text()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains("0 of 1 records were written");
        assertThat(taken.status()).as(taken.text()).isEqualTo(200);
    }

    @Test
    void other_values_tombstones_headers_and_places_are_kept() {
        String topic = kafka.newTopic("others", 2);
        Reply produced = gateway.post(
                records(topic),
                "{\"records\":["
                        + "{\"value_text\":\"not json\",\"partition\":1,\"timestamp\":1000,\"headers\":{\"h\":\"v\",\"n\":null}},"
                        + "{\"value_base64\":\"/wAB\",\"partition\":1,\"timestamp\":2000,\"headers\":[]},"
                        + "{\"key\":\"gone\",\"value\":null,\"partition\":1,\"timestamp\":3000}]}");
        assertThat(produced.json().path("offsets").findValuesAsText("partition"))
                .containsOnly("1");
        JsonNode items = gateway.get(records(topic)).json().path("items");
        assertThat(items.get(0).path("value_text").asText()).isEqualTo("not json");
        assertThat(items.get(0).at("/headers/h").asText()).isEqualTo("v");
        assertThat(items.get(1).path("value_base64").asText()).isEqualTo("/wAB");
        assertThat(items.get(2).get("value").isNull()).isTrue();
        assertThat(items.get(2).path("key").asText()).isEqualTo("gone");
        assertThat(items.findValuesAsText("timestamp")).containsExactly("1000", "2000", "3000");
        ConsumerRecord<byte[], byte[]> tombstone = kafka.read(topic, 3).get(2);
        assertThat(tombstone.value()).isNull();
    }

    @Test
    void faulty_records_are_refused_before_any_is_written() {
        String topic = kafka.newTopic("faulty", 1);
        for (String body : List.of(
                "{}",
                "{\"records\":[]}",
                "{\"records\":{}}",
                "{\"records\":[1]}",
                "{\"records\":[{}]}",
                "{\"records\":[{\"value\":1,\"value_text\":\"x\"}]}",
                "{\"records\":[{\"value\":1},{\"value\":1,\"partition\":1}]}",
                "{\"records\":[{\"value\":1},{\"value\":1,\"key\":5}]}",
                "{\"records\":[{\"value_base64\":\"***\"}]}",
                "{\"records\":[{\"value\":1,\"valeu\":2}]}",
                "{\"records\":[{\"value\":{\"a\":}}]}",
                "{\"records\":[{\"value\":1}]} x",
                "{\"records\":[{\"value\":1}],\"more\":1}")) {
            assertThat(gateway.post(records(topic), body).status()).as(body).isEqualTo(400);
        }
        Reply reply = gateway.post(records(topic), "{\"records\":[{\"value\":1},{\"value\":1,\"partition\":1}]}");
        assertThat(reply.json().at("/violations/0/pointer").asText()).isEqualTo("/records/1/partition");
        assertThat(gateway.get(records(topic)).json().path("items")).isEmpty();
    }

    @Test
    void the_right_to_write_and_to_read_is_asked_for_first() {
        String topic = kafka.newTopic("rights", 1);
        assertThat(gateway.post(records("not-there"), "{\"records\":[{\"value\":1}]}")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.get(records("not-there")).status()).isEqualTo(404);
        gateway.peers().refuse(Topics.AUTHORIZE, new Problem.Forbidden("It belongs to ada."));
        assertThat(gateway.post(records(topic), "not even json").status()).isEqualTo(403);
        assertThat(gateway.get(records(topic)).status()).isEqualTo(403);
        assertThat(kafka.produce(topic, 0, null, "first").offset()).isZero();
    }

    @Test
    void pages_over_several_partitions_lose_and_repeat_nothing() {
        String topic = kafka.newTopic("pages", 3);
        int count = 500;
        // The first of each partition is waited for: a flood into a topic that is just being made may come out of
        // order.
        for (int i = 0; i < 3; i++) {
            kafka.produce(new ProducerRecord<>(topic, i, 1_000_000L + i, null, TestKafka.bytes("{\"n\":" + i + "}")));
        }
        for (int i = 3; i < count; i++) {
            kafka.send(
                    new ProducerRecord<>(topic, i % 7 % 3, 1_000_000L + i, null, TestKafka.bytes("{\"n\":" + i + "}")));
        }
        kafka.flush();
        List<Integer> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = gateway.get(records(topic) + "?limit=37" + cursor).json();
            page.path("items").forEach(item -> seen.add(item.at("/value/n").asInt()));
            String next = page.path("next").asText("");
            assertThat(page.path("reason").asText()).isEqualTo(page.path("next").isNull() ? "end" : "limit");
            cursor = page.path("next").isNull() ? "" : "&cursor=" + next;
            if (pages++ == 2) {
                // What comes later is behind the end that the first page set.
                kafka.produce(new ProducerRecord<>(topic, 0, 1L, null, TestKafka.bytes("{\"n\":-1}")));
            }
        } while (!cursor.isEmpty());
        assertThat(seen).hasSize(count).isSorted().doesNotHaveDuplicates();
        assertThat(pages).isEqualTo(14);
    }

    @Test
    void a_page_says_how_far_it_got_and_that_can_be_gone_on_from() {
        String topic = kafka.newTopic("until", 2);
        kafka.produce(topic, 0, null, "{\"n\":0}");
        kafka.produce(topic, 1, null, "{\"n\":1}");
        kafka.produce(topic, 0, null, "{\"n\":2}");
        JsonNode page = gateway.get(records(topic)).json();
        assertThat(page.path("until").asText()).isEqualTo("offsets:0=2,1=1");
        assertThat(page.path("scanned").asInt()).isEqualTo(3);
        kafka.produce(topic, 1, null, "{\"n\":3}");
        JsonNode later = gateway.get(
                        records(topic) + "?from=" + page.path("until").asText())
                .json();
        assertThat(later.path("items").findValuesAsText("n")).containsExactly("3");
        JsonNode last = gateway.get(records(topic) + "?from=last:2").json();
        assertThat(last.path("items").findValuesAsText("n")).containsExactly("2", "3");
    }

    @Test
    void a_filter_and_a_projection_choose_and_what_cannot_be_judged_is_counted() {
        String topic = kafka.newTopic("filtered", 1);
        kafka.produce(topic, "{\"a\":1,\"b\":2}", "not json", "{\"a\":5,\"b\":9007199254740993}");
        JsonNode page = gateway.get(records(topic) + "?where=" + encode("a > 2") + "&select=b")
                .json();
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.at("/items/0/value").toString()).isEqualTo("{\"b\":9007199254740993}");
        assertThat(page.path("scanned").asInt()).isEqualTo(3);
        assertThat(page.path("errors").asInt()).isEqualTo(1);
        Reply faulty = gateway.get(records(topic) + "?where=" + encode("a >"));
        assertThat(faulty.status()).isEqualTo(400);
        assertThat(faulty.json().at("/violations/0/position").asInt()).isEqualTo(3);
    }

    @Test
    void a_long_scan_stops_at_its_limit_and_goes_on_from_there() {
        String topic = kafka.newTopic("limits", 1);
        kafka.produce(topic, "{\"n\":0}");
        for (int i = 1; i < 250; i++) {
            kafka.send(new ProducerRecord<>(topic, null, TestKafka.bytes("{\"n\":" + i + "}")));
        }
        kafka.flush();
        BrowseLimits small = new BrowseLimits(100, 1 << 20, Duration.ofSeconds(5), 1 << 20, 1, 1);
        GatewayVerticle verticle = new GatewayVerticle(Gateway.config(small));
        String id = gateway.vertx().deployVerticle(verticle).await();
        String path = records(topic) + "?where=" + encode("n = 249");
        JsonNode page = gateway.send(verticle.actualPort(), authorized(path)).json();
        assertThat(page.path("reason").asText()).isEqualTo("scan_limit");
        assertThat(page.path("items")).isEmpty();
        String next = path + "&cursor=" + page.path("next").asText();
        page = gateway.send(verticle.actualPort(), authorized(next)).json();
        assertThat(page.path("until").asText()).isEqualTo("offsets:0=200");
        next = path + "&cursor=" + page.path("next").asText();
        page = gateway.send(verticle.actualPort(), authorized(next)).json();
        assertThat(page.path("items")).hasSize(1);
        assertThat(page.path("reason").asText()).isEqualTo("end");
        gateway.vertx().undeploy(id).await();
    }

    private java.net.http.HttpRequest.Builder authorized(String path) {
        return Gateway.request(path).header("Authorization", "Bearer " + gateway.token("viewer"));
    }

    @Test
    void holes_of_transactions_do_not_stop_a_page() {
        String topic = kafka.newTopic("holes", 1);
        try (org.apache.kafka.clients.producer.KafkaProducer<byte[], byte[]> producer =
                new org.apache.kafka.clients.producer.KafkaProducer<>(
                        java.util.Map.of("bootstrap.servers", kafka.bootstrap(), "transactional.id", topic),
                        new org.apache.kafka.common.serialization.ByteArraySerializer(),
                        new org.apache.kafka.common.serialization.ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, TestKafka.bytes("1")));
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(topic, TestKafka.bytes("2")));
            producer.abortTransaction();
        }
        JsonNode page = gateway.get(records(topic)).json();
        assertThat(page.path("items").findValuesAsText("value")).containsExactly("1");
        assertThat(page.path("reason").asText()).isEqualTo("end");
        assertThat(gateway.get(records(topic) + "/0/2").status()).isEqualTo(404);
    }

    @Test
    void one_record_is_shown_whole_and_a_place_without_one_is_404() {
        String topic = kafka.newTopic("one", 1);
        String large = "{\"t\":\"" + "x".repeat(100_000) + "\"}";
        kafka.produce(topic, "1", large);
        assertThat(gateway.get(records(topic) + "/0/1").text()).contains("\"value\":" + large + "}");
        for (String place : List.of("/0/2", "/0/99999999999", "/1/0", "/0/-1", "/x/0", "/99999999999/0")) {
            assertThat(gateway.get(records(topic) + place).status()).as(place).isEqualTo(404);
        }
    }

    @Test
    void a_cursor_is_good_for_its_topic_only() {
        String topic = kafka.newTopic("cursor", 1);
        String other = kafka.newTopic("cursor", 1);
        kafka.produce(topic, "1", "2", "3");
        String next =
                gateway.get(records(topic) + "?limit=1").json().path("next").asText();
        assertThat(gateway.get(records(topic) + "?limit=1&cursor=" + next)
                        .json()
                        .at("/items/0/value")
                        .asInt())
                .isEqualTo(2);
        assertThat(gateway.get(records(other) + "?cursor=" + next).status()).isEqualTo(400);
        for (String made : List.of("x", "e30", "%00", "bnVsbA", "W10")) {
            assertThat(gateway.get(records(topic) + "?cursor=" + made).status())
                    .as(made)
                    .isEqualTo(400);
        }
        assertThat(gateway.get(records(topic) + "?from=offsets:7=0").status()).isEqualTo(400);
        assertThat(gateway.get(records(topic) + "?until=never").status()).isEqualTo(400);
    }

    @Test
    void a_sample_shows_the_newest_records_and_their_schema() {
        String topic = kafka.newTopic("sample", 1);
        kafka.produce(
                topic,
                "{\"old\":1}",
                "{\"t\":\"2026-01-02T03:04:05Z\",\"n\":1,\"loc\":{\"lat\":1.5},\"a b\":true,\"x\":null}",
                "{\"t\":\"2026-01-02T03:04:06Z\",\"n\":2.5,\"loc\":{\"lat\":2},\"x\":\"s\"}");
        gateway.peers().answer(Catalog.FIND_DATASET, ResourcesIT.generator(topic));
        JsonNode sample = gateway.get("/api/v1/datasets/any/sample?limit=2").json();
        assertThat(sample.path("scanned").asInt()).isEqualTo(2);
        JsonNode fields = sample.at("/schema/fields");
        assertThat(fields.findValuesAsText("path")).containsExactly("t", "n", "loc.lat", "\"a b\"", "x");
        assertThat(fields.findValuesAsText("type"))
                .containsExactly("timestamp", "number", "number", "boolean", "string");
        assertThat(fields.get(3).path("present").asDouble()).isEqualTo(0.5);
        assertThat(fields.get(1).path("distinct").asInt()).isEqualTo(2);
    }

    @Test
    void a_filter_is_explained_and_judges_the_newest_records() {
        String topic = kafka.newTopic("check", 1);
        kafka.produce(topic, "{\"a\":1}", "{\"a\":3}", "no");
        Reply reply = gateway.post(
                "viewer",
                "/api/v1/filters/check",
                "{\"where\":\"a > 2\",\"source\":{\"topic\":\"" + topic + "\"},\"sample\":10}");
        assertThat(reply.json().path("ok").asBoolean()).isTrue();
        assertThat(reply.json().path("fields").get(0).asText()).isEqualTo("a");
        assertThat(reply.json().path("tree").isObject()).isTrue();
        assertThat(reply.json().path("verdicts").findValuesAsText("verdict"))
                .containsExactly("no_match", "match", "error");
        JsonNode faulty =
                gateway.post("/api/v1/filters/check", "{\"where\":\"a >\"}").json();
        assertThat(faulty.path("ok").asBoolean()).isFalse();
        assertThat(faulty.at("/errors/0/position").asInt()).isEqualTo(3);
        assertThat(faulty.path("tree").isNull()).isTrue();
        assertThat(gateway.post("/api/v1/filters/check", "{\"where\":\"a=1\",\"source\":{\"topic\":\"gone\"}}")
                        .status())
                .isEqualTo(404);
        assertThat(gateway.post("/api/v1/filters/check", "{\"where\":\"a=1\",\"source\":{}}")
                        .status())
                .isEqualTo(400);
    }
}
