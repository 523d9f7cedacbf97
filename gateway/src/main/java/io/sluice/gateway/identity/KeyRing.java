package io.sluice.gateway.identity;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that an issuer's tokens may be signed with, each pinned to one algorithm: what a token's header claims is compared with
 * the key, never believed. Immutable.
 */
final class KeyRing {
    private static final int LEEWAY_SECONDS = 5;

    private final Map<String, String> algorithms = new HashMap<>();
    private final JWTAuth verifier;

    /**
     * @param keys as JWK JSON texts; those for something else than signatures are passed over
     * @param checks what the claims must be, besides the times
     */
    KeyRing(Vertx vertx, List<String> keys, JWTOptions checks) {
        JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(checks.setLeeway(LEEWAY_SECONDS));
        for (String text : keys) {
            JsonObject key = new JsonObject(text);
            String id = key.getString("kid");
            String algorithm = "sig".equals(key.getString("use", "sig")) ? algorithm(key) : null;
            if (id != null && algorithm != null) {
                algorithms.put(id, algorithm);
                options.addJwk(key.copy().put("alg", algorithm));
            }
        }
        this.verifier = JWTAuth.create(vertx, options);
    }

    boolean knows(String keyId) {
        return algorithms.containsKey(keyId);
    }

    /** The claims; fails with {@code Unauthenticated} whatever is wrong. */
    Future<JsonObject> verify(String token, TokenHead head) {
        if (!head.algorithm().equals(algorithms.get(head.keyId()))) {
            return Authentication.unauthenticated();
        }
        return verifier.authenticate(new TokenCredentials(token))
                .map(KeyRing::claims)
                .recover(refused -> Authentication.unauthenticated());
    }

    /** Vert.x puts the claims beside the token and some of its own. */
    private static JsonObject claims(User user) {
        return user.attributes().getJsonObject("accessToken", user.principal());
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
