package io.sluice.deploy.run;

import static io.sluice.deploy.run.NativeClients.consumer;
import static io.sluice.deploy.run.NativeClients.isRefused;
import static io.sluice.deploy.run.NativeClients.producer;
import static io.sluice.deploy.run.NativeClients.read;
import static io.sluice.deploy.run.NativeClients.readAll;
import static io.sluice.deploy.run.NativeClients.send;
import static io.sluice.deploy.run.NativeClients.topics;
import static io.sluice.deploy.run.NativeClients.untilItFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.deploy.run.Api.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients of the Diaspora Event Fabric ask for, at the process as it is started by its users, with Kafka clients and the keys they are told. */
class DiasporaIT {
    private static final String PASSWORD = "correct horse";
    private static final String MESSAGE = "{\"message\":\"Synchronous message from Diaspora SDK\"}";

    @TempDir
    static Path directory;

    private static SluiceProcess process;
    private static Api admin;

    /** Somebody with an account, in both interfaces. */
    private record User(String name, Api api, Fabric fabric) {
        NativeKey key() {
            NativeKey key = fabric.key(api, name);
            WaitFor.truth("Kafka knows the key", () -> catchThrowable(() -> topics(key)) == null);
            return key;
        }

        String full(String topic) {
            return fabric.namespace() + "." + topic;
        }
    }

