package io.sluice.gateway.identity;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.runtime.Sha256;
import io.sluice.runtime.Vault;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * A sign-in on its way to the provider and back. It is kept in the browser that began it, in a sealed cookie, so that nothing is stored for
 * those who never come back, and no other browser can end what this one began.
 *
 * @param verifier of PKCE (RFC 7636): who has the code without it has nothing
 * @param back where the page goes then
 */
record StartedSignIn(String state, String nonce, String verifier, String back, Instant expiresAt) {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int RANDOM_BYTES = 32;

    static StartedSignIn begin(SecureRandom random, String back, Instant now) {
        return new StartedSignIn(random(random), random(random), random(random), back, now.plus(LIFE));
    }

    Sealed seal(Vault vault) {
        JsonObject json = new JsonObject()
                .put("state", state)
                .put("nonce", nonce)
                .put("verifier", verifier)
                .put("back", back)
                .put("expires_at", expiresAt.toEpochMilli());
        return vault.seal(new Secret(json.encode()));
    }

    /** Empty: it is none, or it is too old. */
    static Optional<StartedSignIn> open(Vault vault, String sealed, Instant now) {
        try {
            JsonObject json = new JsonObject(vault.open(new Sealed(sealed)).reveal());
            return Optional.of(new StartedSignIn(
                            json.getString("state"),
                            json.getString("nonce"),
                            json.getString("verifier"),
                            json.getString("back"),
                            Instant.ofEpochMilli(json.getLong("expires_at"))))
                    .filter(started -> now.isBefore(started.expiresAt));
        } catch (Vault.WrongKey notOurs) {
            return Optional.empty();
        }
    }

    boolean is(String otherState) {
        return MessageDigest.isEqual(
                state.getBytes(StandardCharsets.UTF_8), otherState.getBytes(StandardCharsets.UTF_8));
    }

    /** Of PKCE, S256. */
    String challenge() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(verifier));
    }

    /** What is used up when this sign-in succeeds. */
    String digest() {
        return Sha256.hex(state);
    }

    /** A place on this very host: what a browser might take for another one is not followed. */
    static String localPath(String path) {
        boolean local = path.startsWith("/")
                && !path.startsWith("//")
                && !path.startsWith("/api/")
                && path.indexOf('\\') < 0
                && path.chars().allMatch(each -> each > ' ' && each < 0x7f);
        return local ? path : "/";
    }

    private static String random(SecureRandom random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
