package io.sluice.gateway.sessions;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateways of a cluster by name, in a map that all nodes share. Each holds a lease of its own entry for {@link #LEASE} and
 * renews it at a third of that, so a node that died is forgotten by itself.
 */
final class Gateways {
    private static final Logger LOG = LoggerFactory.getLogger(Gateways.class);
    private static final String MAP = "sluice.gateways";
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Vertx vertx;
    private final String node;
    private long renewal = -1;

    Gateways(Vertx vertx, String node) {
        this.vertx = vertx;
        this.node = node;
    }

    Future<Void> join() {
        renewal = vertx.setPeriodic(LEASE.toMillis() / 3, now -> lease().onFailure(
                        failed -> LOG.warn("the lease of a gateway was not renewed; cause={}", failed.toString())));
        return lease();
    }

    private Future<Void> lease() {
        return map().compose(map -> map.put(node, true, LEASE.toMillis()));
    }

    /** All that are there, this one in any case. */
    Future<Set<String>> all() {
        return map().compose(AsyncMap::keys)
                .onFailure(failed -> LOG.warn("the other gateways cannot be found; cause={}", failed.toString()))
                .otherwise(Set.of())
                .map(found -> {
                    Set<String> all = new TreeSet<>(found);
                    all.add(node);
                    return all;
                });
    }

    Future<Void> leave() {
        vertx.cancelTimer(renewal);
        return map().compose(map -> map.remove(node)).mapEmpty();
    }

    private Future<AsyncMap<String, Boolean>> map() {
        return vertx.sharedData().getAsyncMap(MAP);
    }
}
