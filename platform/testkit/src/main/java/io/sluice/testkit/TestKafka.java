package io.sluice.testkit;

import io.sluice.embedded.EmbeddedKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The broker that all tests of a JVM share; each test takes topics of its own. Its methods block. */
public final class TestKafka {
    /** Settings of a broker that lets everybody in and do everything, for tests that are not about rights. */
    public static final Map<String, String> OPEN = Map.of(
            "listener.security.protocol.map", "USERS:PLAINTEXT,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
            "authorizer.class.name", "");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EmbeddedKafka broker;
    private final Admin admin;
    private final Producer<byte[], byte[]> producer;

    private TestKafka(EmbeddedKafka broker) {
        this.broker = broker;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrap()));
        // One request at a time: on a topic that is made anew a second batch could overtake the first and lock it out.
        this.producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrap(),
                        "acks",
                        "all",
                        "max.in.flight.requests.per.connection",
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    public static TestKafka shared() {
        return Shared.INSTANCE;
    }

    public String bootstrap() {
        return broker.bootstrap();
    }

    public Admin admin() {
        return admin;
    }

    /** @return the name of a new topic that starts with {@code prefix} */
    public String newTopic(String prefix, int partitions) {
        String name = prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
        createTopic(name, partitions, Map.of());
        return name;
    }

    /** Keeps records for ever unless {@code configs} say otherwise: some are dated 1970. The broker knows the topic when this returns. */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(Map.of("retention.ms", "-1"));
        all.putAll(configs);
        await(() -> admin.createTopics(Set.of(new NewTopic(name, partitions, (short) 1).configs(all)))
                .all()
                .get());
        await(() -> untilKnown(name));
        producer.partitionsFor(name);
    }

    /** The producer may remember a topic of this name that was deleted, so the broker is asked. */
    private boolean untilKnown(String name) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try {
                return !admin.describeTopics(Set.of(name)).allTopicNames().get().isEmpty();
            } catch (ExecutionException failed) {
                if (!(failed.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw failed;
                }
            }
        }
        throw new AssertionError("the broker does not know the topic " + name);
    }

    /** Writes UTF-8 texts to partition 0 and waits for the broker. */
    public void produce(String topic, String... values) {
        for (String value : values) {
            produce(topic, 0, null, value);
        }
    }

    public RecordMetadata produce(String topic, int partition, @Nullable String key, @Nullable String value) {
        return produce(new ProducerRecord<>(topic, partition, bytes(key), bytes(value)));
    }

    public RecordMetadata produce(ProducerRecord<byte[], byte[]> record) {
        return await(() -> producer.send(record).get());
    }

    /** For floods: does not wait; {@link #flush} does. */
    public void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    public void flush() {
        producer.flush();
    }

    /** The first {@code count} committed records of a topic, in order per partition; fails when they do not come in a minute. */
    public List<ConsumerRecord<byte[], byte[]>> read(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = open(topic)) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (records.size() < count) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(
                            "expected " + count + " records in " + topic + ", found " + records.size());
                }
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** All records of a topic that are committed now, in order per partition. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = open(topic)) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    /** At the beginning of all partitions; sees what is committed. */
    private KafkaConsumer<byte[], byte[]> open(String topic) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", broker.bootstrap(), "isolation.level", "read_committed", "fetch.max.wait.ms", 20);
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(p -> new TopicPartition(topic, p.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    public static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static <T> T await(Waiting<T> waiting) {
        try {
            return waiting.get();
        } catch (ExecutionException failed) {
            throw new IllegalStateException(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private interface Waiting<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private static final class Shared {
        static final TestKafka INSTANCE = open();

        private static TestKafka open() {
            Path directory = Scratch.directory("kafka");
            TestKafka kafka = new TestKafka(EmbeddedKafka.start(directory, 0, OPEN));
            Scratch.atExit(kafka::close, directory);
            return kafka;
        }
    }

    private void close() {
        producer.close(Duration.ofSeconds(5));
        admin.close(Duration.ofSeconds(5));
        broker.close();
    }
}
