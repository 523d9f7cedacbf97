package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How a foreign Kafka cluster is reached; names as in Kafka's own configuration. What is secret is not here but in
 * {@link Dataset#credentials()}: {@code password} (SASL), and {@code key} (the PEM private key of a client certificate).
 *
 * @param mechanism null without SASL
 * @param username of SASL; without one nothing can be read
 * @param ca PEM certificates that the brokers' chain is checked against; null: those that the Java runtime trusts
 * @param certificate PEM chain that this client shows (mutual TLS)
 */
public record Security(
        Protocol protocol,
        @Nullable Mechanism mechanism,
        @Nullable String username,
        @Nullable String ca,
        @Nullable String certificate) {
    /** The credentials that a source of this type may need. */
    public static final String PASSWORD = "password";

    public static final String KEY = "key";

    public enum Protocol {
        PLAINTEXT,
        SSL,
        SASL_PLAINTEXT,
        SASL_SSL;

        public boolean isSasl() {
            return this == SASL_PLAINTEXT || this == SASL_SSL;
        }
    }

    public enum Mechanism {
        PLAIN("PLAIN"),
        SCRAM_SHA_256("SCRAM-SHA-256"),
        SCRAM_SHA_512("SCRAM-SHA-512");

        private final String text;

        Mechanism(String text) {
            this.text = text;
        }

        /** As Kafka spells it. */
        @JsonValue
        public String text() {
            return text;
        }

        /** @throws IllegalArgumentException for any other text */
        @JsonCreator
        public static Mechanism of(String text) {
            for (Mechanism mechanism : values()) {
                if (mechanism.text.equals(text)) {
                    return mechanism;
                }
            }
            throw new IllegalArgumentException(text);
        }
    }

    public Security {
        if (protocol.isSasl() && mechanism == null) {
            throw Problem.Invalid.at("/source/security/mechanism", "SASL needs a mechanism, a username and a password")
                    .toException();
        }
    }
}
