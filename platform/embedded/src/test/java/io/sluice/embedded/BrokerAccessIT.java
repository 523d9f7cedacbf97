package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAccessIT {
    private static final String USER = "ada.0011223344556677";
    private static final String PASSWORD = "a password";
    private static final TopicPartition PARTITION = new TopicPartition("notes", 0);

    @TempDir
    Path directory;

    @Test
    void nobody_gets_in_without_a_credential_on_any_listener() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            Map<String, String> listeners = Map.of(
                    kafka.bootstrap(), "bootstrap.servers",
                    kafka.internal(), "bootstrap.servers",
                    kafka.controller(), "bootstrap.controllers");
            List<String> anonymous = new ArrayList<>();
            for (Map.Entry<String, String> listener : listeners.entrySet()) {
                if (lets(Map.of(listener.getValue(), listener.getKey()))) {
                    anonymous.add(listener.getKey());
                }
            }
            assertThat(anonymous).isEmpty();
            Map<String, Object> own = new HashMap<>(kafka.client());
            own.put("bootstrap.controllers", kafka.controller());
            assertThat(lets(own)).isTrue();
        }
    }

    @Test
    void the_platforms_own_credential_is_none_on_the_listener_of_users() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            Map<String, Object> config = new HashMap<>(kafka.client());
            config.put("bootstrap.servers", kafka.bootstrap());
            try (Admin admin = Admin.create(patient(config))) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .hasCauseInstanceOf(AuthenticationException.class);
            }
        }
    }

    @Test
    void credentials_and_rights_outlive_a_restart_and_a_wrong_password_is_refused() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            prepare(kafka);
            produce(user(kafka, PASSWORD), "one");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            produce(user(kafka, PASSWORD), "two");
            assertThat(kafka.takeUses()).containsOnlyKeys(USER);
            assertThatThrownBy(() -> produce(user(kafka, "another"), "three"))
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
            try (KafkaConsumer<String, String> consumer = consumer(user(kafka, PASSWORD), 500)) {
                List<String> values = new ArrayList<>();
                while (values.size() < 2) {
                    consumer.poll(Duration.ofSeconds(10)).forEach(record -> values.add(record.value()));
                }
                assertThat(values).containsExactly("one", "two");
            }
        }
    }

    /** Its fetch waits for an hour at the broker: only the end of the connection can end it. */
    @Test
    void a_consumer_that_is_blocked_ends_when_its_credential_is_refused() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0)) {
            prepare(kafka);
            produce(user(kafka, PASSWORD), "one");
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Throwable> ended = new CompletableFuture<>();
            Thread reader = new Thread(() -> {
                try (KafkaConsumer<String, String> consumer = consumer(user(kafka, PASSWORD), 3_600_000)) {
                    while (true) {
                        if (!consumer.poll(Duration.ofHours(1)).isEmpty()) {
                            reading.countDown();
                        }
                    }
                } catch (RuntimeException refused) {
                    ended.complete(refused);
                }
            });
            reader.setDaemon(true);
            reader.start();
            assertThat(reading.await(60, TimeUnit.SECONDS)).isTrue();

            try (Admin admin = Admin.create(own(kafka))) {
                admin.alterUserScramCredentials(
                                List.of(new UserScramCredentialDeletion(USER, ScramMechanism.SCRAM_SHA_512)))
                        .all()
                        .get();
            }
            kafka.refuse(Set.of(USER));

            assertThat(ended.get(60, TimeUnit.SECONDS)).isInstanceOf(AuthenticationException.class);
        }
    }

    @Test
    void beyond_this_machine_it_is_encrypted_and_trusted_by_its_own_authority() throws Exception {
        String host = InetAddress.getLocalHost().getHostAddress();
        Listener everywhere = new Listener("0.0.0.0", 0, host);
        String ca;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, everywhere, Map.of())) {
            prepare(kafka);
            ca = kafka.ca();
            assertThat(kafka.protocol()).isEqualTo("SASL_SSL");
            assertThat(kafka.bootstrap()).startsWith(host + ":");
            produce(secure(kafka, ca), "one");
            Map<String, Object> nobodys = user(kafka, PASSWORD);
            nobodys.put("security.protocol", "SASL_SSL");
            assertThatThrownBy(() -> produce(nobodys, "two")).hasCauseInstanceOf(SslAuthenticationException.class);
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, everywhere, Map.of())) {
            assertThat(kafka.ca()).isEqualTo(ca);
            produce(secure(kafka, ca), "two");
        }
    }

    private static boolean lets(Map<String, Object> client) throws InterruptedException {
        try (Admin admin = Admin.create(patient(client))) {
            admin.describeCluster().nodes().get();
            return true;
        } catch (ExecutionException refused) {
            return false;
        }
    }

    private static void prepare(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(own(kafka))) {
            admin.createTopics(Set.of(new NewTopic("notes", 1, (short) 1)))
                    .all()
                    .get();
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            USER, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            ResourcePattern notes = new ResourcePattern(ResourceType.TOPIC, "notes", PatternType.LITERAL);
            admin.createAcls(List.of(allow(notes, AclOperation.READ), allow(notes, AclOperation.WRITE)))
                    .all()
                    .get();
        }
    }

    private static Map<String, Object> own(EmbeddedKafka kafka) {
        Map<String, Object> own = new HashMap<>(kafka.client());
        own.put("bootstrap.servers", kafka.internal());
        return own;
    }

    private static AclBinding allow(ResourcePattern pattern, AclOperation operation) {
        return new AclBinding(pattern, new AccessControlEntry("User:" + USER, "*", operation, AclPermissionType.ALLOW));
    }

    private static Map<String, Object> secure(EmbeddedKafka kafka, String ca) {
        Map<String, Object> config = user(kafka, PASSWORD);
        config.put("security.protocol", "SASL_SSL");
        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.truststore.certificates", ca);
        return config;
    }

    private static Map<String, Object> user(EmbeddedKafka kafka, String password) {
        return patient(Map.of(
                "bootstrap.servers",
                kafka.bootstrap(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";"));
    }

    private static Map<String, Object> patient(Map<String, Object> config) {
        Map<String, Object> all = new HashMap<>(config);
        all.putIfAbsent("request.timeout.ms", 3_000);
        all.putIfAbsent("default.api.timeout.ms", 6_000);
        return all;
    }

    private static void produce(Map<String, Object> config, String value) throws Exception {
        Map<String, Object> all = new HashMap<>(config);
        all.put("delivery.timeout.ms", 20_000);
        all.put("enable.idempotence", false);
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(all, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(PARTITION.topic(), value)).get();
        }
    }

    private static KafkaConsumer<String, String> consumer(Map<String, Object> config, int fetchWaitMs) {
        Map<String, Object> all = new HashMap<>(config);
        all.put("fetch.max.wait.ms", fetchWaitMs);
        all.put("request.timeout.ms", fetchWaitMs + 60_000);
        all.put("default.api.timeout.ms", fetchWaitMs + 60_000);
        KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(all, new StringDeserializer(), new StringDeserializer());
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
        return consumer;
    }
}
