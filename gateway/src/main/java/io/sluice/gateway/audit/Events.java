package io.sluice.gateway.audit;

import io.sluice.contract.Audit.Actor;
import io.sluice.contract.Audit.Event;
import io.sluice.contract.Audit.Outcome;
import io.sluice.contract.Audit.Thing;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;

/** Makes events. */
public final class Events {
    private final Clock clock;

    public Events(Clock clock) {
        this.clock = clock;
    }

    /** What came of it, and why. */
    record Result(Outcome outcome, String rule, int status) {

        static Result allowed(String rule, int status) {
            return new Result(Outcome.ALLOWED, rule, status);
        }

        /** @param status tells whether the right was missing or something else was wrong */
        static Result notDone(String rule, int status) {
            boolean refused = status == 401 || status == 403;
            return new Result(refused ? Outcome.REFUSED : Outcome.FAILED, rule, status);
        }
    }

    Event of(Actor actor, String action, Thing thing, Result result, String request, Map<String, String> details) {
        return new Event(
                UUID.randomUUID(),
                clock.instant(),
                actor,
                action,
                thing,
                result.outcome(),
                result.rule(),
                result.status(),
                request,
                details);
    }

    /** So many reads are not in the audit. */
    Event lost(long count) {
        return of(
                new Actor("system", "none", "", null),
                "audit.lost",
                new Thing("audit", null, null, null),
                new Result(Outcome.FAILED, "the audit was away for too long", 503),
                "",
                Map.of("count", Long.toString(count)));
    }
}
