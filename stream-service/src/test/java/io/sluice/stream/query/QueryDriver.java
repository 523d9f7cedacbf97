package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.decode.Decoders;
import io.sluice.query.Accumulator;
import io.sluice.query.Aggregation;
import io.sluice.query.Input;
import io.sluice.query.Query;
import io.sluice.query.Ref;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;

/** A query in Kafka Streams' test driver: one partition of each topic, a clock that is moved by hand. */
final class QueryDriver implements AutoCloseable {
    private final TopologyTestDriver driver;
    private final TestOutputTopic<String, String> output;
    private final TestOutputTopic<String, String> lost;

    QueryDriver(String sql, Path directory) {
        this(Query.parse(sql).orElseThrow(), directory);
    }

    QueryDriver(Query query, Path directory) {
        this(query, directory, Map.of());
    }

    QueryDriver(Query query, Path directory, Map<Integer, Table> outside) {
        List<List<String>> inputs = new ArrayList<>();
        inputs.add(names(query.from()));
        for (int i = 0; i < query.joins().size(); i++) {
            inputs.add(
                    outside.containsKey(i)
                            ? List.of()
                            : names(query.joins().get(i).right()));
        }
        QueryPlan plan = new QueryPlan(
                query,
                inputs,
                Map.of(),
                Map.of(),
                Map.of(),
                outside,
                accumulators(query),
                Decoders.PLAIN,
                Clock.systemUTC());
        Properties properties = new Properties();
        properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        driver = new TopologyTestDriver(QueryTopology.of(plan, new Ends()), properties, Instant.EPOCH);
        output = driver.createOutputTopic("out", new StringDeserializer(), new StringDeserializer());
        lost = driver.createOutputTopic("lost", new StringDeserializer(), new StringDeserializer());
    }

    private static Accumulator.Factory accumulators(Query query) {
        Aggregation aggregation = query.aggregation();
        return Accumulator.Factory.of(aggregation == null ? List.of() : aggregation.measures());
    }

    private static List<String> names(Input input) {
        return input.union().stream().map(Ref::name).toList();
    }

    private static final class Ends implements Exits {
        @Override
        public void onScanned(String source) {}

        @Override
        public void written(KStream<byte[], Result> rows) {
            rows.mapValues(Result::value).to("out", Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        }

        @Override
        public void lost(KStream<byte[], Loss> rows) {
            rows.mapValues(loss -> (loss.reason() + " | "
                                    + (loss.value() == null ? "null" : new String(loss.value(), UTF_8)))
                            .getBytes(UTF_8))
                    .to("lost", Produced.with(Serdes.ByteArray(), Serdes.ByteArray()));
        }
    }

    QueryDriver send(String topic, String key, String value, long at) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key == null ? null : key.getBytes(UTF_8),
                        value == null ? null : value.getBytes(UTF_8),
                        null,
                        at));
        return this;
    }

    QueryDriver wait(Duration time) {
        long left = time.toMillis();
        while (left > 0) {
            driver.advanceWallClockTime(Stage.TICK);
            left -= Stage.TICK.toMillis();
        }
        return this;
    }

    /** Keys and values since they were asked for last, as {@code key=value}. */
    List<String> written() {
        return output.readRecordsToList().stream()
                .map(record -> record.key() + "=" + record.value())
                .toList();
    }

    List<TestRecord<String, String>> records() {
        return output.readRecordsToList();
    }

    List<String> lost() {
        return lost.readValuesToList();
    }

    /** How many entries a store holds. */
    long entries(String store) {
        Map<Object, Object> all = new HashMap<>();
        try (var found = driver.getKeyValueStore(store).all()) {
            found.forEachRemaining(entry -> all.put(entry.key, entry.value));
        }
        return all.size();
    }

    @Override
    public void close() {
        driver.close();
    }
}
