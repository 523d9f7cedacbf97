package io.sluice.stream.intake.feed;

import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.SourceFault;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.jspecify.annotations.Nullable;

/**
 * How the brokers of one Kafka source are reached: the client's configuration, and what its failures mean to the owner. Certificates
 * and keys are given to the client as texts; no file is made of them. Immutable.
 *
 * @param bootstrap {@code host:port,…}
 * @param rules for the hosts; null: the platform's own brokers, which need none
 * @param own what clients of the platform's own brokers are given besides
 */
record KafkaAccess(
        String topic,
        String bootstrap,
        @Nullable Security security,
        Credentials credentials,
        @Nullable AddressRules rules,
        Map<String, String> own) {
    /** A call to the brokers is answered within this, or they count as away. */
    static final int API_MS = 8_000;

    private static final int REQUEST_MS = 6_000;
    private static final int CONNECT_MS = 4_000;

    /** @param own link to the platform's brokers */
    static KafkaAccess of(Source.Kafka source, Credentials credentials, AddressRules rules, KafkaLink own) {
        String foreign = source.bootstrap();
        return foreign == null
                ? new KafkaAccess(source.topic(), own.bootstrap(), null, Credentials.NONE, null, own.properties())
                : new KafkaAccess(source.topic(), foreign, source.security(), credentials, rules, Map.of());
    }

    /**
     * Kafka's client looks hosts up by itself, and tries each address.
     *
     * @throws SourceFault if one of a host's addresses may not be reached
     */
    void checkHost(String host) throws SourceFault {
        if (rules != null) {
            rules.checkAll(host);
        }
    }

    /** The hosts to begin with. */
    List<String> hosts() throws SourceFault {
        List<String> hosts = Arrays.stream(bootstrap.split(","))
                .map(String::strip)
                .map(each -> each.substring(0, Math.max(0, each.lastIndexOf(':'))))
                .toList();
        if (hosts.contains("")) {
            throw SourceFault.lasting("Brokers are named as host:port, with commas in between.");
        }
        return hosts;
    }

    /** For any client. */
    Map<String, Object> config() {
        Map<String, Object> config = new HashMap<>(own);
        config.put("bootstrap.servers", bootstrap);
        config.put("client.id", "sluice-copy-" + topic);
        config.put("default.api.timeout.ms", API_MS);
        config.put("request.timeout.ms", REQUEST_MS);
        config.put("socket.connection.setup.timeout.ms", (long) CONNECT_MS);
        config.put("socket.connection.setup.timeout.max.ms", (long) CONNECT_MS);
        if (security != null) {
            config.put("security.protocol", security.protocol().name());
            secure(config, security);
        }
        return config;
    }

    private void secure(Map<String, Object> config, Security how) {
        Security.Mechanism mechanism = how.mechanism();
        if (how.protocol().isSasl() && mechanism != null) {
            config.put("sasl.mechanism", mechanism.text());
            config.put("sasl.jaas.config", login(mechanism, how.username()));
        }
        if (how.ca() != null) {
            config.put("ssl.truststore.type", "PEM");
            config.put("ssl.truststore.certificates", how.ca());
        }
        Secret key = credentials.get(Security.KEY);
        if (how.certificate() != null && key != null) {
            config.put("ssl.keystore.type", "PEM");
            config.put("ssl.keystore.certificate.chain", how.certificate());
            config.put("ssl.keystore.key", key.reveal());
        }
    }

    private String login(Security.Mechanism mechanism, @Nullable String username) {
        Secret password = credentials.get(Security.PASSWORD);
        String module = mechanism == Security.Mechanism.PLAIN ? "plain.PlainLoginModule" : "scram.ScramLoginModule";
        return "org.apache.kafka.common.security." + module + " required username=" + quoted(username) + " password="
                + quoted(password == null ? null : password.reveal()) + ";";
    }

    private static String quoted(@Nullable String text) {
        return '"' + (text == null ? "" : text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
    }

    /** Decided by type; a foreign message is never shown. */
    SourceFault told(Throwable failure) {
        Throwable cause =
                failure instanceof ExecutionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof SaslAuthenticationException) {
            return SourceFault.lasting("The brokers at " + bootstrap + " refuse this user name or password.");
        } else if (cause instanceof UnsupportedSaslMechanismException) {
            return SourceFault.lasting("The brokers at " + bootstrap + " do not know this SASL mechanism.");
        } else if (cause instanceof SslAuthenticationException) {
            return SourceFault.lasting(
                    "There is no secure connection to the brokers at " + bootstrap
                            + ": their certificate is not trusted (security.ca), or they do not trust ours, or they speak no TLS.");
        } else if (cause instanceof UnknownTopicOrPartitionException
                || cause instanceof UnknownTopicIdException
                || cause instanceof InvalidTopicException) {
            return SourceFault.lasting("There is no topic \"" + topic + "\" at " + bootstrap + ".");
        } else if (cause instanceof AuthorizationException) {
            return SourceFault.lasting(
                    "The brokers at " + bootstrap + " do not allow this user to read \"" + topic + "\".");
        } else if (cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException) {
            return SourceFault.passing("The brokers at " + bootstrap
                    + " do not answer in time; they may be away, or want another security.protocol.");
        }
        return SourceFault.passing("The brokers at " + bootstrap + " cannot be read from at the moment.");
    }

    /** Of making a client: nothing has been sent yet, so the configuration is at fault. */
    SourceFault unusable(KafkaException failure) {
        return security != null && security.protocol().name().contains("SSL")
                ? SourceFault.lasting("The certificates or the key of this source are not PEM texts that fit together.")
                : SourceFault.lasting("The brokers \"" + bootstrap + "\" cannot be found by name.");
    }
}
