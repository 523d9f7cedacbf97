package io.sluice.stream.landing;

import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.run.LandingTask;
import io.sluice.stream.landing.table.Books;
import io.sluice.stream.landing.table.Layout;
import io.sluice.stream.store.Backoff;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes everything of a landing that no node runs any more: positions and dead letters, the table if the landing made it, the topic of
 * dead letters, the consumer group, and the row last, so that a crash in between is found again. Every step may be repeated, also by several
 * nodes at once.
 */
final class LandingRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(LandingRemoval.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_MOST = Duration.ofSeconds(1);
    /** With the pauses above about 12 s, more than a killed node's membership lasts. */
    private static final int GROUP_ATTEMPTS = 15;
    /** A table, or the schema of one, that is not there. */
    private static final List<String> GONE = List.of("42P01", "3F000");

    private final Vertx vertx;
    private final Broker broker;
    private final LandingRows rows;
    private final TopicWriter writer;
    private final Targets targets;

    LandingRemoval(Vertx vertx, Broker broker, LandingRows rows, TopicWriter writer, Targets targets) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.writer = writer;
        this.targets = targets;
    }

    Future<Void> finish(LandingRow landing) {
        return clear(landing)
                .compose(done -> writer.drop(landing.deadLetters()))
                .compose(done -> deleteGroup(
                        LandingTask.group(landing.id()), new Backoff(RETRY_FIRST, RETRY_MOST), GROUP_ATTEMPTS))
                .compose(done -> rows.remove(landing.id()))
                .onSuccess(done -> LOG.info("landing deleted; landing={} topic={}", landing.name(), landing.topic()));
    }

    /** Where no table has to go, a landing ends although its database is away for good; then the books stay there, and nobody reads them. */
    private Future<Void> clear(LandingRow landing) {
        Target target = targets.of(landing);
        boolean drop = landing.madeTable() && !landing.keepTable();
        Future<Void> cleared = vertx.executeBlocking(
                () -> {
                    clear(target, landing, drop);
                    return null;
                },
                false);
        return !drop && landing.database() != null
                ? cleared.recover(away -> {
                    LOG.warn("the books of a landing stay; landing={} cause={}", landing.id(), away.toString());
                    return Future.succeededFuture();
                })
                : cleared;
    }

    private static void clear(Target target, LandingRow landing, boolean drop) throws SQLException, SourceFault {
        Layout layout = landing.layout();
        try (Connection on = target.open()) {
            on.setAutoCommit(false);
            try {
                new Books(layout.schema()).forget(on, landing.id());
            } catch (SQLException failed) {
                on.rollback();
                if (!GONE.contains(String.valueOf(failed.getSQLState()))) {
                    throw failed;
                }
            }
            if (drop) {
                try (Statement statement = on.createStatement()) {
                    statement.execute(layout.drop());
                }
            }
            on.commit();
        }
    }

    /** Other nodes leave the group when they hear of the deletion; that they have left is told by nothing but the group. */
    private Future<Void> deleteGroup(String group, Backoff backoff, int attempts) {
        return broker.ask(admin -> admin.deleteConsumerGroups(List.of(group)).all())
                .recover(Faults.on(GroupIdNotFoundException.class, Future::succeededFuture))
                .recover(failure -> attempts > 1 && Faults.unwrap(failure) instanceof GroupNotEmptyException
                        ? vertx.timer(backoff.next()).compose(fired -> deleteGroup(group, backoff, attempts - 1))
                        : Future.failedFuture(failure));
    }
}
