package io.sluice.catalog.rules;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Caller;
import io.sluice.contract.Holdings;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.rights.Decision;
import io.sluice.rights.Right;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import java.time.Clock;

/** Decides about callers and things: reads what the caller holds and asks {@link io.sluice.rights.Rights}. Keeps nothing. */
public final class Authority {
    private final Clock clock;

    public Authority(Clock clock) {
        this.clock = clock;
    }

    public Future<Decision> decide(Session session, Caller caller, Thing thing) {
        return holdings(session, caller).map(held -> held.decide(caller, thing, clock.instant()));
    }

    /** Fails with {@code Forbidden} where the caller may see the thing and no more, and with {@code NotFound} where not even that. */
    public Future<Decision> require(Session session, Caller caller, Thing thing, String name, Right right) {
        return decide(session, caller, thing).map(decision -> checked(decision, thing, name, right));
    }

    public Future<Sight> sight(Session session, Caller caller) {
        return caller.isAdmin()
                ? Future.succeededFuture(Sight.ofEverything(caller))
                : HoldingsStore.of(session, caller.user(), clock.instant()).map(held -> Sight.of(caller, held));
    }

    public Future<Holdings> holdings(Session session, String user) {
        return HoldingsStore.of(session, user, clock.instant());
    }

    private Future<Holdings> holdings(Session session, Caller caller) {
        return caller.isAdmin() ? Future.succeededFuture(Holdings.NONE) : holdings(session, caller.user());
    }

    private static Decision checked(Decision decision, Thing thing, String name, Right right) {
        if (!decision.may(Right.VIEW)) {
            throw notFound(thing, name);
        } else if (!decision.may(right)) {
            throw new Problem.Forbidden("This needs the right to "
                            + (right == Right.MANAGE ? "manage" : "change") + " the "
                            + thing.id().kind().text() + "; its owner (" + thing.owner() + ") can grant it.")
                    .toException();
        }
        return decision;
    }

    private static ProblemException notFound(Thing thing, String name) {
        return Problem.NotFound.of(thing.id().kind().text(), name).toException();
    }
}
