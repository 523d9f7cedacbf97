package io.sluice.stream.rights;

import io.sluice.contract.Caller;
import io.sluice.contract.Grants;
import io.sluice.contract.Holdings;
import io.sluice.contract.Problem;
import io.sluice.rights.Decision;
import io.sluice.rights.Right;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;

/**
 * Decides about callers and things. What a caller holds is asked of the catalog each time, but for administrators and owners, about whom no
 * grant says anything; so those go on while the catalog is away, and a right that was taken back is gone at once. Keeps nothing.
 */
public final class Authority {
    private final Vertx vertx;
    private final Clock clock;

    public Authority(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    public Future<Decision> decide(Caller caller, Thing thing) {
        Decision alone = decide(caller, thing, Holdings.NONE);
        boolean certain = caller.isAdmin()
                || thing.lineage().stream().anyMatch(each -> caller.user().equals(each.owner()));
        return certain ? Future.succeededFuture(alone) : holdings(caller).map(held -> decide(caller, thing, held));
    }

    public Decision decide(Caller caller, Thing thing, Holdings held) {
        return held.decide(caller, thing, clock.instant());
    }

    /** What a user may do who is not asking now, with the role that the user has; empty: there is no such user. */
    public Future<Optional<Decision>> decide(String user, Thing thing) {
        return holdings(user)
                .map(held -> Optional.ofNullable(held.role()).map(role -> decide(new Caller(user, role), thing, held)));
    }

    /** Nothing, of administrators: nothing that they could hold matters. */
    public Future<Holdings> holdings(Caller caller) {
        return caller.isAdmin() ? Future.succeededFuture(Holdings.NONE) : holdings(caller.user());
    }

    /** What somebody holds who is not asking now. */
    public Future<Holdings> holdings(String user) {
        return Grants.HOLDINGS.call(vertx, new Grants.FindHoldings(user));
    }

    public Future<Sight> sight(Caller caller) {
        return holdings(caller).map(held -> Sight.of(caller, held));
    }

    /** Fails with {@code Forbidden} where the caller may see the thing and no more, and with {@code NotFound} where not even that. */
    public Future<Void> require(Caller caller, Thing thing, String name, Right right) {
        return decide(caller, thing).compose(decision -> refusal(decision, thing, name, right)
                .map(problem -> Future.<Void>failedFuture(problem.toException()))
                .orElseGet(Future::succeededFuture));
    }

    public static Optional<Problem> refusal(Decision decision, Thing thing, String name, Right right) {
        String kind = thing.id().kind().text();
        if (!decision.may(Right.VIEW)) {
            return Optional.of(Problem.NotFound.of(kind, name));
        }
        return decision.may(right)
                ? Optional.empty()
                : Optional.of(new Problem.Forbidden("You may not " + verb(right) + " this " + kind
                        + "; its owner or an administrator can grant that."));
    }

    private static String verb(Right right) {
        return switch (right) {
            case VIEW -> "see";
            case DOWNLOAD -> "take records out of";
            case EDIT -> "change";
            case MANAGE -> "manage";
        };
    }
}
