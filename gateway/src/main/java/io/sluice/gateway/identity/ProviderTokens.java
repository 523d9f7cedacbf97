package io.sluice.gateway.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.ProblemException;
import io.sluice.contract.SignIns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;

/** Access tokens of the provider that scripts bring, for the audience of the configuration. Belongs to one event loop. */
final class ProviderTokens {
    private final Vertx vertx;
    private final Provider provider;
    private final String audience;
    private final ClaimReader reader;
    private final Recent<Verified> recent;

    ProviderTokens(Vertx vertx, Clock clock, Provider provider, String audience) {
        this.vertx = vertx;
        this.provider = provider;
        this.audience = audience;
        this.reader = new ClaimReader(provider.config());
        this.recent = new Recent<>(clock);
    }

    /** Whether it says so; nothing is verified yet. */
    boolean issued(String token) {
        return TokenHead.of(token)
                .filter(head -> head.issuer().equals(provider.config().issuer()))
                .isPresent();
    }

    Future<Verified> verify(String token) {
        return recent.get(token, () -> provider.verify(token, audience).compose(this::recognise));
    }

    /** Who has no role here has no identity here either. */
    private Future<Verified> recognise(JsonObject claims) {
        Instant expiresAt = Instant.ofEpochSecond(claims.getLong("exp"));
        return Future.succeededFuture(claims)
                .map(reader::read)
                .compose(known -> SignIns.RECOGNISE.call(vertx, known))
                .map((Identity.User user) -> new Verified(new Caller(user.name(), user.role()), null, null, expiresAt))
                .recover(cause -> isRefusal(cause) ? Authentication.unauthenticated() : Future.failedFuture(cause));
    }

    private static boolean isRefusal(Throwable cause) {
        return cause instanceof ProblemException known
                && (known.problem().code().equals("forbidden")
                        || known.problem().code().equals("conflict"));
    }
}
