package io.sluice.bench.rig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What somebody writes by hand in place of one stream: Kafka Streams with one processor that looks for one field with a streaming parser
 * and stops there. The guarantee and all settings that matter are those of the platform's streams. In a process of its own.
 */
public final class BareStreams {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Duration CLOSE = Duration.ofSeconds(30);

    private final Properties config = new Properties();
    private final Topology topology;
    private @Nullable KafkaStreams running;

    private BareStreams(String bootstrap, String application, Path directory, String source, String target) {
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        config.put(StreamsConfig.producerPrefix("linger.ms"), 10);
        config.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        this.topology = new Topology()
                .addSource("source", new ByteArrayDeserializer(), new ByteArrayDeserializer(), source)
                .addProcessor("filter", Filter::new, "source")
                .addSink("sink", target, new ByteArraySerializer(), new ByteArraySerializer(), "filter");
    }

    public static Child launch(String bootstrap, String application, Path directory, String source, String target)
            throws IOException {
        return Child.start(BareStreams.class, bootstrap, application, directory.toString(), source, target);
    }

    public static void main(String[] args) throws IOException {
        BareStreams bare = new BareStreams(args[0], args[1], Path.of(args[2]), args[3], args[4]);
        bare.start();
        new Answers()
                .on("stop", words -> bare.stop())
                .on("start", words -> bare.start())
                .serve(0);
    }

    private String start() {
        KafkaStreams streams = new KafkaStreams(topology, config);
        streams.start();
        running = streams;
        return "started";
    }

    private String stop() {
        if (running != null) {
            running.close(CloseOptions.timeout(CLOSE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
        return "stopped";
    }

    private static final class Filter extends ContextualProcessor<byte[], byte[], byte[], byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            if (matches(record.value())) {
                context().forward(record);
            }
        }

        /** Whether {@link Values#ONE_IN_A_HUNDRED}. */
        private static boolean matches(byte[] value) {
            try (JsonParser parser = JSON.createParser(value)) {
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean isRegion = parser.currentName().equals("region");
                    parser.nextToken();
                    if (isRegion) {
                        return parser.getText().equals("eu-7");
                    }
                    parser.skipChildren();
                }
                return false;
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }
}
