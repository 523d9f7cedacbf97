package io.sluice.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedIT {

    @TempDir
    Path directory;

    @Test
    void the_broker_keeps_its_records_over_a_restart_on_another_port() throws Exception {
        Path logs = directory.resolve("kafka");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(logs, 0)) {
            try (Admin admin = Admin.create(own(kafka))) {
                admin.createTopics(Set.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
            }
            produce(kafka, "one");
        }
        try (EmbeddedKafka kafka = EmbeddedKafka.start(logs, 0)) {
            produce(kafka, "two");
            assertThat(consume(kafka, 2)).containsExactly("one", "two");
        }
    }

    @Test
    void the_broker_waits_for_leaders() {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0)) {
            assertThat(kafka.node().metadata()).isInstanceOf(PatientMetadata.class);
        }
    }

    /** Else a restart reads all positions that were ever committed, and for that long groups seem to have none. */
    @Test
    void the_log_of_positions_is_compacted_soon() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0);
                Admin admin = Admin.create(own(kafka))) {
            admin.createTopics(Set.of(new NewTopic("kept", 1, (short) 1))).all().get();
            admin.alterConsumerGroupOffsets("group", Map.of(new TopicPartition("kept", 0), new OffsetAndMetadata(0)))
                    .all()
                    .get();
            ConfigResource positions = new ConfigResource(ConfigResource.Type.TOPIC, "__consumer_offsets");

            assertThat(admin.describeConfigs(Set.of(positions))
                            .all()
                            .get()
                            .get(positions)
                            .get("segment.bytes")
                            .value())
                    .isEqualTo("1048576");
        }
    }

    @Test
    void storage_that_a_kill_left_half_formatted_is_formatted_anew() throws Exception {
        Path logs = directory.resolve("kafka");
        Files.createDirectories(logs.resolve("__cluster_metadata-0"));
        Files.writeString(logs.resolve("meta.properties"), "version=1\ncluster.id=");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(logs, 0);
                Admin admin = Admin.create(own(kafka))) {
            assertThat(admin.listTopics().names().get()).isEmpty();
        }
    }

    @Test
    void a_port_in_use_is_one_clear_sentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory.resolve("kafka"), taken.getLocalPort()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessage("Port " + taken.getLocalPort() + ", wanted for Kafka, is in use.");
        }
    }

    @Test
    void the_database_survives_and_takes_only_its_password() throws Exception {
        Path data = directory.resolve("postgres");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, true)) {
            run(postgres.uri(), "create table kept (x int)");
            run(postgres.uri(), "insert into kept values (7)");
            assertThatThrownBy(() -> run(postgres.uri().replaceFirst(":[0-9a-f]{48}@", ":wrong@"), "select 1"))
                    .isInstanceOf(SQLException.class);
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, true)) {
            run(postgres.uri(), "insert into kept select x + 1 from kept where x = 7");
            run(postgres.uri(), "select 1 / (select count(*) - 1 from kept)");
        }
    }

    @Test
    void a_database_that_was_left_running_is_stopped_and_started_again() throws Exception {
        Path data = directory.resolve("postgres");
        EmbeddedPostgres orphan = EmbeddedPostgres.start(data, true);
        run(orphan.uri(), "create table kept (x int)");
        // The lock of the process that started it goes away with that process; here that is this one.
        Files.delete(data.resolve("epg-lock"));
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, true)) {
            run(postgres.uri(), "insert into kept values (1)");
        }
    }

    @Test
    void a_half_initialised_data_directory_is_initialised_anew() throws Exception {
        Path data = directory.resolve("postgres");
        Files.createDirectories(data.resolve("base"));
        Files.writeString(data.resolve("PG_VERSION"), "18\n");
        Files.writeString(data.resolve("postgresql.conf"), "", StandardCharsets.UTF_8);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(data, true)) {
            run(postgres.uri(), "select lower('É')");
        }
    }

    private static Map<String, Object> own(EmbeddedKafka kafka) {
        Map<String, Object> client = new HashMap<>(kafka.client());
        client.put("bootstrap.servers", kafka.internal());
        return client;
    }

    private static void produce(EmbeddedKafka kafka, String value) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(own(kafka), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("kept", value)).get();
        }
    }

    private static List<String> consume(EmbeddedKafka kafka, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(own(kafka), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition("kept", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (values.size() < count) {
                consumer.poll(Duration.ofSeconds(10)).forEach(r -> values.add(r.value()));
            }
        }
        return values;
    }

    private static void run(String uri, String sql) throws SQLException {
        String rest = uri.substring("postgresql://".length());
        String[] user = rest.substring(0, rest.indexOf('@')).split(":");
        String url = "jdbc:postgresql://" + rest.substring(rest.indexOf('@') + 1);
        try (var connection = DriverManager.getConnection(url, user[0], user[1]);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
