package io.sluice.gateway.live;

import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Ends the connections of one event loop whose identity stands no longer: the key was deleted, the user is gone or has another password.
 * A lesser role is taken over.
 *
 * <p>What is in doubt is asked, and only the catalog-service's answer ends anything; while it does not answer, everybody goes on and it
 * is asked again each second. In doubt come the connections of a user of whom a change is announced, every connection each {@link
 * #SWEEP} (an announcement can be lost), and a new one of which something was announced between its admission and its beginning.
 *
 * <p>One question is under way at a time, for at most {@link Identity.Check#MAX} distinct identities. Belongs to the event loop.
 */
final class Doubts {
    private static final Duration SWEEP = Duration.ofSeconds(60);
    /** Well below the 5 s within which a revoked identity has to end. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final LongSupplier nanos;
    private final Collection<LiveLoop.Connection> connections;
    private final Set<LiveLoop.Connection> doubted = new LinkedHashSet<>();
    private boolean asking;
    private long news;
    private long sweptAt;

    /** @param connections of the event loop, as they are at any time */
    Doubts(Vertx vertx, LongSupplier nanos, Collection<LiveLoop.Connection> connections) {
        this.vertx = vertx;
        this.nanos = nanos;
        this.connections = connections;
        this.sweptAt = nanos.getAsLong();
        Identity.CHANGED.listen(vertx, changed -> changed(changed.user()));
    }

    /** How often a change was announced. */
    long news() {
        return news;
    }

    /** Asks of one identity; fails with {@code Unavailable} while nobody answers. */
    Future<Identity.Standing> ask(Identity.Verified proven) {
        return Identity.CHECK
                .call(vertx, new Identity.Check(List.of(proven)), PATIENCE)
                .map(checked -> checked.standings().get(0));
    }

    private void changed(String user) {
        news++;
        connections.stream()
                .filter(connection -> connection.tenure().caller().user().equals(user))
                .forEach(doubted::add);
        ask();
    }

    /** A connection begins, or goes on under another identity. */
    void admitted(LiveLoop.Connection connection) {
        if (connection.tenure().news() != news) {
            doubted.add(connection);
            ask();
        }
    }

    void forget(LiveLoop.Connection connection) {
        doubted.remove(connection);
    }

    /** Once a second. */
    void tick() {
        long now = nanos.getAsLong();
        if (now - sweptAt >= SWEEP.toNanos()) {
            sweptAt = now;
            doubted.addAll(connections);
        }
        ask();
    }

    private void ask() {
        if (asking || doubted.isEmpty()) {
            return;
        }
        asking = true;
        Map<Identity.Verified, List<LiveLoop.Connection>> asked = take();
        Identity.CHECK
                .call(vertx, new Identity.Check(List.copyOf(asked.keySet())), PATIENCE)
                .onComplete(done -> asking = false)
                .onSuccess(checked -> {
                    settle(asked, checked);
                    ask();
                })
                .onFailure(nobodyAnswers -> doubtAgain(asked));
    }

    private Map<Identity.Verified, List<LiveLoop.Connection>> take() {
        Map<Identity.Verified, List<LiveLoop.Connection>> taken = new LinkedHashMap<>();
        for (LiveLoop.Connection connection : List.copyOf(doubted)) {
            if (taken.size() < Identity.Check.MAX) {
                doubted.remove(connection);
                taken.computeIfAbsent(connection.tenure().proven(), proven -> new ArrayList<>())
                        .add(connection);
            }
        }
        return taken;
    }

    private void doubtAgain(Map<Identity.Verified, List<LiveLoop.Connection>> asked) {
        asked.values().forEach(doubted::addAll);
        doubted.retainAll(connections);
    }

    private static void settle(Map<Identity.Verified, List<LiveLoop.Connection>> asked, Identity.Checked checked) {
        int place = 0;
        for (Map.Entry<Identity.Verified, List<LiveLoop.Connection>> each : asked.entrySet()) {
            Identity.Standing standing = checked.standings().get(place++);
            each.getValue().forEach(connection -> settle(connection, each.getKey(), standing));
        }
    }

    /** An answer about an identity that was renewed meanwhile says nothing about the new one. */
    private static void settle(LiveLoop.Connection connection, Identity.Verified asked, Identity.Standing standing) {
        @Nullable Role role = standing.role();
        if (!connection.tenure().proven().equals(asked)) {
            return;
        }
        if (role == null) {
            connection.close(EndReason.REVOKED);
        } else if (role != connection.tenure().caller().role()) {
            connection.tenure().take(role);
            connection.authorize();
        }
    }
}
