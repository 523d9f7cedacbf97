package io.sluice.embedded;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import kafka.server.KafkaConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka broker and controller in one (KRaft), in this JVM. Owns its directory: formatted at the first start, recovered by
 * Kafka itself after a kill. Nobody gets in without a credential, see {@link BrokerSettings}: users have theirs in Kafka, the
 * platform's own clients have {@link #client}. Topics are never created by accident ({@code auto.create.topics.enable=false}).
 *
 * <p>Limits: one node, so every replication factor is 1. Start and stop block for seconds.
 */
public final class EmbeddedKafka implements AutoCloseable {
    /** No connection of a user outlives the credential that it was opened with by more. */
    public static final Duration MAX_REAUTHENTICATION = BrokerSettings.MAX_REAUTHENTICATION;

    private static final String MARKER = "cluster-id";

    private final KraftNode node;
    private final Listener users;
    private final Own own;
    private final String id;
    private final @Nullable String ca;

    private EmbeddedKafka(KraftNode node, Listener users, Own own, String id, @Nullable String ca) {
        this.node = node;
        this.users = users;
        this.own = own;
        this.id = id;
        this.ca = ca;
    }

    /** What only this process knows of a broker. */
    private record Own(BrokerSettings.OwnPorts ports, OwnLogin login, Callers callers) {}

    /** On loopback. @param port of the listener for users; 0: any free one */
    public static EmbeddedKafka start(Path directory, int port) {
        return start(directory, port, Map.of());
    }

    /** On loopback. @param settings broker settings that override the ones chosen here */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> settings) {
        return start(directory, Listener.onLoopback(port), settings);
    }

    /**
     * @param users where users find it; encrypted where that is not this machine alone
     * @param settings broker settings that override the ones chosen here
     * @throws EmbeddedException if the port is in use or the broker cannot start
     */
    public static EmbeddedKafka start(Path directory, Listener users, Map<String, String> settings) {
        Listener listener = users.withPort(Ports.orFree(users.host(), users.port(), "Kafka"));
        Path logs = directory.toAbsolutePath();
        Prepared storage = new Prepared(logs, MARKER);
        Optional<String> formatted = storage.open();
        if (formatted.isEmpty()) {
            storage.done(format(logs));
        }
        @Nullable Authority authority = listener.isLoopback() ? null : Authority.of(logs);
        Own own = new Own(BrokerSettings.OwnPorts.free(), OwnLogin.random(), new Callers());
        Map<String, String> config = BrokerSettings.of(
                logs,
                listener,
                own.ports(),
                own.login(),
                authority == null ? null : authority.sign(listener.advertised()));
        String id = Uuid.randomUuid().toString();
        config.put(Callers.SETTING, id);
        config.putAll(settings);
        own.callers().register(id);
        KraftNode node = new KraftNode(KafkaConfig.fromProps(toProperties(config)));
        try {
            node.start();
        } catch (RuntimeException failed) {
            node.stop();
            Callers.forget(id);
            throw new EmbeddedException("The embedded Kafka broker could not start.", failed);
        }
        return new EmbeddedKafka(node, listener, own, id, authority == null ? null : authority.pem());
    }

    /** {@code host:port} for users. */
    public String bootstrap() {
        return users.advertised() + ":" + users.port();
    }

    /** {@code SASL_PLAINTEXT} or {@code SASL_SSL}: how users connect. */
    public String protocol() {
        return ca == null ? "SASL_PLAINTEXT" : "SASL_SSL";
    }

    /** What users' clients must trust, as PEM; null where nothing is encrypted. */
    public @Nullable String ca() {
        return ca;
    }

    /** {@code host:port} for the platform's own clients. */
    public String internal() {
        return Ports.LOOPBACK + ":" + own.ports().internal();
    }

    /** What the platform's own clients are given besides {@link #internal}: a credential that may do everything. */
    public Map<String, String> client() {
        return own.login().ofClient();
    }

    /**
     * Ends what is connected with one of these credentials, and lets none of them do anything any more.
     *
     * @param names all that are refused from now on
     */
    public void refuse(Set<String> names) {
        own.callers().refuse(names);
        node.cutRefused();
    }

    /** Which credentials were used since this was last called, and when last. */
    public Map<String, Instant> takeUses() {
        return own.callers().takeUses();
    }

    String controller() {
        return Ports.LOOPBACK + ":" + own.ports().controller();
    }

    KraftNode node() {
        return node;
    }

    /** Stops cleanly and waits for it; the next start needs no recovery. */
    @Override
    public void close() {
        node.stop();
        Callers.forget(id);
    }

    private static String format(Path logs) {
        String cluster = Uuid.randomUuid().toString();
        Formatter formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(cluster)
                .setNodeId(BrokerSettings.NODE)
                .setControllerListenerName(BrokerSettings.CONTROLLER)
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

    private static Properties toProperties(Map<String, String> config) {
        Properties properties = new Properties();
        properties.putAll(config);
        return properties;
    }
}
