package io.sluice.gateway.live;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets identities in to live connections. A signature alone does not tell that a user is still there, so the catalog-service is asked;
 * while it does not answer, what was proven is believed, and asked again soon. Belongs to one event loop.
 */
final class Door {
    private final Identities identities;
    private final Doubts doubts;

    Door(Identities identities, Doubts doubts) {
        this.identities = identities;
        this.doubts = doubts;
    }

    /** Of a request whose authentication has passed. Fails with {@code Unauthenticated} if its identity stands no longer. */
    Future<Admission> admit(RoutingContext request) {
        return admit(identities.known().apply(request));
    }

    /** Of a token or key that a connection brings later. */
    Future<Admission> admit(String token) {
        return identities.verify().apply(token).compose(this::admit);
    }

    /** Of an identity that was proven elsewhere. */
    Future<Admission> admit(Identity.Verified proven) {
        long news = doubts.news();
        return doubts.ask(proven)
                .transform(answer -> answer.failed()
                        ? Future.succeededFuture(new Admission(proven, proven.caller(), Admission.UNSURE))
                        : admit(proven, answer.result(), news));
    }

    private static Future<Admission> admit(Identity.Verified proven, Identity.Standing standing, long news) {
        @Nullable Role role = standing.role();
        return role == null
                ? Future.failedFuture(new Problem.Unauthenticated().toException())
                : Future.succeededFuture(new Admission(proven, proven.caller().withRole(role), news));
    }
}
