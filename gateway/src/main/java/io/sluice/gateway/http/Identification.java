package io.sluice.gateway.http;

import io.sluice.contract.Identity;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;

/**
 * Tells who sends a request. What the gate needs of it, so that HTTP does not depend on how an identity is proven. Both futures
 * fail with {@link io.sluice.contract.Problem.Unauthenticated} for every reason alike, or with {@link
 * io.sluice.contract.Problem.Unavailable} when nobody can tell at the moment.
 */
public interface Identification {

    Future<Identity.Verified> verify(RoutingContext context);

    /** For live connections, which have other ways to bring a token. */
    Future<Identity.Verified> verifyLive(RoutingContext context);

    /** Keeps the identity for the handlers that come after the gate. */
    void remember(RoutingContext context, Identity.Verified verified);
}
