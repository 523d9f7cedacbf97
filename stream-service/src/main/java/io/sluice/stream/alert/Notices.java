package io.sluice.stream.alert;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction of a rule has to tell, in order. While the rule is muted it is kept, but goes nowhere. That a firing is over is told
 * only where the firing was.
 */
final class Notices {
    private static final String MUTED = "muted";
    private static final String WAITING = "waiting";

    private final AlertRow rule;
    private final Instant at;
    private final boolean muted;
    private final List<Tuple> rows = new ArrayList<>();
    private final Set<UUID> told = new HashSet<>();
    private long next;

    Notices(AlertRow rule, Instant at, long first, boolean muted) {
        this.rule = rule;
        this.at = at;
        this.next = first;
        this.muted = muted;
    }

    void add(Turn turn) {
        if (turn.kind() == Turn.Kind.RESOLVED && !turn.told() && !told.contains(turn.event())) {
            return;
        }
        if (!muted) {
            told.add(turn.event());
        }
        rows.add(Tuple.from(new @Nullable Object[] {
            rule.id(),
            next++,
            turn.event(),
            UUID.randomUUID(),
            Notice.kind(turn),
            Notice.body(rule, turn, at),
            at.atOffset(ZoneOffset.UTC),
            muted ? MUTED : WAITING,
            rule.webhook() == null ? null : muted ? MUTED : WAITING
        }));
    }

    /** Lets the firing groups know that they have been told of. */
    void mark(List<Group> groups) {
        groups.stream().filter(group -> told.contains(group.event())).forEach(group -> group.told(at.toEpochMilli()));
    }

    Future<Void> store(Sql tx) {
        return tx.runAll(
                "insert into alert_notice (alert, seq, event, id, kind, body, at, topic_state, webhook_state,"
                        + " next_attempt) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $7)",
                rows);
    }
}
