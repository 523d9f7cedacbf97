package io.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.bench.rig.Broker;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.gateway.live.TailProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine;

/**
 * Records per second through a {@code TopicTail} with one filter on one field that one record in a hundred matches, from the
 * beginning of a topic; beside a bare consumer that polls the same topic and touches each record.
 */
@CommandLine.Command(name = "tail", description = "Records scanned by a tail, beside a bare KafkaConsumer.")
final class TailBench implements Callable<Integer> {
    private static final String TOPIC = "bench";

    @CommandLine.Option(names = "--records", description = "Records in the topic (${DEFAULT-VALUE}).")
    private int records = 2_000_000;

    @CommandLine.Option(names = "--rounds", description = "Rounds that count (${DEFAULT-VALUE}).")
    private int rounds = 7;

    @CommandLine.Option(names = "--warmup", description = "Rounds before them (${DEFAULT-VALUE}).")
    private int warmup = 2;

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("sluice-bench");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, Broker.OPEN)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
            fill(client);
            TailProbe probe = new TailProbe(LiveConfig.of(client), TOPIC, "region = 'eu-7'");
            Rounds.run(
                            warmup,
                            rounds,
                            () -> perSecond(() -> scan(probe)),
                            () -> perSecond(() -> poll(client)),
                            System.out)
                    .print("tail", System.out);
        } finally {
            delete(directory);
        }
        return 0;
    }

    private interface Work {
        void run() throws Exception;
    }

    private double perSecond(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return records * 1e9 / (System.nanoTime() - start);
    }

    private void scan(TailProbe probe) throws InterruptedException {
        long matched = probe.scanFromBeginning(records);
        if (matched < records / 200 || matched > records / 50) {
            throw new IllegalStateException("one record in a hundred should match, not " + matched);
        }
    }

    private void poll(Map<String, Object> client) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long seen = 0;
            long bytes = 0;
            while (seen < records) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    seen++;
                    bytes += record.value().length;
                }
            }
            if (bytes < seen) {
                throw new IllegalStateException("records without values");
            }
        }
    }

    /** About 180 bytes each, with the field of the filter in the middle. */
    private void fill(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(Set.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        Random random = new Random(42);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < records; n++) {
                String value = "{\"id\":" + n + ",\"station\":\"UT" + random.nextInt(1000) + "\",\"temp\":"
                        + random.nextInt(4000) / 100.0 + ",\"region\":\"eu-" + random.nextInt(100)
                        + "\",\"status\":\"ok\",\"lat\":40.7608,\"lon\":-111.8910,\"note\":"
                        + "\"nothing to report from this station\",\"time\":\"2026-01-01T00:00:00Z\"}";
                producer.send(new ProducerRecord<>(TOPIC, 0, null, value.getBytes(UTF_8)));
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
