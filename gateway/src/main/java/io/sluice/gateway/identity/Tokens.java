package io.sluice.gateway.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Access tokens (JWT) of our own, verified here against the platform's public keys. Belongs to one event loop. */
final class Tokens {
    private static final String ISSUER = "sluice";

    private final KeySource keys;

    Tokens(Vertx vertx, Clock clock) {
        this.keys = new KeySource(clock, () -> Identity.GET_KEY_SET
                .call(vertx, new Identity.GetKeySet())
                .map(set -> new KeyRing(vertx, set.keys(), new JWTOptions().setIssuer(ISSUER))));
    }

    Future<Identity.Verified> verify(String token) {
        Optional<TokenHead> head = TokenHead.of(token);
        if (head.isEmpty()) {
            return Authentication.unauthenticated();
        }
        return keys.ringFor(head.get().keyId())
                .compose(ring -> ring.verify(token, head.get()).map(Tokens::toVerified));
    }

    private static Identity.Verified toVerified(JsonObject claims) {
        try {
            String subject = claims.getString("sub");
            String role = claims.getString("role");
            Number expiry = claims.getNumber("exp");
            if (subject == null || role == null || expiry == null || subject.isEmpty()) {
                throw new ProblemException(new Problem.Unauthenticated());
            }
            Number issued = claims.getNumber("iat");
            @Nullable Instant since = issued == null ? null : Instant.ofEpochSecond(issued.longValue());
            Instant expiresAt = Instant.ofEpochSecond(expiry.longValue());
            String limit = claims.getString("scope");
            Role scope = limit == null ? Role.ADMIN : Role.of(limit);
            Caller caller = new Caller(subject, Role.of(role), scope);
            return new Identity.Verified(caller, null, since, expiresAt, claims.getString("jti"));
        } catch (ClassCastException | IllegalArgumentException otherForm) {
            throw new ProblemException(new Problem.Unauthenticated());
        }
    }
}
