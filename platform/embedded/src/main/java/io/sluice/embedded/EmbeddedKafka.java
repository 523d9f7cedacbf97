package io.sluice.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A Kafka broker and controller in one (KRaft), in this JVM. Owns its directory: formatted at the first start, recovered by
 * Kafka itself after a kill. Listens on 127.0.0.1 only. Topics are never created by accident ({@code
 * auto.create.topics.enable=false}).
 *
 * <p>Limits: one node, so every replication factor is 1. Start and stop block for seconds.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final String MARKER = "cluster-id";
    private static final String CONTROLLER = "CONTROLLER";
    private static final int NODE = 1;
    /**
     * Only segments that are full are compacted, and a restart reads what is left. While Kafka 4.3.1 loads a log of positions a second time, after the
     * second election that follows a kill, groups seem to have no positions, or old ones: a load must be short.
     */
    private static final int COORDINATOR_SEGMENT_BYTES = 1 << 20;

    private final KraftNode node;
    private final int port;

    private EmbeddedKafka(KraftNode node, int port) {
        this.node = node;
        this.port = port;
    }

    /** @param port of the listener for clients; 0: any free one */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /**
     * @param settings broker settings that override the ones chosen here
     * @throws EmbeddedException if the port is in use or the broker cannot start
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> settings) {
        int listener = Ports.orFree(port, "Kafka");
        Path logs = directory.toAbsolutePath();
        Prepared storage = new Prepared(logs, MARKER);
        Optional<String> formatted = storage.open();
        if (formatted.isEmpty()) {
            storage.done(format(logs));
        }
        Map<String, String> config = config(logs, listener, Ports.free());
        config.putAll(settings);
        KraftNode node = new KraftNode(KafkaConfig.fromProps(toProperties(config)));
        try {
            node.start();
        } catch (RuntimeException failed) {
            node.stop();
            throw new EmbeddedException("The embedded Kafka broker could not start.", failed);
        }
        return new EmbeddedKafka(node, listener);
    }

    /** {@code host:port} for clients. */
    public String bootstrap() {
        return Ports.LOOPBACK + ":" + port;
    }

    KraftNode node() {
        return node;
    }

    /** Stops cleanly and waits for it; the next start needs no recovery. */
    @Override
    public void close() {
        node.stop();
    }

    private static String format(Path logs) {
        String cluster = Uuid.randomUuid().toString();
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(cluster)
                .setNodeId(NODE)
                .setControllerListenerName(CONTROLLER)
                .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                .setReleaseVersion(MetadataVersion.latestProduction())
                .setMetadataLogDirectory(logs.toString())
                .addDirectory(logs.toString());
        try {
            formatter.run();
        } catch (Exception failed) {
            throw new EmbeddedException("The directory " + logs + " could not be prepared for Kafka.", failed);
        }
        return cluster;
    }

    private static Map<String, String> config(Path logs, int listener, int controller) {
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE));
        config.put("controller.quorum.voters", NODE + "@" + Ports.LOOPBACK + ":" + controller);
        config.put("controller.listener.names", CONTROLLER);
        config.put(
                "listeners",
                "PLAINTEXT://" + Ports.LOOPBACK + ":" + listener + "," + CONTROLLER + "://" + Ports.LOOPBACK + ":"
                        + controller);
        config.put("advertised.listeners", "PLAINTEXT://" + Ports.LOOPBACK + ":" + listener);
        config.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
        config.put("inter.broker.listener.name", "PLAINTEXT");
        config.put("log.dirs", logs.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("delete.topic.enable", "true");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.putAll(oneNode());
        return config;
    }

    /** A single small node: internal topics with few partitions and one replica, small pools and buffers. */
    private static Map<String, String> oneNode() {
        return Map.ofEntries(
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("offsets.topic.segment.bytes", Integer.toString(COORDINATOR_SEGMENT_BYTES)),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("transaction.state.log.segment.bytes", Integer.toString(COORDINATOR_SEGMENT_BYTES)),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // The only voter has nobody to wait for: without this a restart waits up to two seconds before it
                // elects itself.
                Map.entry("controller.quorum.election.timeout.ms", "50"),
                Map.entry("controller.quorum.election.backoff.max.ms", "50"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024)),
                Map.entry("controlled.shutdown.enable", "true"));
    }

    private static Properties toProperties(Map<String, String> config) {
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
