package io.sluice.catalog.identity;

import java.security.SecureRandom;
import java.util.Base64;

/** Random secrets. What has 256 random bits needs no slow hash to be kept. */
final class Secrets {
    private static final int BYTES = 32;

    private Secrets() {}

    /** 256 bits as base64url, 43 characters. */
    static String random(SecureRandom random) {
        byte[] secret = new byte[BYTES];
        random.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }
}
