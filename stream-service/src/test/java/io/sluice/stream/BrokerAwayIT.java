package io.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.testkit.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory, and a stream, while the platform's own broker is away. */
class BrokerAwayIT {
    private static final String TOPIC = "dropped";
    private static final String NUMBERS = "numbers";
    private static final int PARTITIONS = 3;

    @TempDir
    private Path directory;

    @Test
    void S14_files_that_are_dropped_while_kafka_is_away_are_published_in_order_when_it_is_back(@TempDir Path data)
            throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(data, 0, TestKafka.OPEN);
        String bootstrap = broker.bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try (Node node = new Node()) {
            Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config(bootstrap))));
            node.ask(Topics.CREATE, new CreateTopic(Node.ADA, TOPIC, 1, null, Map.of(), TOPIC));
            var dataset = node.catalog.put(TOPIC, new Source.Directory(directory.toString(), TOPIC, 1));
            drop(0);
            Node.eventually().untilAsserted(() -> assertThat(values(bootstrap)).hasSize(1));

            broker.close();
            for (int i = 1; i <= 5; i++) {
                drop(i);
            }
            // A transaction that was under way is given up after most of a minute only.
            Node.eventually().atMost(Duration.ofMinutes(3)).untilAsserted(() -> assertThat(
                            node.ask(Streams.SOURCE_STATES, new GetSourceStates(List.of(dataset.id())))
                                    .items())
                    .allMatch(each -> each.state() == State.FAILED));
            broker = EmbeddedKafka.start(data, port, TestKafka.OPEN);

            Node.eventually().untilAsserted(() -> assertThat(values(bootstrap)).hasSize(6));
            assertThat(values(bootstrap))
                    .containsExactly("{\"n\":0}", "{\"n\":1}", "{\"n\":2}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
        } finally {
            broker.close();
        }
    }

    /** What its thread has begun is given up with it: tasks that were restored in place would commit what they had not read. */
    @Test
    void a_stream_has_each_record_once_when_the_broker_was_away_for_longer_than_its_clients_wait(@TempDir Path data)
            throws Exception {
        EmbeddedKafka broker = EmbeddedKafka.start(data, 0, TestKafka.OPEN);
        String bootstrap = broker.bootstrap();
        int port = Integer.parseInt(bootstrap.substring(bootstrap.indexOf(':') + 1));
        try (Node node = new Node()) {
            Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config(bootstrap))));
            node.ask(Topics.CREATE, new CreateTopic(Node.ADA, NUMBERS, PARTITIONS, null, Map.of(), null));
            Stream stream = node.ask(
                    Streams.CREATE,
                    new CreateStream(
                            Node.ADA,
                            null,
                            new Definition(List.of(), true, List.of(), List.of(NUMBERS), "", "", "latest")));
            Numbers numbers = new Numbers(bootstrap);
            numbers.start();
            Node.eventually().untilAsserted(() -> assertThat(numbers(bootstrap, stream.topic()))
                    .hasSize(PARTITIONS));

            broker.close();
            Node.eventually().until(BrokerAwayIT::isSecondThread);
            broker = EmbeddedKafka.start(data, port, TestKafka.OPEN);
            int count = numbers.end();

            for (int partition = 0; partition < PARTITIONS; partition++) {
                List<Integer> all = IntStream.iterate(partition, n -> n < count, n -> n + PARTITIONS)
                        .boxed()
                        .toList();
                String key = Integer.toString(partition);
                Node.eventually().untilAsserted(() -> assertThat(numbers(bootstrap, stream.topic()))
                        .extractingByKey(key, as(InstanceOfAssertFactories.LIST))
                        .hasSameSizeAs(all));
                assertThat(numbers(bootstrap, stream.topic()).get(key)).isEqualTo(all);
            }
        } finally {
            broker.close();
        }
    }

    private static boolean isSecondThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .anyMatch(name -> name.startsWith("sluice-shared-") && name.endsWith("-StreamThread-2"));
    }

    /** Of each key, in their order. */
    private static Map<String, List<Integer>> numbers(String bootstrap, String topic) {
        Map<String, List<Integer>> numbers = new HashMap<>();
        read(bootstrap, topic, record -> numbers.computeIfAbsent(
                        new String(record.key(), UTF_8), fresh -> new ArrayList<>())
                .add(Integer.valueOf(new String(record.value(), UTF_8))));
        return numbers;
    }

    private void drop(int n) throws Exception {
        Path made = Files.writeString(directory.resolve(".making"), "{\"n\":" + n + "}");
        Files.move(made, directory.resolve("file-" + n + ".json"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> values(String bootstrap) {
        List<String> values = new ArrayList<>();
        read(bootstrap, TOPIC, record -> values.add(new String(record.value(), UTF_8)));
        return values;
    }

    /** All that is committed, by partition. */
    private static void read(String bootstrap, String topic, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                consumer.poll(Duration.ofMillis(200)).forEach(each);
            }
        }
    }

    /** The numbers from 0 on, {@code n} into the partition that it leaves as a remainder, with that as its key; each once, however long that takes. */
    private static final class Numbers extends Thread {
        private static final long NANOS_BETWEEN = 2_000_000;

        private final KafkaProducer<byte[], byte[]> producer;
        private volatile boolean ends;
        private volatile int written;

        Numbers(String bootstrap) {
            Map<String, Object> config = Map.of(
                    "bootstrap.servers",
                    bootstrap,
                    "delivery.timeout.ms",
                    Integer.MAX_VALUE,
                    "max.block.ms",
                    Integer.MAX_VALUE);
            producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public void run() {
            for (int n = 0; !ends; n++) {
                byte[] key = Integer.toString(n % PARTITIONS).getBytes(UTF_8);
                byte[] value = Integer.toString(n).getBytes(UTF_8);
                producer.send(new ProducerRecord<>(NUMBERS, n % PARTITIONS, key, value));
                written = n + 1;
                LockSupport.parkNanos(NANOS_BETWEEN);
            }
        }

        /** @return how many there are, all of them in the topic */
        int end() throws InterruptedException {
            ends = true;
            join();
            producer.close();
            return written;
        }
    }
}
