package io.sluice.gateway.http;

import io.vertx.core.Future;

/** What a route does. Runs on the gateway's event loop; may throw a {@link io.sluice.contract.ProblemException}. */
@FunctionalInterface
public interface Action {
    Future<Answer> answer(Call call);
}
