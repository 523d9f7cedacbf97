package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Violation;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NDP rules in requests. */
class FilterRulesIT {
    private static final String STRUCTURED =
            "{\"type\":\"comparison\",\"column\":\"y\",\"op\":\"lt\",\"value\":12345678901234567890.123}";

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
    }

    @Test
    void a_stream_is_made_and_shown_with_its_rules_as_they_were_given() {
        Definition made = new Definition(
                List.of(), true, List.of(), List.of("rides"), "a > 1", "", "latest", List.of("x>5", STRUCTURED));
        gateway.peers().answer(Streams.CREATE, stream(made));

        Reply reply = gateway.post(
                "/api/v1/streams",
                "{\"source\":{\"topics\":[\"rides\"]},\"where\":\"a > 1\",\"filters\":[\"x>5\"," + STRUCTURED + "]}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(gateway.peers().asked(Streams.CreateStream.class).source()).isEqualTo(made);
        JsonNode filters = reply.json().at("/source/filters");
        assertThat(filters.get(0).asText()).isEqualTo("x>5");
        assertThat(filters.get(1).toString()).isEqualTo(STRUCTURED);
        gateway.post("/api/v1/streams", "{\"source\":{\"topics\":[\"rides\"],\"filters\":[\"y = a\"]}}");
        assertThat(gateway.peers().asked(Streams.CreateStream.class).source().filters())
                .containsExactly("y = a");
    }

    @Test
    void a_bad_rule_is_refused_at_its_place() {
        JsonNode text = refused("{\"source\":{\"topics\":[\"t\"]},\"filters\":[\"x > 1\",\"x >> 1\"]}");
        JsonNode structured = refused("{\"source\":{\"topics\":[\"t\"],\"filters\":[{\"type\":\"comparison\","
                + "\"column\":\"x\",\"op\":\"between\",\"value\":3}]}}");
        JsonNode number = refused("{\"source\":{\"topics\":[\"t\"]},\"filters\":[7]}");
        JsonNode list = refused("{\"source\":{\"topics\":[\"t\"]},\"filters\":\"x > 1\"}");
        JsonNode twice = refused("{\"source\":{\"topics\":[\"t\"],\"filters\":[]},\"filters\":[]}");

        assertThat(text.path("pointer").asText()).isEqualTo("/filters/1");
        assertThat(text.path("position").asInt()).isEqualTo(3);
        assertThat(structured.path("pointer").asText()).isEqualTo("/source/filters/0/value");
        assertThat(number.path("pointer").asText()).isEqualTo("/filters/0");
        assertThat(list.path("pointer").asText()).isEqualTo("/filters");
        assertThat(twice.path("pointer").asText()).isEqualTo("/filters");
    }

    @Test
    void rules_are_explained_and_judge_the_newest_records() {
        TestKafka kafka = TestKafka.shared();
        String topic = kafka.newTopic("rules", 1);
        kafka.produce(topic, "{\"v\":9}", "{\"v\":1}", "{\"v\":9}", "no", "{\"v\":0}");

        JsonNode checked = gateway.post(
                        "/api/v1/filters/check",
                        "{\"where\":\"v < 100\",\"filters\":[\"window_filter(2, mean, v > 4)\",\"IF v > 5 THEN a = high\"],"
                                + "\"source\":{\"topic\":\"" + topic + "\"}}")
                .json();

        assertThat(checked.path("ok").asBoolean()).isTrue();
        assertThat(checked.path("fields")).extracting(JsonNode::asText).containsExactly("v");
        assertThat(checked.at("/tree/type").asText()).isEqualTo("pipeline");
        assertThat(checked.at("/tree/steps/1/windows/0/rows").asInt()).isEqualTo(2);
        assertThat(checked.path("verdicts").findValuesAsText("verdict"))
                .containsExactly("no_match", "match", "match", "error", "match");
    }

    @Test
    void what_is_wrong_with_rules_is_told_by_rule() {
        JsonNode checked = gateway.post(
                        "/api/v1/filters/check", "{\"filters\":[\"x > 1\",\"IF x THEN y = 1\",{\"type\":\"sort\"}]}")
                .json();

        assertThat(checked.path("ok").asBoolean()).isFalse();
        assertThat(checked.path("tree").isNull()).isTrue();
        assertThat(checked.at("/errors/0/in").asText()).isEqualTo("filters");
        assertThat(checked.at("/errors/0/pointer").asText()).isEqualTo("/filters/1");
        assertThat(checked.at("/errors/0/position").asInt()).isEqualTo(5);
        assertThat(checked.at("/errors/1/pointer").asText()).isEqualTo("/filters/2/type");
    }

    @Test
    void a_window_outside_of_a_stream_is_refused_with_a_reason() {
        JsonNode checked = gateway.post("/api/v1/filters/check", "{\"where\":\"window_filter(3, mean, v > 4)\"}")
                .json();

        assertThat(checked.at("/errors/0/message").asText())
                .isEqualTo("there is no function 'window_filter': windows are for streams, among their filters");
    }

    @Test
    void credentials_are_sealed_and_batch_mode_is_handed_on() {
        Definition made = new Definition(
                        List.of(), true, List.of("quakes"), List.of(), "", "", "latest", List.of("x > 1"))
                .withBatchMode(true);
        gateway.peers().answer(Streams.CREATE, stream(made));

        Reply reply = gateway.post(
                "/api/v1/streams",
                "{\"source\":{\"datasets\":[\"quakes\"]},\"filters\":[\"x > 1\"],\"batch_mode\":true,"
                        + "\"credentials\":{\"username\":\"ada\",\"password\":\"s3cret-word\"}}");

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.json().at("/source/batch_mode").asBoolean()).isTrue();
        assertThat(reply.text()).doesNotContain("s3cret-word").doesNotContain("\"credentials\"");
        Streams.CreateStream asked = gateway.peers().asked(Streams.CreateStream.class);
        assertThat(asked.source()).isEqualTo(made);
        assertThat(asked.credentials()).containsOnlyKeys("username", "password");
        assertThat(asked.credentials().values())
                .extracting(Sealed::text)
                .noneMatch(text -> text.contains("ada") || text.contains("s3cret"));
        assertThat(refused("{\"source\":{\"datasets\":[\"d\"]},\"credentials\":{\"username\":\"ada\"}}")
                        .path("pointer")
                        .asText())
                .isEqualTo("/credentials/password");
        assertThat(refused("{\"source\":{\"datasets\":[\"d\"]},\"batch_mode\":\"yes\"}")
                        .path("pointer")
                        .asText())
                .isEqualTo("/batch_mode");
    }

    @Test
    void a_column_that_a_dataset_cannot_have_is_refused_where_it_was_written() {
        Violation late = new Violation("/source/filters/0", "there is no column 'y'; the columns are x", 7);
        gateway.peers().refuse(Streams.CREATE, Problem.Invalid.of(List.of(late)));

        JsonNode beside = refused("{\"source\":{\"datasets\":[\"d\"]},\"filters\":[\"x > 1 AND y > 2\"]}");
        JsonNode inside = refused("{\"source\":{\"datasets\":[\"d\"],\"filters\":[\"x > 1 AND y > 2\"]}}");

        assertThat(beside.path("pointer").asText()).isEqualTo("/filters/0");
        assertThat(beside.path("position").asInt()).isEqualTo(7);
        assertThat(inside.path("pointer").asText()).isEqualTo("/source/filters/0");
    }

    @Test
    void the_older_api_takes_credentials_and_tells_the_place_of_a_bad_rule() {
        gateway.peers().answer(Catalog.MATCH_DATASETS, new Catalog.Datasets(List.of(ResourcesIT.generator("quakes"))));
        gateway.peers()
                .answer(
                        Streams.CREATE,
                        stream(new Definition(List.of(), true, List.of("quakes"), List.of(), "", "", "earliest")));
        String body = "{\"keywords\":\"quakes\",\"filter_semantics\":[\"x>1\"],\"batch_mode\":true,"
                + "\"username\":\"ada\",\"password\":\"s3cret-word\"}";

        Reply made = gateway.post("/ndp/stream", body);
        Streams.CreateStream asked = gateway.peers().asked(Streams.CreateStream.class);
        gateway.peers()
                .refuse(
                        Streams.CREATE,
                        Problem.Invalid.of(List.of(new Violation("/source/filters/0", "there is no column 'x'", 0))));
        Reply late = gateway.post("/ndp/stream", body);

        assertThat(made.status()).isEqualTo(201);
        assertThat(asked.credentials()).containsOnlyKeys("username", "password");
        assertThat(asked.source().batchMode()).isTrue();
        assertThat(late.status()).isEqualTo(400);
        assertThat(late.json().path("detail").asText()).contains("filter_semantics/0", "there is no column 'x'");
    }

    private JsonNode refused(String body) {
        Reply reply = gateway.post("/api/v1/streams", body);
        assertThat(reply.status()).as(body).isEqualTo(400);
        return reply.json().at("/violations/0");
    }

    private static Streams.Stream stream(Definition source) {
        return new Streams.Stream(
                UUID.randomUUID(),
                "s",
                "s",
                null,
                null,
                Streams.State.RUNNING,
                null,
                List.of(new Streams.StreamSource("rides", null)),
                source,
                "admin-user",
                Instant.parse("2026-01-02T03:04:05Z"),
                new Streams.Stats(0, 0, 0, 0, 0));
    }
}
