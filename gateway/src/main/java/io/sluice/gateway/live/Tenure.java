package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Who is behind a connection, and for how long. A fresh token takes the place of the old one, whatever flows meanwhile; until it is
 * verified, and if it is refused, the old one goes on. Belongs to the connection's event loop.
 */
final class Tenure {
    private final Clock clock;
    private Admission admission;
    private boolean warned;
    private boolean renewing;

    Tenure(Clock clock, Admission admission) {
        this.clock = clock;
        this.admission = admission;
    }

    Caller caller() {
        return admission.caller();
    }

    Identity.Verified proven() {
        return admission.proven();
    }

    /** See {@link Admission}. */
    long news() {
        return admission.news();
    }

    @Nullable Instant expiresAt() {
        return admission.proven().expiresAt();
    }

    boolean isOver() {
        return isOver(admission);
    }

    private boolean isOver(Admission some) {
        @Nullable Instant expiresAt = some.proven().expiresAt();
        return expiresAt != null && !clock.instant().isBefore(expiresAt);
    }

    /** The end that the client is to be told of now; once for each identity. */
    @Nullable Instant warning(Duration before) {
        @Nullable Instant expiresAt = expiresAt();
        if (warned || expiresAt == null || clock.instant().isBefore(expiresAt.minus(before))) {
            return null;
        }
        warned = true;
        return expiresAt;
    }

    /**
     * Replaces the identity by a fresh one of the same user; one at a time.
     *
     * @param fresh verifies it
     * @return fails with {@code Unauthenticated}, {@code Forbidden} (another user), {@code Conflict} (one is under way), {@code
     *     Unavailable}
     */
    Future<Void> renew(Supplier<Future<Admission>> fresh) {
        if (renewing) {
            return Future.failedFuture(new Problem.Conflict("A renewal is under way.").toException());
        }
        renewing = true;
        return fresh.get().<Void>map(this::replace).onComplete(done -> renewing = false);
    }

    private @Nullable Void replace(Admission fresh) {
        if (!fresh.caller().user().equals(caller().user())) {
            throw new Problem.Forbidden("The token is another user's.").toException();
        }
        if (isOver(fresh)) {
            throw new Problem.Unauthenticated().toException();
        }
        admission = fresh;
        warned = false;
        return null;
    }

    /** Its user or key has got another role. */
    void take(Role role) {
        admission = new Admission(admission.proven(), caller().withRole(role), admission.news());
    }
}
