package io.sluice.deploy.config;

import io.sluice.contract.Secret;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.config.Rules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The broker: an embedded one, or an external cluster.
 *
 * @param host where the embedded broker listens for users
 * @param advertisedHost null: the host
 * @param usersBootstrap null: the same as ours
 */
public record KafkaSettings(
        @Nullable String bootstrap,
        String host,
        int port,
        @Nullable String advertisedHost,
        @Nullable String usersBootstrap,
        String usersProtocol,
        Security security,
        short replicationFactor,
        SluiceConfig.SchemaRegistry schemaRegistry) {
    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::", "[::]");
    private static final Set<String> PROTOCOLS = Set.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL");
    private static final Set<String> MECHANISMS = Set.of("PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512");

    public KafkaSettings {
        new Rules()
                .port("port", port)
                .require(
                        !WILDCARDS.contains(host) || advertisedHost != null,
                        "advertised_host",
                        "expected a name or address by which clients reach this machine, because host is every network")
                .require(PROTOCOLS.contains(usersProtocol), "users_protocol", "expected one of " + PROTOCOLS_TEXT)
                .require(
                        replicationFactor == -1 || replicationFactor >= 1,
                        "replication_factor",
                        "expected at least 1, or -1 for the broker's default")
                .require(
                        bootstrap != null || replicationFactor <= 1,
                        "replication_factor",
                        "expected 1 or -1, because the embedded broker has one node")
                .check();
    }

    private static final String PROTOCOLS_TEXT = "PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL";

    /**
     * How we log in to an external cluster.
     *
     * @param caFile PEM of who signed the brokers' certificates; null: who everybody trusts
     */
    public record Security(
            String protocol,
            @Nullable String mechanism,
            @Nullable String username,
            @Nullable Secret password,
            @Nullable Path caFile) {
        public Security {
            boolean sasl = protocol.startsWith("SASL_");
            new Rules()
                    .require(PROTOCOLS.contains(protocol), "protocol", "expected one of " + PROTOCOLS_TEXT)
                    .require(
                            mechanism == null || MECHANISMS.contains(mechanism),
                            "mechanism",
                            "expected PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512")
                    .require(
                            !sasl || (mechanism != null && username != null && password != null),
                            "protocol",
                            "expected a mechanism, a username and a password besides")
                    .check();
        }

        private Map<String, String> properties() {
            Map<String, String> properties = new HashMap<>();
            properties.put("security.protocol", protocol);
            if (mechanism != null && username != null && password != null) {
                properties.put("sasl.mechanism", mechanism);
                properties.put("sasl.jaas.config", KafkaLink.login(mechanism.startsWith("SCRAM"), username, password));
            }
            @Nullable String ca = ca();
            if (ca != null) {
                properties.put("ssl.truststore.type", "PEM");
                properties.put("ssl.truststore.certificates", ca);
            }
            return properties;
        }

        private @Nullable String ca() {
            try {
                return caFile == null ? null : Files.readString(caFile);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** To the cluster of that address. */
    public KafkaLink external(String at) {
        return new KafkaLink(
                at,
                security.properties(),
                new KafkaLink.Users(usersBootstrap == null ? at : usersBootstrap, usersProtocol, security.ca()));
    }
}
