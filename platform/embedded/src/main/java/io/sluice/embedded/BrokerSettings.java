package io.sluice.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;
import org.jspecify.annotations.Nullable;

/**
 * How the broker is set up: one small node with three listeners, of which none lets anybody in without a credential. CONTROLLER and
 * INTERNAL, on loopback, know the one {@link OwnLogin}; USERS knows the SCRAM credentials that are stored in Kafka, and is encrypted
 * where it leaves the machine.
 */
final class BrokerSettings {
    static final String CONTROLLER = "CONTROLLER";
    static final int NODE = 1;
    /** A connection proves itself anew after so long, so none outlives its credential by more. */
    static final Duration MAX_REAUTHENTICATION = Duration.ofHours(12);

    private static final String INTERNAL = "INTERNAL";
    private static final String USERS = "USERS";
    /**
     * Only segments that are full are compacted, and a restart reads what is left. While Kafka 4.3.1 loads a log of positions a second time, after the
     * second election that follows a kill, groups seem to have no positions, or old ones: a load must be short.
     */
    private static final int COORDINATOR_SEGMENT_BYTES = 1 << 20;

    private BrokerSettings() {}

    /** The ports of the two listeners that only this process knows. */
    record OwnPorts(int controller, int internal) {
        static OwnPorts free() {
            return new OwnPorts(Ports.free(), Ports.free());
        }
    }

    /** @param tls of the users' listener; null: it is not encrypted */
    static Map<String, String> of(
            Path logs, Listener users, OwnPorts own, OwnLogin login, Authority.@Nullable Signed tls) {
        Map<String, String> config = new HashMap<>();
        config.put("process.roles", "broker,controller");
        config.put("node.id", Integer.toString(NODE));
        config.put("controller.quorum.voters", NODE + "@" + Ports.LOOPBACK + ":" + own.controller());
        config.put("controller.listener.names", CONTROLLER);
        String internal = INTERNAL + "://" + Ports.LOOPBACK + ":" + own.internal();
        config.put(
                "listeners",
                USERS + "://" + users.host() + ":" + users.port() + "," + internal + "," + CONTROLLER + "://"
                        + Ports.LOOPBACK + ":" + own.controller());
        config.put("advertised.listeners", USERS + "://" + users.advertised() + ":" + users.port() + "," + internal);
        config.put(
                "listener.security.protocol.map",
                USERS + ":" + protocol(tls) + "," + INTERNAL + ":SASL_PLAINTEXT," + CONTROLLER + ":SASL_PLAINTEXT");
        config.put("inter.broker.listener.name", INTERNAL);
        config.put("log.dirs", logs.toString());
        config.put("auto.create.topics.enable", "false");
        config.put("delete.topic.enable", "true");
        config.put("group.initial.rebalance.delay.ms", "0");
        config.putAll(rights(login));
        config.putAll(encryption(tls));
        config.putAll(oneNode());
        return config;
    }

    static String protocol(Authority.@Nullable Signed tls) {
        return tls == null ? "SASL_PLAINTEXT" : "SASL_SSL";
    }

    private static Map<String, String> rights(OwnLogin login) {
        return Map.ofEntries(
                Map.entry("sasl.mechanism.inter.broker.protocol", "PLAIN"),
                Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
                Map.entry("listener.name.internal.sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.internal.plain.sasl.jaas.config", login.ofListener()),
                Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.controller.plain.sasl.jaas.config", login.ofListener()),
                Map.entry("listener.name.users.sasl.enabled.mechanisms", "SCRAM-SHA-512"),
                Map.entry(
                        "listener.name.users.scram-sha-512.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required;"),
                Map.entry(
                        "listener.name.users.scram-sha-512.connections.max.reauth.ms",
                        Long.toString(MAX_REAUTHENTICATION.toMillis())),
                Map.entry("principal.builder.class", CallerPrincipals.class.getName()),
                Map.entry("client.quota.callback.class", UserQuotas.class.getName()),
                Map.entry("authorizer.class.name", StandardAuthorizer.class.getName()),
                Map.entry("super.users", "User:" + OwnLogin.USER),
                Map.entry("allow.everyone.if.no.acl.found", "false"));
    }

    private static Map<String, String> encryption(Authority.@Nullable Signed tls) {
        return tls == null
                ? Map.of()
                : Map.of(
                        "listener.name.users.ssl.keystore.type",
                        "PEM",
                        "listener.name.users.ssl.keystore.certificate.chain",
                        tls.chain(),
                        "listener.name.users.ssl.keystore.key",
                        tls.key(),
                        "listener.name.users.ssl.client.auth",
                        "none");
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
}
