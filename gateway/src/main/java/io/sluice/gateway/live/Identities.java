package io.sluice.gateway.live;

import io.sluice.contract.Identity;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;

/**
 * Who is behind a live connection, as the live routes are told.
 *
 * @param known of a request whose authentication has passed
 * @param verify of a token or API key that is brought later; fails with {@code Unauthenticated}, or {@code Unavailable}
 */
public record Identities(
        Function<RoutingContext, Identity.Verified> known, Function<String, Future<Identity.Verified>> verify) {}
