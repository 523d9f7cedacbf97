package io.sluice.catalog.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Signs access tokens: ES256 JWTs with the claims {@code iss}, {@code sub}, {@code role}, {@code iat}, {@code exp}. */
public final class Tokens {
    private static final String ISSUER = "sluice";
    private static final String ALGORITHM = "ES256";

    private final JWTAuth signer;
    private final SigningKey key;
    private final Duration lifetime;
    private final Clock clock;

    public Tokens(Vertx vertx, SigningKey key, Duration lifetime, Clock clock) {
        this.signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(key.jwk()));
        this.key = key;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    Identity.AccessToken issue(Caller caller) {
        Instant issued = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant expires = issued.plus(lifetime).truncatedTo(ChronoUnit.SECONDS);
        JsonObject claims = new JsonObject()
                .put("iss", ISSUER)
                .put("sub", caller.user())
                .put("role", caller.role().text())
                .put("iat", issued.getEpochSecond())
                .put("exp", expires.getEpochSecond());
        if (caller.scope() != Role.ADMIN) {
            claims.put("scope", caller.scope().text());
        }
        JWTOptions options = new JWTOptions()
                .setAlgorithm(ALGORITHM)
                .setHeader(new JsonObject().put("kid", key.id()))
                .setNoTimestamp(true);
        return new Identity.AccessToken(new Secret(signer.generateToken(claims, options)), expires);
    }
}
