package io.sluice.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.bench.rig.Broker;
import io.sluice.embedded.EmbeddedKafka;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.gateway.live.TailProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Option;

/**
 * Records per second through a {@code TopicTail} with many filters, beside the same tail with one. Both read the same records
 * from an embedded broker, look at the same field, and one record in a hundred matches in both; every filter has a subscriber
 * of its own. So what differs is the filters, and that the matches of one batch are encoded for many subscribers instead of
 * one. The clock runs from when all have joined.
 */
abstract class ManyFilters implements Callable<Integer> {
    /** Values of the field, apart from the one that the single filter names. */
    static final int DOMAIN = 1_000_000;

    private static final String TOPIC = "bench";
    /** One in so many matches. */
    private static final int SHARE = 100;

    @Option(names = "--records", description = "Records in the topic (${DEFAULT-VALUE}).")
    private int records = 2_000_000;

    @Option(names = "--rounds", description = "Rounds that count (${DEFAULT-VALUE}).")
    private int rounds = 7;

    @Option(names = "--warmup", description = "Rounds before them (${DEFAULT-VALUE}).")
    private int warmup = 2;

    private final Random random = new Random(42);

    /** A filter and its baseline beside others, over the same records. */
    record Shape(String bench, String description, List<String> wheres, String baseline) {}

    /** What is measured one after the other; the last is the one that counts. */
    abstract List<Shape> shapes();

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createTempDirectory("sluice-bench");
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, Broker.OPEN)) {
            Map<String, Object> client = Map.of("bootstrap.servers", kafka.bootstrap());
            fill(client);
            for (Shape shape : shapes()) {
                System.out.println(shape.description());
                TailProbe many = new TailProbe(LiveConfig.of(client), TOPIC, shape.wheres());
                TailProbe one = new TailProbe(LiveConfig.of(client), TOPIC, shape.baseline());
                Rounds.run(warmup, rounds, () -> perSecond(many), () -> perSecond(one), System.out)
                        .print(shape.bench(), System.out);
            }
        } finally {
            delete(directory);
        }
        return 0;
    }

    private double perSecond(TailProbe probe) throws InterruptedException {
        TailProbe.Scanned scanned = probe.scan(records);
        if (scanned.matched() < records / SHARE / 2) {
            throw new IllegalStateException("one record in a hundred should match, not " + scanned.matched());
        }
        return records * 1e9 / scanned.nanos();
    }

    /** About 190 bytes each, with the fields of the filters in the middle. */
    private void fill(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < records; n++) {
                String value = "{\"id\":" + n + ",\"region\":\"eu-" + random.nextInt(100)
                        + "\",\"status\":\"ok\",\"station\":\""
                        + station(random.nextInt(SHARE) == 0 ? DOMAIN : random.nextInt(DOMAIN)) + "\",\"flow\":"
                        + random.nextInt(DOMAIN * 100) / 100.0 + ",\"lat\":40.7608,\"lon\":-111.8910,\"note\":"
                        + "\"nothing to report from this station\",\"time\":\"2026-01-01T00:00:00Z\"}";
                producer.send(new ProducerRecord<>(TOPIC, 0, null, value.getBytes(UTF_8)));
            }
        }
    }

    /** The name of station {@code n} of {@link #DOMAIN}; the one behind the last has a hundredth of the records. */
    static String station(int n) {
        return String.format("S%07d", n);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
