package io.sluice.gateway.http;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** Sees every request that comes to the gate, and what becomes of it. What the gate needs of the audit. */
public interface Witness {
    /**
     * Lets the request go on, or refuses it because it could not be kept what it did, and sees its answer.
     *
     * @param exchange carries the request out; not called if it is refused
     * @return what {@code exchange} comes to, or {@link io.sluice.contract.Problem.Unavailable}
     */
    Future<Answer> watch(Route route, RoutingContext context, Supplier<Future<Answer>> exchange);

    /** A live connection was not let in. */
    void refused(Route route, RoutingContext context, Throwable failure);
}
