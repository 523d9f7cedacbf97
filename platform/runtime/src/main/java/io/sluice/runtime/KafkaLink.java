package io.sluice.runtime;

import io.sluice.contract.Secret;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How this node's own Kafka clients reach the brokers. Immutable; {@link #toString} tells no property, for they hold passwords.
 *
 * @param bootstrap {@code host:port,…}
 * @param properties what each client is given besides: protocol, mechanism, credentials, certificates
 * @param users what users are told for clients of their own
 */
public record KafkaLink(String bootstrap, Map<String, String> properties, Users users) {
    public KafkaLink {
        properties = Map.copyOf(properties);
    }

    /**
     * How clients of users reach the brokers.
     *
     * @param bootstrap {@code host:port,…}
     * @param protocol {@code SASL_PLAINTEXT}, {@code SASL_SSL} …
     * @param ca certificates to trust, as PEM; null: those that everybody trusts, or nothing is encrypted
     */
    public record Users(
            String bootstrap, String protocol, @Nullable String ca) {}

    /** Brokers that ask for nothing. */
    public static KafkaLink plain(String bootstrap) {
        return new KafkaLink(bootstrap, Map.of(), new Users(bootstrap, "PLAINTEXT", null));
    }

    /** The configuration of one client. */
    public Map<String, Object> client(Map<String, ?> settings) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", bootstrap);
        all.putAll(settings);
        return all;
    }

    /** @return the value of {@code sasl.jaas.config} for PLAIN or SCRAM */
    public static String login(boolean scram, String username, Secret password) {
        String module = scram ? "scram.ScramLoginModule" : "plain.PlainLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=" + quoted(username) + " password="
                + quoted(password.reveal()) + ";";
    }

    /** Whether both name the same broker, by whatever name of this machine it is called. */
    public static boolean isSame(String one, String other) {
        return onLoopback(one).equals(onLoopback(other));
    }

    private static String onLoopback(String bootstrap) {
        return bootstrap.startsWith("localhost:") ? "127.0.0.1" + bootstrap.substring("localhost".length()) : bootstrap;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    @Override
    public String toString() {
        return "KafkaLink[" + bootstrap + ", " + properties.getOrDefault("security.protocol", "PLAINTEXT") + "]";
    }
}