    @BeforeAll
    static void start() {
        process = SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_QUOTAS_TOPIC_PARTITIONS", "4")
                .start()
                .awaitReady();
        admin = new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    /** D-1, D-6, D-7. */
    @Test
    void a_new_key_writes_and_reads_a_topic_of_the_namespace() throws Exception {
        User ada = user("ada");
        JsonNode welcome = ada.fabric().send("POST", "/v3/user").expect(200);
        assertThat(names(welcome)).containsExactly("status", "message", "subject", "namespace");
        assertThat(welcome.path("subject").asText()).isEqualTo(ada.fabric().subject());
        assertThat(welcome.path("namespace").asText()).isEqualTo(ada.fabric().namespace());
        NativeKey key = ada.key();
        JsonNode made = ada.fabric()
                .send("POST", "/v3/" + ada.fabric().namespace() + "/first")
                .expect(200);
        assertThat(names(made)).containsExactly("status", "message", "topics");
        assertThat(texts(made.path("topics"))).containsExactly("first");
        String topic = ada.full("first");
        try (KafkaProducer<String, String> producer = producer(key, Map.of())) {
            RecordMetadata written = untilSent(producer, topic);
            assertThat(written.topic()).isEqualTo(topic);
            assertThat(written.partition()).isZero();
            assertThat(written.offset()).isZero();
            assertThat(written.timestamp()).isPositive();
            send(producer, topic, "two");
            try (KafkaConsumer<String, String> fresh = consumer(key, Map.of("auto.offset.reset", "latest"))) {
                TopicPartition partition = new TopicPartition(topic, 0);
                fresh.assign(List.of(partition));
                assertThat(fresh.position(partition)).isEqualTo(2);
                producer.send(new ProducerRecord<>(topic, "three"));
                producer.send(new ProducerRecord<>(topic, "four"));
                producer.flush();
                assertThat(read(fresh, 2)).containsExactly("three", "four");
            }
        }
        assertThat(readAll(key, topic, 4)).containsExactly(MESSAGE, "two", "three", "four");
    }

    /** D-2, D-3. */
    @Test
    void the_key_stays_until_it_is_deleted_and_no_other_key_is_touched() {
        User bea = user("bea");
        NativeKey other = NativeKey.of(bea.api(), "other");
        JsonNode first = bea.fabric().send("POST", "/v3/key").expect(200);
        assertThat(names(first))
                .containsExactly("status", "message", "access_key", "secret_key", "create_date", "endpoint", "fresh");
        assertThat(first.path("fresh").asBoolean()).isTrue();
        NativeKey old = bea.key();
        JsonNode again = bea.fabric().send("POST", "/v3/key").expect(200);
        assertThat(again.path("fresh").asBoolean(true)).isFalse();
        assertThat(again.path("secret_key")).isEqualTo(first.path("secret_key"));
        assertThat(again.path("access_key")).isEqualTo(first.path("access_key"));
        JsonNode older = bea.fabric().send("GET", "/v2/create_key").expect(200);
        assertThat(names(older)).containsExactly("status", "username", "access_key", "secret_key", "endpoint");
        assertThat(older.path("secret_key")).isEqualTo(first.path("secret_key"));
        String secret = first.path("secret_key").asText();
        bea.fabric().withToken(secret).send("POST", "/v3/key").expect(200);

        assertThat(names(bea.fabric().send("DELETE", "/v3/key").expect(200))).containsExactly("status", "message");

        bea.fabric().withToken(secret).send("POST", "/v3/key").expect(401);
        JsonNode rotated = bea.fabric().send("POST", "/v3/key").expect(200);
        assertThat(rotated.path("fresh").asBoolean()).isTrue();
        assertThat(rotated.path("secret_key")).isNotEqualTo(first.path("secret_key"));
        WaitFor.truth("the old key is refused", () -> isRefused(old));
        JsonNode asked =
                bea.fabric().send("GET", "/v2/create_key", "Action", "rotate").expect(200);
        assertThat(asked.path("secret_key")).isNotEqualTo(rotated.path("secret_key"));
        bea.key();
        assertThat(isRefused(other)).isFalse();
    }

    @Test
    void the_key_is_not_told_to_who_comes_with_less() {
        User bob = user("bob");
        bob.fabric().send("POST", "/v3/key").expect(200);
        NativeKey viewing = NativeKey.viewing(bob.api(), "viewing");
        Reply refused =
                bob.fabric().withToken(viewing.told().path("key").asText()).send("POST", "/v3/key");
        assertThat(refused.expect(403).path("status").asText()).isEqualTo("failure");
        assertThat(refused.body().has("secret_key")).isFalse();
    }

    /** D-4. */
    @Test
    void who_registers_a_name_first_has_it() {
        User cleo = user("cleo");
        User dan = user("dan");
        assertThat(status(register(cleo, "claimed").expect(200))).isEqualTo("success");
        assertThat(status(register(cleo, "claimed").expect(200))).isEqualTo("no-op");
        Reply taken = register(dan, "claimed");
        assertThat(status(taken.expect(409))).isEqualTo("error");
        assertThat(taken.body().path("message").asText()).isNotEmpty();
        assertThat(texts(cleo.fabric().send("GET", "/v2/topics").expect(200).path("topics")))
                .contains("claimed");
        cleo.fabric().send("PUT", "/v2/topic/claimed").expect(400);
        cleo.fabric().send("PUT", "/v2/topic/claimed", "Action", "drop").expect(400);
    }

    /** D-5, and what others must not do with a namespace. */
    @Test
    void a_topic_appears_only_to_who_is_entitled_and_only_its_owner_deletes_it() {
        User eve = user("eve");
        User fay = user("fay");
        String path = "/v3/" + eve.fabric().namespace() + "/mine";
        eve.fabric().send("POST", path).expect(200);
        eve.fabric().send("POST", path).expect(200);
        JsonNode namespaces = eve.fabric().send("GET", "/v3/namespace").expect(200);
        assertThat(names(namespaces)).containsExactly("status", "message", "namespaces");
        assertThat(texts(namespaces.path("namespaces").path(eve.fabric().namespace())))
                .containsExactly("mine");
        assertThat(eve.api()
                        .get("/topics/" + eve.full("mine"))
                        .expect(200)
                        .path("partitions")
                        .asInt())
                .isEqualTo(1);
        assertThat(fay.fabric().send("GET", "/v3/namespace").expect(200).toString())
                .doesNotContain("mine");
        assertThat(texts(fay.fabric().send("GET", "/v2/topics").expect(200).path("topics")))
                .doesNotContain(eve.full("mine"));
        fay.fabric().send("GET", "/v2/topic/" + eve.full("mine")).expect(404);

        assertThat(status(fay.fabric().send("DELETE", path).expect(404))).isEqualTo("failure");
        fay.fabric().send("PUT", path + "/recreate").expect(404);
        fay.fabric().send("POST", "/v3/" + eve.fabric().namespace() + "/theirs").expect(404);
        fay.api()
                .post("/topics", "{\"name\":\"%s\",\"partitions\":1}".formatted(eve.full("theirs")))
                .expect(403);
        eve.api().get("/topics/" + eve.full("mine")).expect(200);

        JsonNode gone = eve.fabric().send("DELETE", path).expect(200);
        assertThat(gone.path("topics")).isEmpty();
        eve.fabric().send("DELETE", path).expect(200);
        eve.api().get("/topics/" + eve.full("mine")).expect(404);
    }

    /** D-8. */
    @Test
    void settings_change_one_by_one() {
        User gus = user("gus");
        register(gus, "settings").expect(200);
        gus.fabric()
                .sendText("POST", "/v2/topic/settings", "{\"max.message.bytes\":\"2000000\"}")
                .expect(200);

        JsonNode changed = gus.fabric()
                .sendText("POST", "/v2/topic/settings", "{\"retention.ms\":43200000}")
                .expect(200);

        assertThat(names(changed)).containsExactly("status", "before", "after");
        assertThat(changed.path("before").path("retention.ms").asText()).isNotEqualTo("43200000");
        assertThat(changed.path("after").path("retention.ms").asText()).isEqualTo("43200000");
        assertThat(changed.path("after").path("max.message.bytes").asText()).isEqualTo("2000000");
        JsonNode found = gus.fabric().send("GET", "/v2/topic/settings").expect(200);
        assertThat(names(found)).containsExactly("status", "configs");
        assertThat(found.path("configs")).isEqualTo(changed.path("after"));
        gus.fabric()
                .sendText("POST", "/v2/topic/settings", "{\"follower.replication.throttled.replicas\":\"*\"}")
                .expect(400);
        gus.fabric()
                .sendText("POST", "/v2/topic/settings", "{\"retention.ms\":\"soon\"}")
                .expect(400);
    }

    /** D-9. */
    @Test
    void partitions_only_grow_and_only_so_far() {
        User hal = user("hal");
        register(hal, "growing").expect(200);
        assertThat(status(grow(hal, "2").expect(200))).isEqualTo("success");
        assertThat(status(grow(hal, "1").expect(400))).isEqualTo("error");
        assertThat(status(grow(hal, "5").expect(400))).isEqualTo("error");
        grow(hal, "many").expect(400);
        grow(hal, "4").expect(200);
        assertThat(hal.api()
                        .get("/topics/growing")
                        .expect(200)
                        .path("partitions")
                        .asInt())
                .isEqualTo(4);
    }

    /** D-10. */
    @Test
    void a_topic_made_anew_is_empty_has_default_settings_and_the_same_users() throws Exception {
        User ida = user("ida");
        User jan = user("jan");
        NativeKey key = ida.key();
        String topic = ida.full("again");
        ida.fabric().send("POST", "/v3/" + ida.fabric().namespace() + "/again").expect(200);
        share(ida, topic, "grant", jan.fabric().subject()).expect(200);
        ida.fabric()
                .sendText("POST", "/v2/topic/" + topic, "{\"max.message.bytes\":\"2000000\"}")
                .expect(200);
        untilWritten(key, topic, "old");

        assertThat(names(ida.fabric()
                        .send("PUT", "/v3/" + ida.fabric().namespace() + "/again/recreate")
                        .expect(200)))
                .containsExactly("status", "message");

        JsonNode detail = ida.api().get("/topics/" + topic).expect(200);
        assertThat(detail.path("records").asLong()).isZero();
        assertThat(detail.path("configs").path("max.message.bytes").asText()).isNotEqualTo("2000000");
        untilWritten(key, topic, "new");
        assertThat(status(ida.fabric()
                        .send("POST", "/v2/topic/" + topic + "/reset")
                        .expect(200)))
                .isEqualTo("success");
        assertThat(ida.api().get("/topics/" + topic).expect(200).path("records").asLong())
                .isZero();
        assertThat(texts(ida.fabric()
                        .send("GET", "/v2/topic/" + topic + "/users")
                        .expect(200)
                        .path("users")))
                .containsExactlyInAnyOrder(ida.fabric().subject(), jan.fabric().subject());
    }

    /** D-11. */
    @Test
    void a_reader_reads_does_not_write_and_is_ended_with_the_right() throws Exception {
        User kim = user("kim");
        User leo = user("leo");
        register(kim, "shared").expect(200);
        NativeKey kims = kim.key();
        NativeKey leos = leo.key();
        untilWritten(kims, "shared", "one");
        share(leo, "shared", "grant", leo.fabric().subject()).expect(404);
        assertThat(status(share(kim, "shared", "grant", "nobody-at-all").expect(400)))
                .isEqualTo("error");

        String reader = leo.fabric().subject();
        assertThat(status(
                        share(kim, "shared", "grant", reader, "Access", "read").expect(200)))
                .isEqualTo("success");
        assertThat(status(share(kim, "shared", "grant", "leo", "Access", "read").expect(200)))
                .isEqualTo("no-op");
        assertThat(texts(kim.fabric()
                        .send("GET", "/v2/topic/shared/users")
                        .expect(200)
                        .path("users")))
                .containsExactlyInAnyOrder(kim.fabric().subject(), reader);
        leo.fabric().send("GET", "/v2/topic/shared/users").expect(403);
        WaitFor.truth("leo sees the topic", () -> topics(leos).contains("shared"));
        try (KafkaConsumer<String, String> open = consumer(leos, Map.of("auto.offset.reset", "earliest"))) {
            open.assign(List.of(new TopicPartition("shared", 0)));
            assertThat(read(open, 1)).containsExactly("one");
            try (KafkaProducer<String, String> writing = producer(leos, Map.of("enable.idempotence", false))) {
                assertThatThrownBy(() -> send(writing, "shared", "two"))
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }

            assertThat(status(share(kim, "shared", "revoke", reader).expect(200)))
                    .isEqualTo("success");

            assertThat(untilItFails(open)).isInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(status(share(kim, "shared", "revoke", reader).expect(200))).isEqualTo("no-op");
        assertThat(status(share(kim, "shared", "grant", reader).expect(200))).isEqualTo("success");
        untilWritten(leos, "shared", "three");
    }

    /** D-12. */
    @Test
    void a_later_owner_of_a_name_sees_nothing_of_the_one_before() throws Exception {
        User mia = user("mia");
        User ned = user("ned");
        register(mia, "inherited").expect(200);
        NativeKey mias = mia.key();
        untilWritten(mias, "inherited", "secret");

        assertThat(status(mia.fabric()
                        .send("PUT", "/v2/topic/inherited", "Action", "unregister")
                        .expect(200)))
                .isEqualTo("success");
        assertThat(status(mia.fabric()
                        .send("PUT", "/v2/topic/inherited", "Action", "unregister")
                        .expect(200)))
                .isEqualTo("no-op");
        assertThat(status(register(ned, "inherited").expect(200))).isEqualTo("success");

        NativeKey neds = ned.key();
        untilWritten(neds, "inherited", "fresh");
        assertThat(readAll(neds, "inherited", 1)).containsExactly("fresh");
        WaitFor.truth("it is not mia's", () -> !topics(mias).contains("inherited"));
    }

    /** D-13. */
    @Test
    void a_user_goes_with_everything_of_the_namespace_but_not_while_there_is_more() {
        User oda = user("oda");
        String namespace = "/v3/" + oda.fabric().namespace();
        oda.fabric().send("POST", namespace + "/one").expect(200);
        oda.fabric().send("POST", namespace + "/two").expect(200);
        NativeKey key = oda.key();
        register(oda, "beside").expect(200);

        assertThat(status(oda.fabric().send("DELETE", "/v3/user").expect(409))).isEqualTo("failure");
        oda.api().get("/topics/" + oda.full("one")).expect(200);
        assertThat(isRefused(key)).isFalse();

        oda.fabric().send("PUT", "/v2/topic/beside", "Action", "unregister").expect(200);
        assertThat(names(oda.fabric().send("DELETE", "/v3/user").expect(200))).containsExactly("status", "message");
        oda.api().get("/topics/" + oda.full("one")).expect(404);
        oda.api().get("/topics/" + oda.full("two")).expect(404);
        assertThat(oda.fabric()
                        .send("GET", "/v3/namespace")
                        .expect(200)
                        .path("namespaces")
                        .path(oda.fabric().namespace()))
                .isEmpty();
        WaitFor.truth("the key is refused", () -> isRefused(key));
        assertThat(oda.api().get("/keys").expect(200).path("items")).isEmpty();
        oda.fabric().send("DELETE", "/v3/user").expect(200);
    }

    /** D-14. */
    @Test
    void names_are_checked() {
        User pia = user("pia");
        String namespace = "/v3/" + pia.fabric().namespace() + "/";
        for (String name : List.of("ab", "a".repeat(33), "-abc", "abc_", "a.b", "a%20b", "a%2Fb", "%C3%A4bc")) {
            Reply refused = pia.fabric().send("POST", namespace + name);
            assertThat(status(refused.expect(400))).as(name).isEqualTo("failure");
            assertThat(refused.body().path("reason").asText()).as(name).contains("3 to 32");
        }
        for (String name : List.of("abc", "a".repeat(32), "a-b_c")) {
            pia.fabric().send("POST", namespace + name).expect(200);
        }
        for (String name : List.of("ab", "a".repeat(65), "-abc", "a.b")) {
            assertThat(status(register(pia, name).expect(400))).as(name).isEqualTo("error");
        }
    }

    /** D-17. */
    @Test
    void without_a_valid_key_and_its_users_own_id_nothing_is_told() {
        User quin = user("quin");
        User rob = user("rob");
        String brief = quin.api()
                .post("/keys", "{\"name\":\"brief\",\"expires_in\":1}")
                .expect(201)
                .path("key")
                .asText();
        Fabric own = quin.fabric();
        WaitFor.truth(
                "the key has expired",
                () -> own.withToken(brief).send("GET", "/v3/namespace").status() == 401);
        List<Fabric> wrong = List.of(
                own.withToken(""),
                own.withToken("slk_0011223344556677_" + "g".repeat(43)),
                own.withToken(brief),
                own.withSubject(""),
                own.withSubject("quin"),
                own.withSubject(rob.fabric().subject()));
        List<JsonNode> told = new ArrayList<>();
        for (String path : List.of("/v3/namespace", "/v2/topics", "/v2/create_key", "/v2/triggers")) {
            for (Fabric each : wrong) {
                JsonNode body = each.send("GET", path).expect(401);
                assertThat(body.path("status").asText()).isEqualTo("error");
                told.add(((ObjectNode) body).without("request_id"));
            }
        }
        assertThat(told).as("always the same").containsOnly(told.get(0));
        assertThat(told.get(0).toString()).doesNotContain("quin", "rob", own.subject());
        assertThat(quin.api().get("/keys").expect(200).toString()).doesNotContain("diaspora");
    }

    @Test
    void triggers_are_said_to_be_absent() {
        User sam = user("sam");
        for (String path : List.of("/v2/triggers", "/v2/logs", "/v2/log")) {
            Reply absent = sam.fabric().send("GET", path);
            assertThat(status(absent.expect(501))).isEqualTo("error");
            assertThat(absent.body().path("reason").asText()).isNotEmpty();
        }
    }

    private static User user(String name) {
        admin.post("/users", "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"editor\"}".formatted(name, PASSWORD))
                .expect(201);
        Api api = new Api(process.fact("Address")).signIn(name, PASSWORD);
        return new User(name, api, Fabric.of(api, name, PASSWORD));
    }

    private static Reply register(User user, String topic) {
        return user.fabric().send("PUT", "/v2/topic/" + topic, "Action", "register");
    }

    private static Reply grow(User user, String partitions) {
        return user.fabric().send("POST", "/v2/topic/growing/partitions", "NewPartitions", partitions);
    }

    private static Reply share(User owner, String topic, String action, String user, String... more) {
        List<String> headers = new ArrayList<>(List.of("Action", action, "User", user));
        headers.addAll(List.of(more));
        return owner.fabric().send("POST", "/v2/topic/" + topic + "/user", headers.toArray(String[]::new));
    }

    /** Kafka's rules follow what was decided here within seconds; what they refuse is not written. */
    private static void untilWritten(NativeKey key, String topic, String value) {
        WaitFor.truth("the topic is writable", () -> {
            try (KafkaProducer<String, String> producer = producer(key, Map.of())) {
                return catchThrowable(() -> send(producer, topic, value)) == null;
            }
        });
    }

    private static RecordMetadata untilSent(KafkaProducer<String, String> producer, String topic) {
        List<RecordMetadata> written = new ArrayList<>();
        WaitFor.truth(
                "the topic is writable",
                () -> catchThrowable(() -> written.add(send(producer, topic, MESSAGE))) == null);
        return written.get(0);
    }

    private static String status(JsonNode body) {
        return body.path("status").asText();
    }

    private static List<String> names(JsonNode body) {
        return body.properties().stream().map(Map.Entry::getKey).toList();
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
