package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.contract.Processing;
import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Security.Mechanism;
import io.sluice.contract.Security.Protocol;
import io.sluice.contract.Source;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Vault;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaReaderIT {
    private static final Vault VAULT = Vault.of(Vault.newMasterKey());
    private static SecuredKafka kafka;

    private final String topic = "gnss-" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        kafka = new SecuredKafka(directory);
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        kafka.createTopic(topic, 2);
    }

    @Test
    void A2_a_topic_behind_sasl_ssl_with_scram_is_copied_with_keys_headers_and_times() throws Exception {
        String value = "{\"SNCL\":\"P505.PW.LY_.00\",\"Q\":2000001,\"rate\":1.0}";
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, 1, 1700000000000L, "P505".getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add(new RecordHeader("h", new byte[] {1}));
        kafka.produce(List.of(record, new ProducerRecord<>(topic, 0, "tombstone".getBytes(UTF_8), null)));

        try (Reader reader = open(kafka.sasl(), sasl(Mechanism.SCRAM_SHA_512), SecuredKafka.PASSWORD, Map.of())) {
            Recorded seen = new Recorded().read(reader, it -> it.raw.size() == 2);

            var copied = seen.raw.stream()
                    .filter(it -> it.partition() == 1)
                    .findFirst()
                    .orElseThrow();
            assertThat(copied.key()).asString(UTF_8).isEqualTo("P505");
            assertThat(copied.value()).asString(UTF_8).isEqualTo(value);
            assertThat(copied.timestamp()).isEqualTo(1700000000000L);
            assertThat(copied.headers().lastHeader("h").value()).containsExactly(1);
            assertThat(seen.positions).containsEntry("p.0", "1").containsEntry("p.1", "1");
        }
    }

    @Test
    void plain_and_mutual_tls_work_too() throws Exception {
        produce(0, "{\"a\":1}");

        try (Reader plain = open(kafka.sasl(), sasl(Mechanism.PLAIN), SecuredKafka.PASSWORD, Map.of());
                Reader mutual = open(
                        kafka.mutual(),
                        new Security(Protocol.SSL, null, null, kafka.certificate, kafka.certificate),
                        null,
                        Map.of())) {
            assertThat(new Recorded().read(plain, it -> it.raw.size() == 1).raw).hasSize(1);
            assertThat(new Recorded().read(mutual, it -> it.raw.size() == 1).raw)
                    .hasSize(1);
        }
    }

    @Test
    void what_keeps_a_source_from_being_read_is_told_in_words() {
        Security scram = sasl(Mechanism.SCRAM_SHA_512);
        Security untrusted = new Security(Protocol.SASL_SSL, Mechanism.SCRAM_SHA_512, SecuredKafka.USER, null, null);
        Security nonsense = new Security(Protocol.SASL_SSL, Mechanism.SCRAM_SHA_512, SecuredKafka.USER, "PEM?", null);
        Security wrongSort = new Security(Protocol.PLAINTEXT, null, null, null, null);

        assertFault(() -> open(kafka.sasl(), scram, "wrong", Map.of()), "refuse this user name or password");
        assertFault(() -> open(kafka.sasl(), untrusted, SecuredKafka.PASSWORD, Map.of()), "certificate is not trusted");
        assertFault(() -> open(kafka.sasl(), nonsense, SecuredKafka.PASSWORD, Map.of()), "not PEM texts");
        assertFault(() -> open(kafka.sasl(), wrongSort, null, Map.of()), "want another security.protocol");
        assertFault(() -> open("127.0.0.1:1", wrongSort, null, Map.of()), "No broker accepts a connection");
        assertFault(
                () -> KafkaReader.of(access("no-such-topic", kafka.bootstrap(), wrongSort, null), processing(Map.of()))
                        .open(Map.of()),
                "There is no topic \"no-such-topic\"");
        assertFault(
                () -> KafkaReader.of(
                                KafkaAccess.of(
                                        new Source.Kafka(topic, kafka.bootstrap(), null, "copy", 1),
                                        Credentials.NONE,
                                        AddressRules.of(List.of()),
                                        KafkaLink.plain("")),
                                processing(Map.of()))
                        .open(Map.of()),
                "private or special network");
    }

    @Test
    void a_restart_goes_on_at_the_next_record() throws Exception {
        for (int i = 0; i < 10; i++) {
            produce(i % 2, "{\"n\":" + i + "}");
        }
        Recorded seen = new Recorded();
        while (seen.raw.size() < 10) {
            try (Reader reader = open(kafka.bootstrap(), null, null, Map.of(), seen.positions)) {
                int before = seen.raw.size();
                seen.read(reader, 3, it -> it.raw.size() > before);
            }
        }
        assertThat(values(seen)).hasSize(10).doesNotHaveDuplicates();
    }

    @Test
    void latest_means_from_now_on_also_after_a_restart() throws Exception {
        produce(0, "{\"old\":1}");
        Map<String, Object> latest = Map.of("auto_offset_reset", "latest");
        Recorded seen = new Recorded();
        try (Reader reader = open(kafka.bootstrap(), null, null, latest)) {
            seen.step(reader, 10);
        }
        produce(0, "{\"new\":1}");

        try (Reader reader = open(kafka.bootstrap(), null, null, latest, seen.positions)) {
            seen.read(reader, it -> !it.raw.isEmpty());
        }

        assertThat(values(seen)).containsExactly("{\"new\":1}");
    }

    @Test
    void records_that_were_deleted_before_they_were_read_are_told() throws Exception {
        for (int i = 0; i < 5; i++) {
            produce(0, "{\"n\":" + i + "}");
        }
        Recorded seen = new Recorded();
        try (Reader reader = open(kafka.bootstrap(), null, null, Map.of())) {
            seen.read(reader, 1, it -> !it.raw.isEmpty());
        }
        kafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();

        try (Reader reader = open(kafka.bootstrap(), null, null, Map.of(), seen.positions)) {
            seen.read(reader, it -> it.raw.size() == 3);
        }

        assertThat(values(seen)).containsExactly("{\"n\":0}", "{\"n\":3}", "{\"n\":4}");
        assertThat(seen.failures)
                .containsExactly(
                        "The records 1 to 2 of partition 0 were deleted at their broker before they were read.");
    }

    @Test
    void a_topic_that_was_made_anew_is_told_and_read_from_its_beginning() throws Exception {
        produce(0, "{\"old\":1}");
        Recorded seen = new Recorded();
        try (Reader reader = open(kafka.bootstrap(), null, null, Map.of())) {
            seen.read(reader, it -> it.raw.size() == 1);
        }
        kafka.admin().deleteTopics(List.of(topic)).all().get();
        createTopic();
        kafka.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
                .all()
                .get();
        produce(2, "{\"new\":1}");

        try (Reader reader = open(kafka.bootstrap(), null, null, Map.of(), seen.positions)) {
            seen.read(reader, it -> it.raw.size() == 2);
        }

        assertThat(values(seen)).containsExactly("{\"old\":1}", "{\"new\":1}");
        assertThat(seen.failures).hasSize(1).allMatch(it -> it.contains("was deleted and made anew"));
    }

    @Test
    void the_data_key_leads_into_each_value() throws Exception {
        produce(0, "{\"data\":{\"rows\":[{\"a\":1},{\"a\":2}]}}");
        produce(0, "nonsense");

        try (Reader reader = open(kafka.bootstrap(), null, null, Map.of("data_key", "data.rows"))) {
            Recorded seen = new Recorded().read(reader, it -> !it.failures.isEmpty());

            assertThat(values(seen)).containsExactly("{\"a\":1}", "{\"a\":2}");
            assertThat(seen.failures).allMatch(it -> it.startsWith("partition 0, offset 1: "));
        }
    }

    private void produce(int partition, String value) throws Exception {
        kafka.produce(List.of(new ProducerRecord<>(topic, partition, (byte[]) null, value.getBytes(UTF_8))));
    }

    private static List<String> values(Recorded seen) {
        return seen.raw.stream()
                .map(it -> new String(it.value(), UTF_8))
                .collect(Collectors.toCollection(ArrayList::new));
    }

    private static Security sasl(Mechanism mechanism) {
        return new Security(Protocol.SASL_SSL, mechanism, SecuredKafka.USER, kafka.certificate, null);
    }

    private Reader open(
            String bootstrap, @Nullable Security security, @Nullable String password, Map<String, Object> options)
            throws Exception {
        return open(bootstrap, security, password, options, Map.of());
    }

    private Reader open(
            String bootstrap,
            @Nullable Security security,
            @Nullable String password,
            Map<String, Object> options,
            Map<String, String> positions)
            throws Exception {
        return KafkaReader.of(access(topic, bootstrap, security, password), processing(options))
                .open(positions);
    }

    private static KafkaAccess access(
            String topic, String bootstrap, @Nullable Security security, @Nullable String password) throws SourceFault {
        Credentials credentials = Credentials.open(
                VAULT,
                password == null
                        ? Map.of(Security.KEY, VAULT.seal(new Secret(kafka.key)))
                        : Map.of(Security.PASSWORD, VAULT.seal(new Secret(password))));
        Source.Kafka source = new Source.Kafka(topic, bootstrap, security, "copy", 1);
        return KafkaAccess.of(source, credentials, AddressRules.of(List.of("127.0.0.1")), KafkaLink.plain(""));
    }

    private static Processing processing(Map<String, Object> options) {
        return Processing.of("kafka", options);
    }

    private static void assertFault(org.assertj.core.api.ThrowableAssert.ThrowingCallable opening, String words) {
        assertThatThrownBy(opening).isInstanceOf(SourceFault.class).hasMessageContaining(words);
    }
}
