package io.sluice.catalog.idempotency;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Claim;
import io.sluice.contract.Identity.ClaimState;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Who may go on with a request that carries an {@code Idempotency-Key}. A claim holds for a day. A claim that is not settled within
 * 60 s was made by a process that died, and the same request may claim it again.
 */
public final class IdempotencyService implements Feature {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MAX_KEY = 255;
    private static final int MAX_FINGERPRINT = 255;
    private static final int ATTEMPTS = 3;

    private final CatalogDatabase database;
    private final Clock clock;

    public IdempotencyService(CatalogDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.CLAIM_REQUEST.serve(vertx, this::claim), Identity.SETTLE_REQUEST.serve(vertx, this::settle));
    }

    private Future<Claim> claim(Identity.ClaimRequest ask) {
        new Violations()
                .filled(ask.key(), MAX_KEY, "/idempotency-key")
                .filled(ask.fingerprint(), MAX_FINGERPRINT, "/fingerprint")
                .refuse();
        return IdempotencyStore.forget(database, clock.instant().minus(VALIDITY))
                .compose(forgotten -> attempt(ask, ATTEMPTS));
    }

    /** A claim that vanishes between the two statements was given up: then it is tried again. */
    private Future<Claim> attempt(Identity.ClaimRequest ask, int attempts) {
        if (attempts == 0) {
            return Future.succeededFuture(claim(ClaimState.BUSY));
        }
        Instant now = clock.instant();
        return IdempotencyStore.claim(database, ask, now, now.minus(VALIDITY), now.minus(PATIENCE))
                .compose(claimed -> claimed
                        ? Future.succeededFuture(claim(ClaimState.NEW))
                        : IdempotencyStore.find(database, ask)
                                .compose(held -> held.isEmpty()
                                        ? attempt(ask, attempts - 1)
                                        : Future.succeededFuture(judge(ask, held.get()))));
    }

    private static Claim judge(Identity.ClaimRequest ask, IdempotencyStore.Held held) {
        return held.fingerprint().equals(ask.fingerprint())
                ? held.answer().orElseGet(() -> claim(ClaimState.BUSY))
                : claim(ClaimState.OTHER);
    }

    private static Claim claim(ClaimState state) {
        return new Claim(state, 0, null, null, "");
    }

    private Future<Done> settle(Identity.SettleRequest ask) {
        Future<Boolean> changed =
                ask.status() == 0 ? IdempotencyStore.giveUp(database, ask) : IdempotencyStore.settle(database, ask);
        return changed.map(Done::new);
    }
}
