package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.deploy.run.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records over HTTP as the Diaspora Event Fabric gives them, by consumers and by actions, at the process as it is started by its users. */
class DiasporaConsumersIT {
    private static final String PASSWORD = "correct horse";
    private static final List<String> WORLDS = List.of("hello world1", "hello world2", "hello world3");

    @TempDir
    static Path directory;

    private static SluiceProcess process;
    private static Api admin;

    @BeforeAll
    static void start() {
        launch();
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    private static void launch() {
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start()
                .awaitReady();
        admin = new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    /** Somebody with an account, in both interfaces. */
    private record User(String name, Api api, Fabric fabric) {
        static User of(String name) {
            Api api = new Api(process.fact("Address")).signIn(name, PASSWORD);
            return new User(name, api, Fabric.of(api, name, PASSWORD));
        }

        static User made(String name) {
            admin.post("/users", "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"editor\"}".formatted(name, PASSWORD))
                    .expect(201);
            return of(name);
        }

        String full(String topic) {
            return fabric.namespace() + "." + topic;
        }

        /** With these values, one after the other in partition 0. */
        void topic(String topic, int partitions) {
            api.post("/topics", "{\"name\":\"%s\",\"partitions\":%d}".formatted(full(topic), partitions))
                    .expect(201);
        }

        void produce(String topic, int partition, String... values) {
            for (String value : values) {
                String record =
                        "{\"records\":[{\"key\":\"k\",\"value\":%s,\"partition\":%d}]}".formatted(value, partition);
                api.post("/topics/" + full(topic) + "/records", record).expect(200);
            }
        }

        Reply consumers(String method, String below, String body) {
            return fabric.sendJson(method, "/v3/" + fabric.namespace() + "/consumers/" + below, body);
        }

        /** Of the group and with the name that the path names. */
        void consumer(String group, String id, String settings) {
            consumers("POST", group, "{\"name\":\"%s\"%s}".formatted(id, settings))
                    .expect(200);
        }

        JsonNode records(String one, int timeout) {
            return consumers("GET", one + "/records?timeout=" + timeout, "").expect(200);
        }

        JsonNode run(String id, String body) {
            return fabric.action("POST", "/run", "{\"request_id\":\"%s\",\"body\":%s}".formatted(id, body))
                    .expect(202);
        }

        JsonNode consume(String id, String topic, String more) {
            return run(id, "{\"action\":\"consume\",\"topic\":\"%s\"%s}".formatted(full(topic), more));
        }

        /** The topic has the three worlds in its one partition. */
        void worlds(String topic) {
            topic(topic, 1);
            WORLDS.forEach(world -> produce(topic, 0, "{\"content\":\"" + world + "\"}"));
        }

        long end(String topic) {
            return api.get("/topics/" + full(topic)).expect(200).path("records").asLong();
        }
    }

    private static String decoded(JsonNode record) {
        return new String(Base64.getDecoder().decode(record.path("value").asText()), StandardCharsets.UTF_8);
    }

    /** D-16, with another process for each half. */
    @Test
    void a_consumer_walks_through_a_topic_and_over_a_restart() {
        User user = User.made("walker");
        user.topic("walk", 1);
        user.produce("walk", 0, "{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        String one = "g/instances/c";
        Reply made = user.consumers(
                "POST", "g", "{\"name\":\"c\",\"format\":\"binary\",\"auto.offset.reset\":\"earliest\"}");
        assertThat(made.expect(200).path("instance_id").asText()).isEqualTo("c");
        assertThat(made.body().path("base_uri").asText()).startsWith("http").endsWith("/consumers/" + one);
        code(user.consumers("POST", "g", "{\"name\":\"c\"}"), 409, 40902);
        code(user.consumers("POST", one + "/subscription", "{\"topics\":[\"none\"]}"), 404, 40401);
        code(user.consumers("POST", one + "/subscription", "{}"), 422, 42204);
        user.consumers("POST", one + "/subscription", "{\"topics\":[\"walk\"]}").expect(204);
        assertThat(user.consumers("GET", one + "/subscription", "").expect(200)).hasToString("{\"topics\":[\"walk\"]}");

        JsonNode records = user.records(one, 5000);
        assertThat(records)
                .extracting(DiasporaConsumersIT::decoded)
                .containsExactly("{\"n\":1}", "{\"n\":2}", "{\"n\":3}");
        assertThat(records.get(2).path("topic").asText()).isEqualTo("walk");
        assertThat(records.get(2).path("offset").asInt()).isEqualTo(2);
        assertThat(user.records(one, 0)).isEmpty();

        assertThat(process.terminate()).isZero();
        launch();
        user = User.of("walker");

        assertThat(user.records(one, 0))
                .as("what was fetched is not fetched again")
                .isEmpty();
        String zero = "{\"partitions\":[{\"topic\":\"walk\",\"partition\":0}]}";
        assertThat(offset(user.consumers("GET", one + "/offsets", zero))).isEqualTo(-1);
        user.consumers("POST", one + "/offsets", "").expect(200);
        assertThat(offset(user.consumers("GET", one + "/offsets", zero))).isEqualTo(3);
        user.consumers("POST", one + "/positions", "{\"offsets\":[{\"topic\":\"walk\",\"partition\":0,\"offset\":1}]}")
                .expect(204);
        assertThat(user.records(one, 5000))
                .extracting(DiasporaConsumersIT::decoded)
                .containsExactly("{\"n\":2}", "{\"n\":3}");
        user.consumers("POST", one + "/positions/end", zero).expect(204);
        assertThat(user.records(one, 0)).isEmpty();
        user.consumers("POST", one + "/positions/beginning", zero).expect(204);
        assertThat(user.records(one, 0)).hasSize(3);

        code(user.consumers("POST", one + "/assignments", zero), 409, 40903);
        user.consumers("DELETE", one + "/subscription", "").expect(204);
        user.consumers("POST", one + "/assignments", zero).expect(204);
        assertThat(user.consumers("GET", one + "/assignments", "").expect(200)).isEqualTo(json(zero));
        assertThat(user.records(one, 0))
                .as("it begins where the group has committed")
                .isEmpty();
        user.consumers("DELETE", one, "").expect(204);
        code(user.consumers("GET", one + "/records", ""), 404, 40403);
        code(user.consumers("DELETE", one, ""), 404, 40403);
    }

    @Test
    void two_of_a_group_share_and_nothing_committed_comes_twice() {
        User user = User.made("sharer");
        user.topic("shared", 2);
        user.produce("shared", 0, "0", "1");
        user.produce("shared", 1, "10", "11");
        user.consumer("s", "a", ",\"format\":\"json\",\"auto.offset.reset\":\"earliest\"");
        user.consumers("POST", "s/instances/a/subscription", "{\"topics\":[\"shared\"]}")
                .expect(204);
        assertThat(values(user.records("s/instances/a", 0))).containsExactlyInAnyOrder("0", "1", "10", "11");
        user.consumers("POST", "s/instances/a/offsets", "{}").expect(200);

        user.consumer("s", "b", ",\"format\":\"json\",\"auto.offset.reset\":\"earliest\"");
        user.consumers("POST", "s/instances/b/subscription", "{\"topics\":[\"shared\"]}")
                .expect(204);
        user.produce("shared", 0, "2");
        user.produce("shared", 1, "12");
        List<String> ofA = values(user.records("s/instances/a", 0));
        List<String> ofB = values(user.records("s/instances/b", 0));

        assertThat(ofA).hasSize(1);
        assertThat(ofB).hasSize(1);
        assertThat(ofA).doesNotContainAnyElementsOf(ofB);
        user.consumers("POST", "s/instances/b/offsets", "").expect(200);
        user.consumers("DELETE", "s/instances/b", "").expect(204);
        assertThat(values(user.records("s/instances/a", 0)))
                .as("the one that is left goes on behind what the other one committed")
                .isEmpty();
    }

    /** A8-2: a pattern is of the names of one's own namespace, whatever is in it. */
    @Test
    void a_pattern_is_anchored_and_stays_in_its_namespace() {
        User ada = User.made("patterns");
        User bob = User.made("neighbour");
        ada.topic("rides", 1);
        ada.topic("rides-2", 1);
        bob.topic("rides", 1);
        bob.produce("rides", 0, "\"bob's\"");
        ada.produce("rides", 0, "\"ada's\"");
        String one = "p/instances/c";
        ada.consumer("p", "c", ",\"format\":\"json\",\"auto.offset.reset\":\"earliest\"");
        ada.consumers(
                        "POST",
                        one + "/subscription",
                        "{\"topic_pattern\":\"rides|" + bob.full("rides") + "|ns-.*|.*neighbour.*\"}")
                .expect(204);
        assertThat(ada.consumers("GET", one + "/subscription", "").expect(200)).hasToString("{\"topics\":[\"rides\"]}");
        assertThat(values(ada.records(one, 0))).containsExactly("\"ada's\"");
        code(
                ada.consumers("POST", one + "/subscription", "{\"topics\":[\"rides\"],\"topic_pattern\":\"a\"}"),
                409,
                40903);
        code(ada.consumers("POST", one + "/subscription", "{\"topic_pattern\":\"(\"}"), 422, 42204);
    }

    @Test
    void a_consumer_is_its_users_and_nobody_elses() {
        User ada = User.made("owner");
        User eve = User.made("stranger");
        ada.topic("mine", 1);
        ada.produce("mine", 0, "\"secret\"");
        ada.consumer("o", "c", "");
        String path = "/v3/" + ada.fabric().namespace() + "/consumers/o/instances/c/records";
        for (Fabric other : List.of(
                eve.fabric().withSubject(ada.fabric().subject()),
                ada.fabric().withSubject(eve.fabric().subject()),
                ada.fabric().withToken("x".repeat(40)),
                ada.fabric().withSubject(""))) {
            Reply reply = other.sendJson("GET", path, "");
            code(reply, 401, 40101);
            assertThat(reply.body().toString()).doesNotContain("secret");
        }
        code(eve.fabric().sendJson("GET", path, ""), 404, 40403);
        String escape = "/v3/" + eve.fabric().namespace() + "/consumers/o";
        eve.fabric().sendJson("POST", escape, "{\"name\":\"c\"}").expect(200);
        code(
                eve.fabric()
                        .sendJson(
                                "POST",
                                escape + "/instances/c/subscription",
                                "{\"topics\":[\"" + ada.full("mine") + "\"]}"),
                404,
                40401);
    }

    /** A7-1, A7-2, A7-11, A7-12, A7-14, and what comes after an end. */
    @Test
    void records_are_produced_once_for_each_request() {
        User user = User.made("producer");
        User other = User.made("rival");
        user.topic("sent", 1);
        other.topic("theirs", 1);
        String three = "[{\"content\":\"a\"},{\"content\":\"b\"},{\"content\":\"c\"}]";
        String body = "{\"action\":\"produce\",\"topic\":\"%s\",\"keys\":\"k\",\"msgs\":%s}"
                .formatted(user.full("sent"), three);
        JsonNode done = user.run("p-1", body);
        assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.path("creator_id").asText())
                .isEqualTo("urn:globus:auth:identity:" + user.fabric().subject());
        assertThat(names(done.path("details"))).containsExactly("0-0", "0-1", "0-2");

        JsonNode again = user.run("p-1", body);
        assertThat(again).isEqualTo(done);
        assertThat(user.end("sent")).isEqualTo(3);
        Reply differs = user.fabric()
                .action(
                        "POST",
                        "/run",
                        "{\"request_id\":\"p-1\",\"body\":%s}".formatted(body.replace("\"k\"", "\"q\"")));
        assertThat(differs.expect(409).path("code").asText()).isEqualTo("ActionConflict");

        failed(user.run("p-2", body.replace("\"keys\":\"k\"", "\"keys\":[\"k\",\"l\"]")), "must match");
        failed(user.run("p-3", body.replace(three, "[]")), "empty");
        failed(user.run("p-4", body.replace(",\"msgs\":" + three, "")), "missing msgs");
        failed(user.run("p-5", body.replace(user.full("sent"), other.full("theirs"))), "");
        failed(user.run("p-6", body.replace(user.full("sent"), user.full("none"))), "");
        assertThat(other.end("theirs")).isZero();
        assertThat(user.end("sent")).isEqualTo(3);
        Reply malformed = user.fabric()
                .action(
                        "POST",
                        "/run",
                        "{\"request_id\":\"p-7\",\"body\":{\"action\":\"eat\",\"topic\":\"t\",\"more\":1}}");
        assertThat(malformed.expect(422).path("code").asText()).isEqualTo("RequestValidationError");

        String id = "/" + done.path("action_id").asText();
        assertThat(other.fabric()
                        .action("GET", id + "/status", "")
                        .expect(404)
                        .path("code")
                        .asText())
                .isEqualTo("ActionNotFound");
        assertThat(user.fabric().action("GET", id + "/status", "").expect(200)).isEqualTo(done);
        assertThat(user.fabric().action("POST", id + "/cancel", "").expect(200)).isEqualTo(done);
        user.fabric().action("POST", id + "/release", "").expect(200);
        user.fabric().action("GET", id + "/status", "").expect(404);
        Reply released = user.fabric().action("POST", "/run", "{\"request_id\":\"p-1\",\"body\":%s}".formatted(body));
        assertThat(released.expect(409).path("code").asText()).isEqualTo("ActionConflict");
        assertThat(user.end("sent")).isEqualTo(3);
    }

    /** A7-3 to A7-9. */
    @Test
    void records_are_consumed_through_filters() {
        User user = User.made("filters");
        user.worlds("worlds");
        user.produce("worlds", 0, "17", "\"hello world1\"", "{\"content\":[\"hello world1\"]}");
        assertThat(contents(user.consume("c-0", "worlds", ""))).containsAll(WORLDS);
        assertThat(wanted(user, "{\"content\":[{\"prefix\":\"hello world1\"}]}"))
                .containsExactly("hello world1");
        assertThat(wanted(user, "{\"content\":[{\"suffix\":\"world2\"}]}")).containsExactly("hello world2");
        assertThat(wanted(user, "{\"content\":[{\"prefix\":\"hello\",\"suffix\":\"world2\"}]}"))
                .containsExactly("hello world2");
        assertThat(wanted(user, "{\"content\":[{\"prefix\":\"hello world1\"},{\"suffix\":\"hello world2\"}]}"))
                .containsExactly("hello world1", "hello world2");
        assertThat(contents(user.consume(
                        "c-or",
                        "worlds",
                        ",\"filters\":[{\"Pattern\":{\"value\":{\"content\":[{\"suffix\":\"1\"}]}}},"
                                + "{\"Pattern\":{\"value\":{\"content\":[{\"suffix\":\"3\"}]}}}]")))
                .containsExactly("hello world1", "hello world3");
        assertThat(active(user, "{\"content\":[{\"prefix\":\"hello\"}],\"other\":[{\"prefix\":\"a\"}]}"))
                .as("several fields must all match")
                .isTrue();
        failed(
                user.consume(
                        "c-bad",
                        "worlds",
                        ",\"filters\":[{\"Pattern\":{\"value\":{\"content\":[\"hello world1\"]}}},{\"BadPattern\":{}}]"),
                "Pattern");
        failed(
                user.consume(
                        "c-unknown",
                        "worlds",
                        ",\"filters\":[{\"Pattern\":{\"value\":{\"content\":[{\"sounds-like\":\"hello\"}]}}}]"),
                "expected prefix");
        failed(user.consume("c-servers", "worlds", ",\"servers\":\"broker.example:9092\""), "servers");
    }

    /** A7-10, and that a restart does not matter to it. */
    @Test
    void a_group_goes_on_where_it_was_and_asking_again_finds_what_came() {
        User user = User.made("grouped");
        user.worlds("grouped");
        String group = ",\"group_id\":\"g\"";
        assertThat(contents(user.consume("g-1", "grouped", group))).containsExactlyElementsOf(WORLDS);
        JsonNode waiting = user.consume("g-2", "grouped", group);
        assertThat(waiting.path("status").asText()).isEqualTo("ACTIVE");
        WORLDS.forEach(world -> user.produce("grouped", 0, "{\"content\":\"" + world + "\"}"));
        String id = "/" + waiting.path("action_id").asText();
        JsonNode found = user.fabric().action("GET", id + "/status", "").expect(200);
        assertThat(found.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(contents(found)).containsExactlyElementsOf(WORLDS);
        assertThat(user.fabric().action("GET", id + "/status", "").expect(200)).isEqualTo(found);

        JsonNode idle = user.consume("g-3", "grouped", group);
        String other = "/" + idle.path("action_id").asText();
        assertThat(user.fabric().action("POST", other + "/release", "").status())
                .isEqualTo(409);
        for (int i = 0; i < 2; i++) {
            failed(user.fabric().action("POST", other + "/cancel", "").expect(200), "Canceled by user request");
        }
    }

    /** A7-13, A7-14. */
    @Test
    void records_before_a_time_and_of_others_are_not_consumed() {
        User user = User.made("times");
        User other = User.made("hidden");
        user.topic("times", 1);
        long hours = Instant.now().minus(2, ChronoUnit.HOURS).toEpochMilli();
        String old = "{\"records\":[{\"value\":{\"content\":\"old\"},\"timestamp\":%d}]}".formatted(hours);
        user.api().post("/topics/" + user.full("times") + "/records", old).expect(200);
        user.produce("times", 0, "{\"content\":\"new\"}");
        long hour = Instant.now().minus(1, ChronoUnit.HOURS).toEpochMilli();
        assertThat(contents(user.consume("t-1", "times", ",\"ts\":" + hour))).containsExactly("new");
        assertThat(contents(user.consume("t-2", "times", ",\"group_id\":\"t\",\"ts\":" + hour)))
                .containsExactly("new");
        JsonNode refused = other.run("t-3", "{\"action\":\"consume\",\"topic\":\"%s\"}".formatted(user.full("times")));
        failed(refused, "");
        assertThat(refused.toString()).doesNotContain("\"new\"");
    }

    @Test
    void the_provider_says_what_it_takes_and_refuses_who_is_not_known() {
        User user = User.made("reader");
        JsonNode schema = user.fabric().action("GET", "/", "").expect(200).path("input_schema");
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
        assertThat(user.fabric().withToken("").action("GET", "/", "").status()).isEqualTo(401);
    }

    private static List<String> wanted(User user, String value) {
        return contents(user.consume(
                "f-" + value.hashCode(), "worlds", ",\"filters\":[{\"Pattern\":{\"value\":" + value + "}}]"));
    }

    private static boolean active(User user, String value) {
        return user.consume("f-" + value.hashCode(), "worlds", ",\"filters\":[{\"Pattern\":{\"value\":" + value + "}}]")
                .path("status")
                .asText()
                .equals("ACTIVE");
    }

    private static List<String> contents(JsonNode action) {
        assertThat(action.path("status").asText()).as("%s", action).isEqualTo("SUCCEEDED");
        List<String> contents = new ArrayList<>();
        action.path("details")
                .forEach(lane -> lane.forEach(record -> {
                    assertThat(record.path("timestampType").asText()).isEqualTo("CREATE_TIME");
                    if (record.at("/value/content").isTextual()) {
                        contents.add(record.at("/value/content").asText());
                    }
                }));
        return contents;
    }

    private static void failed(JsonNode action, String error) {
        assertThat(action.path("status").asText()).as("%s", action).isEqualTo("FAILED");
        assertThat(action.at("/details/error").asText()).isNotBlank().contains(error);
    }

    private static void code(Reply reply, int status, int code) {
        assertThat(reply.expect(status).path("error_code").asInt())
                .as("%s", reply.body())
                .isEqualTo(code);
        assertThat(reply.body().path("message").asText()).isNotBlank();
    }

    private static long offset(Reply reply) {
        return reply.expect(200).at("/offsets/0/offset").asLong();
    }

    private static List<String> values(JsonNode records) {
        return records.findValuesAsText("value");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static JsonNode json(String text) {
        try {
            return Api.JSON.readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
