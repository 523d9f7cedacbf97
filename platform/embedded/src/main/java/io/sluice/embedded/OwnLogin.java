package io.sluice.embedded;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The credential of the platform's own traffic: made at each start, kept in memory, good for the loopback listeners of this one broker.
 * {@link #toString} does not tell it.
 */
record OwnLogin(String password) {
    /** Nobody else is called so: the names of users' credentials have a dot in them. */
    static final String USER = "sluice";

    private static final int BYTES = 32;

    static OwnLogin random() {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        return new OwnLogin(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** For a listener: who may log in, and as whom the broker itself does. */
    String ofListener() {
        return jaas() + " user_" + USER + "=\"" + password + "\";";
    }

    Map<String, String> ofClient() {
        return Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", jaas() + ";");
    }

    private String jaas() {
        return "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"" + USER + "\" password=\""
                + password + "\"";
    }

    @Override
    public String toString() {
        return "OwnLogin[" + USER + "]";
    }
}
