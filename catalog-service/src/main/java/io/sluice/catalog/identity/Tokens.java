package io.sluice.catalog.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Signs access tokens: ES256 JWTs with the claims {@code iss}, {@code sub}, {@code role}, {@code iat}, {@code exp} and {@code jti}.
 * Belongs to one event loop.
 */
public final class Tokens {
    private static final String ISSUER = "sluice";
    private static final String ALGORITHM = "ES256";

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx;
    private final Keyset keys;
    private final Duration lifetime;
    private final Clock clock;
    private @Nullable Signer last;

    public Tokens(Vertx vertx, Keyset keys, Duration lifetime, Clock clock) {
        this.vertx = vertx;
        this.keys = keys;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    private record Signer(String keyId, JWTAuth sign) {}

    Future<Identity.AccessToken> issue(Caller caller) {
        return keys.current().map(key -> issue(caller, signer(key)));
    }

    private Signer signer(SigningKey key) {
        Signer known = last;
        if (known == null || !known.keyId().equals(key.id())) {
            known = new Signer(key.id(), JWTAuth.create(vertx, new JWTAuthOptions().addJwk(key.jwk())));
            last = known;
        }
        return known;
    }

    private Identity.AccessToken issue(Caller caller, Signer signer) {
        Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("sub", caller.user())
                .put("role", caller.role().text())
                .put("iat", issued.getEpochSecond())
                .put("exp", expires.getEpochSecond())
                .put("jti", Secrets.random(random));
        if (caller.scope() != Role.ADMIN) {
            claims.put("scope", caller.scope().text());
        }
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setHeader(new JsonObject().put("kid", signer.keyId()))
                .setNoTimestamp(true);
        return new Identity.AccessToken(new Secret(signer.sign().generateToken(claims, options)), expires);
    }
}
