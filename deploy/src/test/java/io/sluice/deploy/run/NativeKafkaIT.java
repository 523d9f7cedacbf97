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
import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users' own Kafka clients, with keys of the platform, at the process as it is started by its users. */
class NativeKafkaIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    static Path directory;

    private static SluiceProcess process;
    private static Api admin;
    private static Api ada;
    private static Api bob;
    private static Api dotted;

    @BeforeAll
    static void start() {
        process = up();
        admin = new Api(process.fact("Address")).signIn("admin", PASSWORD);
        List.of("ada", "bob", "ada.b").forEach(name -> admin.post(
                        "/users", "{\"name\":\"%s\",\"password\":\"%s\",\"role\":\"editor\"}".formatted(name, PASSWORD))
                .expect(201));
        ada = signIn("ada");
        bob = signIn("bob");
        dotted = signIn("ada.b");
    }

    @AfterAll
    static void stop() {
        process.close();
    }

    /** D-1, D-6, D-7. */
    @Test
    void a_new_key_writes_and_reads_its_users_topics() throws Exception {
        topic(ada, "first");
        NativeKey key = NativeKey.of(ada, "first");
        try (KafkaProducer<String, String> producer = producer(key, Map.of())) {
            RecordMetadata written = send(producer, "first", "{\"message\":\"Synchronous message from Diaspora SDK\"}");
            assertThat(written.topic()).isEqualTo("first");
            assertThat(written.partition()).isZero();
            assertThat(written.offset()).isZero();
            assertThat(written.timestamp()).isPositive();
            producer.send(new ProducerRecord<>("first", "two"));
            producer.send(new ProducerRecord<>("first", "three"));
            producer.flush();
        }
        try (KafkaConsumer<String, String> consumer =
                consumer(key, Map.of("group.id", key.own("readers"), "auto.offset.reset", "earliest"))) {
            consumer.subscribe(List.of("first"));
            assertThat(read(consumer, 3))
                    .containsExactly("{\"message\":\"Synchronous message from Diaspora SDK\"}", "two", "three");
            consumer.commitSync();
        }
        try (KafkaConsumer<String, String> consumer =
                consumer(key, Map.of("group.id", key.own("others"), "auto.offset.reset", "latest"))) {
            TopicPartition partition = new TopicPartition("first", 0);
            consumer.assign(List.of(partition));
            assertThat(consumer.position(partition)).isEqualTo(3);
        }
        WaitFor.truth(
                "its use is shown",
                () -> ada.get("/keys").expect(200).path("items").findParents("last_used_at").stream()
                        .anyMatch(shown -> shown.path("name").asText().equals("first")));
    }

    @Test
    void a_prefix_is_one_users_and_no_other_group_can_be_used() throws Exception {
        topic(ada, "prefixes");
        NativeKey adas = NativeKey.of(ada, "prefixes");
        NativeKey dottedKey = NativeKey.of(dotted, "prefixes");
        NativeKey bobs = NativeKey.of(bob, "prefixes");
        assertThat(adas.own("")).isEqualTo("ada.");
        assertThat(dottedKey.own("")).isEqualTo("ada~b.");
        String adasGroup = "ada.b.readers";
        commit(adas, adasGroup, 0);
        commit(dottedKey, "ada~b.readers", 0);
        for (NativeKey other : List.of(dottedKey, bobs)) {
            assertThatThrownBy(() -> commit(other, adasGroup, 0)).isInstanceOf(GroupAuthorizationException.class);
            assertThatThrownBy(() -> commit(other, "free", 0)).isInstanceOf(GroupAuthorizationException.class);
            try (Admin client = Admin.create(other.client(Map.of()))) {
                assertThatThrownBy(() -> client.listConsumerGroupOffsets(adasGroup)
                                .partitionsToOffsetAndMetadata()
                                .get())
                        .hasCauseInstanceOf(GroupAuthorizationException.class);
                assertThatThrownBy(() -> client.deleteConsumerGroups(List.of(adasGroup))
                                .all()
                                .get())
                        .hasCauseInstanceOf(GroupAuthorizationException.class);
            }
        }
        transact(adas, adas.own("loader"));
        assertThatThrownBy(() -> transact(bobs, adas.own("loader")))
                .isInstanceOf(TransactionalIdAuthorizationException.class);
    }

    /** Nothing is administered natively, and what others own is only read. */
    @Test
    void others_and_viewers_do_not_write_and_nobody_creates() throws Exception {
        topic(ada, "open");
        NativeKey viewing = NativeKey.viewing(ada, "viewing");
        NativeKey bobs = NativeKey.of(bob, "open");
        try (KafkaProducer<String, String> producer = producer(NativeKey.of(ada, "open"), Map.of())) {
            send(producer, "open", "one");
        }
        for (NativeKey reader : List.of(viewing, bobs)) {
            assertThat(readAll(reader, "open", 1)).containsExactly("one");
            try (KafkaProducer<String, String> producer = producer(reader, Map.of("enable.idempotence", false))) {
                assertThatThrownBy(() -> send(producer, "open", "two"))
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
            try (Admin client = Admin.create(reader.client(Map.of()))) {
                assertThatThrownBy(() -> client.createTopics(Set.of(new NewTopic("mine", 1, (short) 1)))
                                .all()
                                .get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
                assertThatThrownBy(
                                () -> client.deleteTopics(Set.of("open")).all().get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
        }
        assertThatThrownBy(() -> transact(viewing, viewing.own("loader")))
                .isInstanceOf(TransactionalIdAuthorizationException.class);
    }

    /** D-5, and the native half of D-11. */
    @Test
    void a_private_dataset_is_seen_by_its_owner_and_administrators_only() throws Exception {
        admin.post("/organizations", "{\"name\":\"native\",\"title\":\"Native\"}")
                .expect(201);
        ada.post("/datasets", """
                        {"name":"secretive","title":"Secretive","organization":"native","source":{"type":"generator","template":"timestamp","rate":20}}
                        """).expect(201);
        NativeKey adas = NativeKey.of(ada, "secretive");
        NativeKey bobs = NativeKey.of(bob, "secretive");
        NativeKey admins = NativeKey.of(admin, "secretive");
        WaitFor.truth("the dataset is readable", () -> topics(bobs).contains("secretive"));
        try (KafkaConsumer<String, String> open = consumer(bobs, Map.of("auto.offset.reset", "earliest"))) {
            open.assign(List.of(new TopicPartition("secretive", 0)));
            assertThat(read(open, 1)).isNotEmpty();

            ada.patch("/datasets/secretive", "{\"private\":true}").expect(200);

            Throwable ended = untilItFails(open);
            assertThat(ended).isInstanceOf(TopicAuthorizationException.class);
        }
        WaitFor.truth("bob sees it no longer", () -> !topics(bobs).contains("secretive"));
        WaitFor.truth(
                "ada and administrators do",
                () -> topics(adas).contains("secretive") && topics(admins).contains("secretive"));
        assertThat(topics(admins)).noneMatch(name -> name.startsWith("__"));
    }

    @Test
    void a_deleted_keys_blocked_consumer_ends_and_other_keys_go_on() throws Exception {
        ends("deleted", old -> {
            ada.delete("/keys/deleted").expect(204);
            return NativeKey.of(ada, "deleted");
        });
    }

    /** D-2: the key asks for it itself, and is told its successor. */
    @Test
    void a_rotated_keys_blocked_consumer_ends_and_its_successor_and_other_keys_go_on() throws Exception {
        ends("rotated", old -> {
            Api itself = new Api(process.fact("Address"))
                    .signInWith(old.told().path("key").asText());
            BufferedReader live = itself.open("/live?topic=rotated", "text/event-stream");
            JsonNode told = itself.post("/keys/rotated/rotate", "").expect(200);

            assertThat(told.at("/kafka/username")).isNotEqualTo(old.told().at("/kafka/username"));
            WaitFor.truth("the old secret is refused", () -> itself.get("/me").status() == 401);
            assertThat(CompletableFuture.supplyAsync(
                            () -> String.join("\n", live.lines().toList())))
                    .succeedsWithin(60, TimeUnit.SECONDS)
                    .asString()
                    .contains("\"reason\":\"revoked\"");
            itself.signInWith(told.path("key").asText()).get("/me").expect(200);
            return NativeKey.told(itself, told);
        });
    }

    /** @param ending ends the key, and tells the one of its name that comes after it */
    private static void ends(String name, UnaryOperator<NativeKey> ending) throws Exception {
        topic(ada, name);
        NativeKey old = NativeKey.of(ada, name);
        NativeKey other = NativeKey.of(ada, "beside-" + name);
        try (KafkaProducer<String, String> producer = producer(other, Map.of())) {
            send(producer, name, "one");
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread reader = new Thread(() -> block(old, name, reading, ended));
            reader.setDaemon(true);
            reader.start();
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();

            NativeKey fresh = ending.apply(old);

            assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(AuthenticationException.class);
            send(producer, name, "two");
            assertThat(readAll(fresh, name, 2)).containsExactly("one", "two");
            assertThatThrownBy(() -> topics(old)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void a_wrong_password_no_password_and_an_expired_key_are_refused() {
        NativeKey key = NativeKey.of(bob, "guessed");
        assertThatThrownBy(() -> topics(key.client("slk_0011223344556677_guess", Map.of())))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
        Map<String, Object> anonymous = Map.of(
                "bootstrap.servers",
                process.fact("Kafka"),
                "request.timeout.ms",
                2_000,
                "default.api.timeout.ms",
                3_000);
        assertThatThrownBy(() -> topics(anonymous)).isInstanceOf(ExecutionException.class);
        NativeKey brief = new NativeKey(
                bob, bob.post("/keys", "{\"name\":\"brief\",\"expires_in\":2}").expect(201));
        WaitFor.truth("the key has expired", () -> isRefused(brief));
    }

    @Test
    void a_quota_slows_all_of_a_users_keys_together() throws Exception {
        admin.post("/users", "{\"name\":\"slow\",\"password\":\"%s\",\"role\":\"editor\"}".formatted(PASSWORD))
                .expect(201);
        Api slow = signIn("slow");
        topic(slow, "slow");
        NativeKey one = NativeKey.of(slow, "one");
        NativeKey two = NativeKey.of(slow, "two");
        assertThat(admin.put("/users/slow/quota", "{\"bytes_in_per_second\":2000}")
                        .expect(200)
                        .path("own")
                        .asBoolean())
                .isTrue();
        String value = "x".repeat(1_000);
        try (KafkaProducer<String, String> first = producer(one, Map.of());
                KafkaProducer<String, String> second = producer(two, Map.of())) {
            WaitFor.truth("the first key is slowed", () -> {
                send(first, "slow", value.repeat(10));
                return throttled(first) > 0;
            });
            WaitFor.truth("what it used counts for the other one", () -> {
                send(second, "slow", "y");
                return throttled(second) > 0;
            });
        }
        try (KafkaProducer<String, String> others = producer(NativeKey.of(ada, "fast"), Map.of())) {
            topic(ada, "fast");
            WaitFor.truth(
                    "the topic is writable",
                    () -> catchThrowable(() -> send(others, "fast", value.repeat(10))) == null);
            assertThat(throttled(others)).isZero();
        }
    }

    @Test
    void a_user_owns_so_many_topics_and_partitions_and_no_more() {
        admin.post("/users", "{\"name\":\"greedy\",\"password\":\"%s\",\"role\":\"editor\"}".formatted(PASSWORD))
                .expect(201);
        Api greedy = signIn("greedy");
        greedy.post("/topics", "{\"name\":\"greedy-wide\",\"partitions\":12}").expect(201);
        greedy.patch("/topics/greedy-wide", "{\"partitions\":21}").expect(409);
        assertThat(greedy.post("/topics", "{\"name\":\"greedy-more\",\"partitions\":9}")
                        .expect(409)
                        .path("detail")
                        .asText())
                .contains("20 partitions");
        for (int i = 1; i < 9; i++) {
            topic(greedy, "greedy-" + i);
        }
        assertThat(greedy.post("/topics", "{\"name\":\"greedy-9\",\"partitions\":1}")
                        .expect(409)
                        .path("detail")
                        .asText())
                .contains("9 topics");
        admin.post("/topics", "{\"name\":\"exempt\",\"partitions\":30}").expect(201);
    }

    static SluiceProcess up() {
        return SluiceProcess.java("up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_QUOTAS_TOPICS", "9")
                .with("SLUICE_QUOTAS_PARTITIONS", "20")
                .start()
                .awaitReady();
    }

    private static Api signIn(String user) {
        return new Api(process.fact("Address")).signIn(user, PASSWORD);
    }

    /** One that everybody reads. */
    private static void topic(Api owner, String name) {
        owner.post("/topics", "{\"name\":\"%s\",\"partitions\":1,\"private\":false}".formatted(name))
                .expect(201);
    }

    private static double throttled(KafkaProducer<String, String> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("produce-throttle-time-max"))
                .mapToDouble(metric -> (double) metric.getValue().metricValue())
                .filter(value -> !Double.isNaN(value))
                .max()
                .orElse(0);
    }

    private static void transact(NativeKey key, String id) throws Exception {
        try (KafkaProducer<String, String> producer = producer(key, Map.of("transactional.id", id))) {
            producer.initTransactions();
        }
    }

    private static void commit(NativeKey key, String group, long offset) {
        try (KafkaConsumer<String, String> consumer = consumer(key, Map.of("group.id", group))) {
            consumer.commitSync(Map.of(new TopicPartition("prefixes", 0), new OffsetAndMetadata(offset)));
        }
    }

    /** Its fetch waits at the broker for longer than any test. */
    private static void block(NativeKey key, String topic, CountDownLatch reading, CompletableFuture<Throwable> ended) {
        Map<String, Object> settings = Map.of(
                "auto.offset.reset",
                "earliest",
                "fetch.max.wait.ms",
                3_600_000,
                "request.timeout.ms",
                3_700_000,
                "default.api.timeout.ms",
                3_700_000);
        try (KafkaConsumer<String, String> consumer = consumer(key, settings)) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            while (true) {
                if (!consumer.poll(Duration.ofHours(1)).isEmpty()) {
                    reading.countDown();
                }
            }
        } catch (RuntimeException refused) {
            ended.complete(refused);
        }
    }
}
