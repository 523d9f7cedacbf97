package io.sluice.stream.action;

import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.At;
import io.sluice.contract.Actions.Begin;
import io.sluice.contract.Actions.FindGroup;
import io.sluice.contract.Actions.GroupPlace;
import io.sluice.contract.Actions.Held;
import io.sluice.contract.Actions.Note;
import io.sluice.contract.Actions.Settle;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.stream.kafka.GroupOffsets;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Which actions there are, who is about them, and what came of them. A request is one action for a year, also when the action was released.
 * Offsets of a group are committed after the answer is stored; if that was cut off, whoever looks at the action next makes up for it.
 */
public final class ActionService {
    private static final long MOST = 100_000;
    private static final Duration RETRY = Duration.ofHours(1);
    private static final String CANCELLED = "{\"error\":\"Canceled by user request\"}";

    private final ActionRows rows;
    private final GroupOffsets groups;

    public ActionService(Sql sql, GroupOffsets groups) {
        this.rows = new ActionRows(sql);
        this.groups = groups;
    }

    public Future<Held> begin(Begin ask) {
        return rows.forget()
                .compose(forgotten -> rows.count(ask.caller().user()))
                .compose(count -> count < MOST ? rows.begin(ask) : failed(tooMany()))
                .compose(row -> judge(ask, row));
    }

    private static Problem tooMany() {
        return new Problem.TooMany("You have had " + MOST + " actions in a year.", RETRY);
    }

    private Future<Held> judge(Begin ask, ActionRow row) {
        if (!row.fingerprint().equals(ask.fingerprint())) {
            return failed(new Problem.Conflict("This request_id was used for another request."));
        } else if (row.released()) {
            return failed(new Problem.Conflict("The action of this request was released."));
        }
        return claim(row);
    }

    public Future<Held> claim(At ask) {
        return find(ask).compose(this::claim);
    }

    private Future<Held> claim(ActionRow row) {
        Action action = row.action();
        if (action.status() != Status.ACTIVE) {
            return pay(row).map(new Held(action, null));
        }
        UUID claim = UUID.randomUUID();
        return pay(row).compose(paid -> rows.claim(action.id(), claim)).compose(mine -> find(action.user(), action.id())
                .map(now -> new Held(now.action(), mine ? claim.toString() : null)));
    }

    public Future<Done> note(Note ask) {
        return rows.note(ask)
                .compose(noted -> noted
                        ? Future.succeededFuture(new Done(true))
                        : failed(new Problem.Conflict("Somebody else is about this action, or it was cancelled.")));
    }

    public Future<Action> settle(Settle ask) {
        At at = new At(ask.caller(), ask.id());
        return rows.settle(ask).compose(settled -> find(at)).compose(row -> pay(row).map(row.action()));
    }

    public Future<Action> cancel(At ask) {
        return rows.cancel(ask.caller().user(), ask.id(), CANCELLED)
                .compose(cancelled -> find(ask))
                .map(ActionRow::action);
    }

    public Future<Action> release(At ask) {
        return find(ask)
                .compose(row -> row.action().status() == Status.ACTIVE
                        ? failed(new Problem.Conflict("The action is active; cancel it first."))
                        : rows.release(ask.caller().user(), ask.id()).map(row.action()));
    }

    public Future<Actions.GroupOffsets> group(FindGroup ask) {
        return groups.find(ask.group()).map(all -> {
            Map<Integer, Long> offsets = new HashMap<>();
            all.forEach((at, offset) -> {
                if (at.topic().equals(ask.topic())) {
                    offsets.put(at.partition(), offset);
                }
            });
            return new Actions.GroupOffsets(offsets);
        });
    }

    /** Commits never go back: another one may have gone on meanwhile. */
    private Future<Void> pay(ActionRow row) {
        @Nullable GroupPlace owed = row.owed();
        if (owed == null) {
            return Future.succeededFuture();
        }
        return groups.find(owed.group())
                .compose(committed -> {
                    Map<TopicPartition, Long> ahead = new HashMap<>();
                    owed.offsets().forEach((partition, offset) -> {
                        TopicPartition at = new TopicPartition(owed.topic(), partition);
                        if (offset > committed.getOrDefault(at, -1L)) {
                            ahead.put(at, offset);
                        }
                    });
                    return groups.commit(owed.group(), ahead);
                })
                .compose(paid -> rows.paid(row.action().id()));
    }

    private Future<ActionRow> find(At ask) {
        return find(ask.caller().user(), ask.id());
    }

    private Future<ActionRow> find(String user, String id) {
        return rows.find(user, id)
                .compose(row -> row.isPresent()
                        ? Future.succeededFuture(row.get())
                        : failed(Problem.NotFound.of("action", id)));
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
