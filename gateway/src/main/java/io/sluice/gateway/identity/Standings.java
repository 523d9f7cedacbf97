package io.sluice.gateway.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether access tokens whose signature is right still stand: the user may be gone, have another password or a lesser role, or the token
 * was signed out. The catalog-service is asked, see {@link Recent}; while it does not answer, what was proven is believed, but for a token
 * that was refused before. Belongs to one event loop.
 */
final class Standings {
    /** Well below the 5 s within which a revoked identity has to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Recent<Identity.Standing> recent;
    private final Refusals refusals = new Refusals();

    Standings(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.recent = new Recent<>(clock);
    }

    /** The same identity with the role that it has now; fails with {@code Unauthenticated} if it stands no longer. */
    Future<Verified> check(String token, Verified proven) {
        return recent.get(token, () -> ask(proven))
                .onSuccess(standing -> refusals.note(proven, standing.role() == null))
                .recover(nobodyAnswers -> Future.succeededFuture(believed(proven)))
                .compose(standing -> settle(proven, standing.role()));
    }

    private Future<Identity.Standing> ask(Verified proven) {
        return Identity.CHECK
                .call(vertx, new Identity.Check(List.of(proven)), PATIENCE)
                .map(checked -> checked.standings().get(0));
    }

    private Identity.Standing believed(Verified proven) {
        return new Identity.Standing(
                refusals.has(proven) ? null : proven.caller().role());
    }

    private static Future<Verified> settle(Verified proven, @Nullable Role role) {
        if (role == null) {
            return Future.failedFuture(new Problem.Unauthenticated().toException());
        }
        Caller caller = proven.caller();
        return Future.succeededFuture(
                role == caller.role() ? proven : proven.withCaller(new Caller(caller.user(), role)));
    }

    void changed() {
        recent.clear();
    }
}
