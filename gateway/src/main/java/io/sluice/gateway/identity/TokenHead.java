package io.sluice.gateway.identity;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * What a token says of itself before anything is verified: only good for choosing who verifies it, and by which key.
 *
 * @param keyId empty: none is named
 * @param issuer empty: none is named
 */
record TokenHead(String keyId, String algorithm, String issuer) {

    static Optional<TokenHead> of(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonObject header = json(parts[0]);
            JsonObject claims = json(parts[1]);
            Object issuer = claims.getValue("iss");
            return Optional.of(new TokenHead(
                    header.getString("kid", ""),
                    header.getString("alg", ""),
                    issuer instanceof String text ? text : ""));
        } catch (RuntimeException notAToken) {
            return Optional.empty();
        }
    }

    private static JsonObject json(String part) {
        return new JsonObject(new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8));
    }
}
