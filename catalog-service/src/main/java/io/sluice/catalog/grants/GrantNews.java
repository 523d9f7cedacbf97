package io.sluice.catalog.grants;

import io.sluice.catalog.database.Session;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Changed;
import io.sluice.rights.Grantee;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells everybody when what users hold has changed, also when a grant ends by itself: one timer waits for the next one that does. A decision
 * never counts what has expired; the timer ends what rests on an earlier one. Every node has this timer and sets it anew at any news, so a node
 * that made a grant may die. Belongs to the verticle's event loop.
 */
final class GrantNews {
    private static final Logger LOG = LoggerFactory.getLogger(GrantNews.class);
    /** Clocks are set, and timers are not; so none waits longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Session session;
    private final Clock clock;
    private @Nullable Long timer;

    GrantNews(Vertx vertx, Session session, Clock clock) {
        this.vertx = vertx;
        this.session = session;
        this.clock = clock;
    }

    void open() {
        Grants.CHANGED.listen(vertx, changed -> arm());
        arm();
    }

    /** What this one holds is another now. */
    void tell(Grantee to) {
        tell(to.kind() == Grantee.Kind.USER ? new Changed(List.of(to.name())) : Changed.ANYBODY);
    }

    void tell(Changed changed) {
        Grants.CHANGED.publish(vertx, changed);
    }

    private void arm() {
        GrantStore.nextExpiry(session)
                .onSuccess(next -> next.ifPresent(this::waitFor))
                .onFailure(away -> fireIn(AGAIN));
    }

    private void waitFor(Instant expiry) {
        Duration left = Duration.between(clock.instant(), expiry);
        fireIn(left.compareTo(LONGEST) > 0 ? LONGEST : left);
    }

    private void fireIn(Duration left) {
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
        timer = vertx.setTimer(Math.max(1, left.toMillis() + 1), now -> expire());
    }

    private void expire() {
        timer = null;
        GrantStore.removeExpired(session, clock.instant())
                .compose(this::tellOf)
                .onFailure(
                        away -> LOG.warn("grants that have expired could not be looked for; cause={}", away.toString()))
                .onComplete(done -> arm());
    }

    private Future<Void> tellOf(RowSet<Row> expired) {
        List<@Nullable String> users = new ArrayList<>();
        expired.forEach(row -> users.add(row.getString("to_user")));
        if (!users.isEmpty()) {
            boolean all = users.stream().anyMatch(Objects::isNull);
            tell(
                    all
                            ? Changed.ANYBODY
                            : new Changed(users.stream()
                                    .map(String::valueOf)
                                    .distinct()
                                    .toList()));
        }
        return Future.succeededFuture();
    }
}
