package io.sluice.stream.flow;

import io.sluice.contract.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Runs a stream's very topology over records that were read, in this process and without a broker, on a worker: in the order of their times,
 * tables first, as if each topic had one partition. At most {@link #MOST_AT_ONCE} at a time, each for {@link #PATIENCE}; a few more
 * wait for their turn. Belongs to one event loop.
 */
final class Simulation {
    private static final int MOST_AT_ONCE = 2;
    private static final int MOST_WAITING = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    /** So that what stages tell each other by the clock is told. */
    private static final Duration TICK = Duration.ofMillis(250);

    private static final int TICKS = 3;
    private static final String OUT = "out";
    private static final String DEAD = "out-dead-letters";

    private final Vertx vertx;
    private final Path directory;
    private final Deque<Promise<Void>> waiting = new ArrayDeque<>();
    private int running;

    /** @param directory for state while it runs */
    Simulation(Vertx vertx, Path directory) {
        this.vertx = vertx;
        this.directory = directory;
    }

    /** What a store holds, in bytes. */
    record Size(long keys, long bytes) {}

    /** What came of it: records as they would be written, without dead letters. */
    record Outcome(List<TestRecord<byte[], byte[]>> written, Counters.Delta counted, Map<String, Size> stores) {}

    /** @param tables topics that are read as such */
    Future<Outcome> run(
            BiFunction<Destination, Counters, Topology> topology,
            List<ConsumerRecord<byte[], byte[]>> records,
            Set<String> tables) {
        return turn().compose(mine -> runNow(topology, records, tables).onComplete(done -> next()));
    }

    private Future<Void> turn() {
        if (running < MOST_AT_ONCE) {
            running++;
            return Future.succeededFuture();
        } else if (waiting.size() >= MOST_WAITING) {
            return Future.failedFuture(
                    new Problem.Unavailable("Other previews are running at the moment.").toException());
        }
        Promise<Void> turn = Promise.promise();
        waiting.add(turn);
        return turn.future();
    }

    private void next() {
        Promise<Void> next = waiting.poll();
        if (next == null) {
            running--;
        } else {
            next.complete();
        }
    }

    private Future<Outcome> runNow(
            BiFunction<Destination, Counters, Topology> topology,
            List<ConsumerRecord<byte[], byte[]>> records,
            Set<String> tables) {
        Path own = directory.resolve("preview-" + UUID.randomUUID());
        List<ConsumerRecord<byte[], byte[]>> ordered = records.stream()
                .sorted(Comparator.comparing(
                                (ConsumerRecord<byte[], byte[]> record) -> !tables.contains(record.topic()))
                        .thenComparingLong(ConsumerRecord::timestamp))
                .toList();
        return vertx.executeBlocking(() -> simulate(topology, ordered, own), false)
                .eventually(() -> vertx.fileSystem()
                        .exists(own.toString())
                        .compose(there ->
                                there ? vertx.fileSystem().deleteRecursive(own.toString()) : Future.succeededFuture()));
    }

    private static Outcome simulate(
            BiFunction<Destination, Counters, Topology> topology,
            List<ConsumerRecord<byte[], byte[]>> records,
            Path directory) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.DEFAULT_TIMESTAMP_EXTRACTOR_CLASS_CONFIG, Application.KeptTimestamp.class);
        Counters counters = new Counters();
        Topology built = topology.apply(new Destination(OUT, DEAD), counters);
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (TopologyTestDriver driver = new TopologyTestDriver(built, properties, Instant.now())) {
            for (ConsumerRecord<byte[], byte[]> record : records) {
                driver.createInputTopic(record.topic(), new ByteArraySerializer(), new ByteArraySerializer())
                        .pipeInput(new TestRecord<>(
                                record.key(),
                                record.value(),
                                record.headers(),
                                Instant.ofEpochMilli(Math.max(0, record.timestamp()))));
                if (System.nanoTime() > until) {
                    break;
                }
            }
            for (int i = 0; i < TICKS; i++) {
                driver.advanceWallClockTime(TICK);
            }
            return new Outcome(written(driver), counters.take(), sizes(driver));
        }
    }

    /** Also what goes to branches. */
    private static List<TestRecord<byte[], byte[]>> written(TopologyTestDriver driver) {
        List<TestRecord<byte[], byte[]>> written = new ArrayList<>();
        Stream.concat(Stream.of(OUT), driver.producedTopicNames().stream().sorted())
                .distinct()
                .filter(topic -> (topic.equals(OUT) || topic.startsWith(OUT + "-")) && !topic.equals(DEAD))
                .forEach(topic -> written.addAll(
                        driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                                .readRecordsToList()));
        return written;
    }

    private static Map<String, Size> sizes(TopologyTestDriver driver) {
        Map<String, Size> sizes = new HashMap<>();
        for (Map.Entry<String, StateStore> store : driver.getAllStateStores().entrySet()) {
            KeyValueStore<Bytes, byte[]> rows = driver.getKeyValueStore(store.getKey());
            long keys = 0;
            long bytes = 0;
            if (rows != null && !store.getKey().equals(FilterTopology.WINDOWS)) {
                try (KeyValueIterator<Bytes, byte[]> all = rows.all()) {
                    while (all.hasNext()) {
                        KeyValue<Bytes, byte[]> row = all.next();
                        keys++;
                        bytes += row.key.get().length + row.value.length;
                    }
                }
            }
            sizes.put(store.getKey(), new Size(keys, bytes));
        }
        return sizes;
    }
}
