package io.sluice.stream.flow;

import io.sluice.contract.Channels;
import io.sluice.contract.Problem;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Versions of streams in Postgres: one comes beside the current one, takes its place, or is called off. Each change is one transaction
 * that first locks the row of the current version, so that they follow one another, and that announces what it has changed.
 */
final class StreamVersions {
    private static final String CURRENT_ONE = StreamRows.SELECT + "where stream = $1 and " + StreamRows.CURRENT;

    private final Sql sql;

    StreamVersions(Sql sql) {
        this.sql = sql;
    }

    /** A version that still lacks its number and its topic. */
    interface Draft {
        UUID stream();

        /** Number of the version that it is a change of. */
        int of();

        /** @param topics of streams, so none for this one */
        StreamRow numbered(int version, Set<String> topics);

        /** Where the row that was made begins to read. */
        Map<TopicPartition, Long> positions(StreamRow row);
    }

    /** Adds a version that is being made, in the place of any other one that waits to be the current one. */
    Future<StreamRow> add(Draft draft) {
        return sql.inTransaction(tx -> lock(tx, draft.stream())
                .compose(current -> current.isEmpty() || current.get().version() != draft.of()
                        ? Future.failedFuture(changed())
                        : callOff(tx, draft.stream()))
                .compose(calledOff -> StreamRows.lockNames(tx))
                .compose(locked -> Future.all(
                        tx.first(
                                row -> row.getInteger(0),
                                "select max(version) from stream where stream = $1",
                                draft.stream()),
                        tx.list(row -> row.getString(0), "select topic from stream")))
                .compose(both -> {
                    int newest = both.<Optional<Integer>>resultAt(0).orElse(draft.of());
                    StreamRow row = draft.numbered(newest + 1, Set.copyOf(both.<List<String>>resultAt(1)));
                    return new StreamRows(tx)
                            .insert(row, draft.positions(row))
                            .compose(added -> added ? Future.succeededFuture(row) : Future.failedFuture(changed()));
                }));
    }

    /** It has all that it needs, and begins, unless its stream is gone or another change has come. */
    Future<Void> begin(StreamRow next) {
        return sql.inTransaction(tx -> lock(tx, next.stream())
                        .compose(current -> tx.first(
                                row -> Wanted.valueOf(row.getString(0)),
                                "update stream set wanted = case when era = 'NEXT' and $2 then 'RUNNING' else 'DELETING'"
                                        + " end where id = $1 and wanted = 'CREATING' returning wanted",
                                next.id(),
                                current.isPresent()))
                        .compose(wanted ->
                                tx.announce(Channels.STREAMS, next.id()).map(wanted)))
                .compose(wanted -> wanted.isPresent() && wanted.get() == Wanted.RUNNING
                        ? Future.succeededFuture()
                        : Future.failedFuture(changed()));
    }

    private static RuntimeException changed() {
        return new Problem.Conflict("The stream was changed or deleted meanwhile.").toException();
    }

    /** What takes its place when it has caught up, by stream; also what has failed. */
    Future<Map<UUID, StreamRow>> next(Collection<UUID> streams) {
        return sql.list(
                        StreamRows::read,
                        StreamRows.SELECT + "where stream = any($1) and era = 'NEXT' and wanted <> 'DELETING'",
                        (Object) streams.toArray(UUID[]::new))
                .map(rows -> rows.stream().collect(Collectors.toMap(StreamRow::stream, Function.identity())));
    }

    Future<Optional<StreamRow>> current(UUID stream) {
        return sql.first(StreamRows::read, CURRENT_ONE, stream);
    }

    private static Future<Optional<StreamRow>> lock(Sql tx, UUID stream) {
        return tx.first(StreamRows::read, CURRENT_ONE + " for update", stream);
    }

    /** @return whether there was something to call off */
    Future<Boolean> callOff(UUID stream) {
        return sql.inTransaction(tx -> lock(tx, stream).compose(current -> callOff(tx, stream)));
    }

    /** One that is still being made is cleared by who makes it, or as what was abandoned. */
    private static Future<Boolean> callOff(Sql tx, UUID stream) {
        return tx.list(
                        row -> row.getUUID(0),
                        "update stream set era = 'PAST', started = false,"
                                + " wanted = case when wanted = 'CREATING' then wanted else 'DELETING' end"
                                + " where stream = $1 and era = 'NEXT' returning id",
                        stream)
                .compose(ids -> announce(tx, ids).map(!ids.isEmpty()));
    }

