package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.SourceState;
import io.sluice.contract.Streams.State;
import io.sluice.stream.source.Run.Figures;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What is known of each source, whichever node runs it. */
final class SourceRows {
    private final Sql sql;

    SourceRows(Sql sql) {
        this.sql = sql;
    }

    record Known(UUID dataset, String name, String topic) {}

    Future<List<Known>> all() {
        return sql.list(SourceRows::known, "select dataset, name, topic from source_state");
    }

    Future<Optional<Known>> find(UUID dataset) {
        return sql.first(
                SourceRows::known, "select dataset, name, topic from source_state where dataset = $1", dataset);
    }

    Future<List<SourceState>> states(List<UUID> datasets) {
        return sql.list(
                SourceRows::state,
                "select dataset, state, reason, records, rows, bytes, size, failed, failures, idle, rate"
                        + " from source_state where dataset = any($1)",
                (Object) datasets.toArray(UUID[]::new));
    }

    /** Writes the row of a source that is about to run; what it has counted stays. */
    Future<Void> starting(Dataset dataset) {
        return put(dataset, State.STARTING);
    }

    Future<Void> paused(Dataset dataset) {
        return put(dataset, State.PAUSED);
    }

    Future<Void> refused(Dataset dataset, String reason) {
        return put(dataset, State.FAILED, reason);
    }

    private Future<Void> put(Dataset dataset, State state) {
        return put(dataset, state, null);
    }

    private Future<Void> put(Dataset dataset, State state, @Nullable String reason) {
        return sql.run(
                        "insert into source_state (dataset, name, topic, state, reason) values ($1, $2, $3, $4, $5)"
                                + " on conflict (dataset) do update set state = excluded.state, reason = excluded.reason, rate = 0"
                                + " where source_state.state <> excluded.state",
                        dataset.id(),
                        dataset.name(),
                        dataset.topic(),
                        state.name(),
                        reason)
                .mapEmpty();
    }

    Future<Void> flush(Collection<Figures> figures) {
        List<Tuple> batch = figures.stream().map(SourceRows::row).toList();
        return sql.runAll(
                "update source_state set state = $2, reason = $3, records = $4, rows = $5, bytes = $6, size = $7,"
                        + " failed = $8, failures = $9, idle = $10, rate = $11 where dataset = $1",
                batch);
    }

    private static Tuple row(Figures figures) {
        Progress progress = figures.progress();
        return Tuple.from(new @Nullable Object[] {
            figures.dataset(),
            figures.state().name(),
            figures.reason(),
            progress.records(),
            progress.rows(),
            progress.bytes(),
            progress.size(),
            progress.failed(),
            progress.failures().toArray(String[]::new),
            progress.idle(),
            figures.rate()
        });
    }

    Future<Boolean> remove(UUID dataset) {
        return sql.run("delete from source_state where dataset = $1", dataset).map(rows -> rows > 0);
    }

    private static Known known(Row row) {
        return new Known(row.getUUID("dataset"), row.getString("name"), row.getString("topic"));
    }

    private static SourceState state(Row row) {
        return new SourceState(
                row.getUUID("dataset"),
                State.valueOf(row.getString("state")),
                row.getString("reason"),
                new Progress(
                        row.getLong("records"),
                        row.getLong("rows"),
                        row.getLong("bytes"),
                        row.getLong("size"),
                        row.getLong("failed"),
                        List.of(row.getArrayOfStrings("failures")),
                        row.getBoolean("idle")),
                row.getDouble("rate"));
    }
}
