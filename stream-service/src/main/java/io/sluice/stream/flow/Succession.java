package io.sluice.stream.flow;

import io.sluice.stream.flow.GroupPositions.Lag;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a version take the place of the current one when it has caught up. Every node may find so at any time; one of them does it. Belongs to
 * one event loop.
 */
final class Succession {
    private static final Logger LOG = LoggerFactory.getLogger(Succession.class);

    private final StreamRows rows;
    private final StreamVersions versions;
    private final GroupPositions positions;

    Succession(StreamRows rows, StreamVersions versions, GroupPositions positions) {
        this.rows = rows;
        this.versions = versions;
        this.positions = positions;
    }

    /** @param next runs, or would */
    Future<Void> consider(StreamRow next) {
        return versions.current(next.stream())
                .compose(current -> current.isEmpty()
                        ? rows.want(next.id(), Wanted.DELETING, null, Wanted.RUNNING)
                                .mapEmpty()
                        : isDue(current.get(), next).compose(due -> due ? replace(next) : Future.succeededFuture()));
    }

    /** What goes on where the current one ends has nothing to catch up with before. */
    private Future<Boolean> isDue(StreamRow current, StreamRow next) {
        if (next.follows() != null) {
            return Future.succeededFuture(true);
        } else if (!next.started()) {
            return Future.succeededFuture(false);
        }
        return Future.all(positions.lags(List.of(current, next)), positions.inside(next))
                .map(both -> {
                    Map<UUID, Lag> lags = both.resultAt(0);
                    long inside = both.resultAt(1);
                    return lags.getOrDefault(next.id(), Lag.NONE).total() + inside
                            <= lags.getOrDefault(current.id(), Lag.NONE).total();
                });
    }

    private Future<Void> replace(StreamRow next) {
        Future<List<Long>> ends =
                next.follows() == null ? positions.ends(next.topic()) : Future.succeededFuture(List.of());
        return ends.compose(found -> versions.replace(next, found))
                .onSuccess(first -> {
                    if (first) {
                        LOG.info("stream has a new version; stream={} version={}", next.name(), next.version());
                    }
                })
                .mapEmpty();
    }
}
