package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that tokens may be signed with, each pinned to one algorithm: what a token's header claims is compared with
 * the key, never believed. Immutable.
 */
final class KeyRing {
    private static final String ISSUER = "sluice";
    private static final int LEEWAY_SECONDS = 5;

    private final Map<String, String> algorithms = new HashMap<>();
    private final JWTAuth verifier;

    private KeyRing(Vertx vertx, Identity.KeySet keys) {
        JWTOptions checks = new JWTOptions().setIssuer(ISSUER).setLeeway(LEEWAY_SECONDS);
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(checks);
        for (String text : keys.keys()) {
            JsonObject key = new JsonObject(text);
            String id = key.getString("kid");
            String algorithm = algorithm(key);
            if (id != null && algorithm != null) {
                algorithms.put(id, algorithm);
                options.addJwk(key.copy().put("alg", algorithm));
            }
        }
        this.verifier = JWTAuth.create(vertx, options);
    }

    static Future<KeyRing> fetch(Vertx vertx) {
        return Identity.GET_KEY_SET.call(vertx, new Identity.GetKeySet()).map(keys -> new KeyRing(vertx, keys));
    }

    boolean knows(String keyId) {
        return algorithms.containsKey(keyId);
    }

    boolean fits(String keyId, String algorithm) {
        return algorithm.equals(algorithms.get(keyId));
    }

    JWTAuth verifier() {
        return verifier;
    }

    /** Only asymmetric ones; a key that says nothing gets what its type is for. */
    private static @Nullable String algorithm(JsonObject key) {
        return switch (key.getString("kty", "") + "/" + key.getString("alg", "")) {
            case "EC/", "EC/ES256" -> "P-256".equals(key.getString("crv")) ? "ES256" : null;
            case "RSA/", "RSA/RS256" -> "RS256";
            case "OKP/", "OKP/EdDSA" -> "EdDSA";
            default -> null;
        };
    }
}