    /** Deletes the stream with all of its versions. @return whether this call did */
    Future<Boolean> delete(UUID stream) {
        return sql.inTransaction(tx -> lock(tx, stream)
                .compose(current -> current.isEmpty()
                        ? Future.succeededFuture(false)
                        : callOff(tx, stream)
                                .compose(calledOff -> tx.run(
                                        "update stream set wanted = 'DELETING', reason = null, started = false"
                                                + " where id = $1",
                                        current.get().id()))
                                .compose(done -> tx.run("delete from stream_past where stream = $1", stream))
                                .compose(done ->
                                        announce(tx, List.of(current.get().id())))
                                .map(true)));
    }

    /**
     * The next version takes the place of the current one. That ends, so that the next one can begin there, or it is over at once; its
     * topics stay as topics of their owner. What is paused stays paused.
     *
     * @param ends of the topic of the next one, by partition; empty where nobody needs them
     * @return whether this call did
     */
    Future<Boolean> replace(StreamRow next, List<Long> ends) {
        return sql.inTransaction(tx -> lock(tx, next.stream())
                .compose(current ->
                        current.isEmpty() ? Future.succeededFuture(false) : replace(tx, current.get(), next, ends)));
    }

    private static Future<Boolean> replace(Sql tx, StreamRow current, StreamRow next, List<Long> ends) {
        return tx.first(
                        row -> true,
                        "select 1 from stream where id = $1 and era = 'NEXT' and wanted = 'RUNNING' for update",
                        next.id())
                .compose(there -> there.isEmpty()
                        ? Future.succeededFuture(false)
                        : retire(tx, current, next.follows() != null)
                                .compose(retired -> remember(tx, current, next.follows() != null, ends))
                                .compose(retired -> tx.run(
                                        "update stream n set era = 'CURRENT', title = c.title, notes = c.notes,"
                                                + " created_at = c.created_at,"
                                                + " wanted = case when $3 then 'PAUSED' else n.wanted end,"
                                                + " started = n.started and not $3"
                                                + " from stream c where n.id = $1 and c.id = $2",
                                        next.id(),
                                        current.id(),
                                        current.wanted() == Wanted.PAUSED))
                                .compose(done -> announce(tx, List.of(current.id(), next.id())))
                                .map(true));
    }

    /** @param goesOn the next one begins where it ends */
    private static Future<Void> retire(Sql tx, StreamRow current, boolean goesOn) {
        return tx.run(
                        "update stream set era = 'PAST', wanted = $2, reason = null, started = false where id = $1",
                        current.id(),
                        (goesOn ? Wanted.ENDING : Wanted.DELETING).name())
                .compose(done -> tx.run(
                        "update topic set stream = null where name = any($1) and stream = $2",
                        current.topics().toArray(String[]::new),
                        current.name()))
                .mapEmpty();
    }

    /** For who reads the stream, see {@link StreamCourse}. */
    private static Future<Integer> remember(Sql tx, StreamRow past, boolean goesOn, List<Long> ends) {
        return tx.run(
                "insert into stream_past (stream, version, topic, goes_on, begins) values ($1, $2, $3, $4, $5)",
                past.stream(),
                past.version(),
                past.topic(),
                goesOn,
                ends.isEmpty() ? null : ends.toArray(Long[]::new));
    }

    /**
     * A version has ended; what follows it begins there.
     *
     * @param ends the offset behind its last record, of each partition that it read
     */
    Future<Void> handOver(StreamRow past, Map<TopicPartition, Long> ends) {
        return sql.inTransaction(
                tx -> tx.run("update stream set wanted = 'DELETING' where id = $1 and wanted = 'ENDING'", past.id())
                        .compose(ended -> ended == 0 ? Future.succeededFuture() : begin(tx, past, ends)));
    }

    private static Future<Void> begin(Sql tx, StreamRow past, Map<TopicPartition, Long> ends) {
        return tx.first(StreamRows::read, StreamRows.SELECT + "where follows = $1 for update", past.id())
                .compose(heir -> heir.isEmpty()
                        ? announce(tx, List.of(past.id()))
                        : new StoredPositions(tx)
                                .takeOver(heir.get().id(), shared(heir.get(), past), past.id(), ends)
                                .compose(done -> tx.run(
                                        "update stream set follows = null where id = $1",
                                        heir.get().id()))
                                .compose(done -> announce(
                                        tx, List.of(past.id(), heir.get().id()))));
    }

    /** Topics that both of them read. */
    private static List<String> shared(StreamRow one, StreamRow other) {
        return one.sources().stream()
                .filter(mine -> other.sources().stream()
                        .anyMatch(its ->
                                its.read().equals(mine.read()) && its.id().equals(mine.id())))
                .map(Reading::read)
                .toList();
    }

    private static Future<Void> announce(Sql tx, List<UUID> ids) {
        return Future.all(ids.stream()
                        .map(id -> tx.announce(Channels.STREAMS, id))
                        .toList())
                .mapEmpty();
    }
}
