package io.sluice.stream.flow;

import io.sluice.contract.Streams.Stats;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each node adds what it counted to the figures of each stream, about once a second, when there is something to add. */
final class StreamFigures {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFigures.class);
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Sql sql;
    private final Runner runner;
    private final UUID node = UUID.randomUUID();
    private final Set<UUID> moving = new HashSet<>();
    private Future<Void> flushing = Future.succeededFuture();
    private final long timer;

    StreamFigures(Vertx vertx, Sql sql, Runner runner) {
        this.vertx = vertx;
        this.sql = sql;
        this.runner = runner;
        this.timer = vertx.setPeriodic(FLUSH.toMillis(), tick -> tick());
    }

    Future<Void> flush() {
        List<Tuple> counts = new ArrayList<>();
        List<Tuple> rates = new ArrayList<>();
        List<Runnable> restores = new ArrayList<>();
        long now = System.nanoTime();
        for (Runner.Counted running : runner.counted()) {
            Counters.Delta delta = running.counters().take();
            running.meter().add(delta.scanned());
            double rate = running.meter().rate(now);
            if (delta.scanned() > 0) {
                counts.add(Tuple.of(running.id(), delta.scanned(), delta.matched(), delta.failed()));
                restores.add(() -> running.counters().restore(delta));
            }
            boolean moved = moving.remove(running.id());
            if (rate > 0) {
                moving.add(running.id());
            }
            if (moved || rate > 0) {
                rates.add(Tuple.of(running.id(), node, rate));
            }
        }
        return sql.runAll(
                        "insert into stream_stats (stream, scanned, matched, failed) select $1, $2, $3, $4"
                                + " where exists (select 1 from stream where id = $1)"
                                + " on conflict (stream) do update set scanned = stream_stats.scanned + $2,"
                                + " matched = stream_stats.matched + $3, failed = stream_stats.failed + $4",
                        counts)
                .onFailure(lost -> restores.forEach(Runnable::run))
                .compose(done -> sql.runAll(
                        "insert into stream_rate (stream, node, rate) select $1, $2, $3"
                                + " where exists (select 1 from stream where id = $1)"
                                + " on conflict (stream, node) do update set rate = $3, at = now()",
                        rates));
    }

    /** Figures of each stream; the lag comes from elsewhere. */
    Future<Map<UUID, Stats>> of(Collection<UUID> streams) {
        return sql.query(
                        "select s.id, coalesce(t.scanned, 0), coalesce(t.matched, 0), coalesce(t.failed, 0),"
                                + " coalesce((select sum(r.rate) from stream_rate r where r.stream = s.id"
                                + " and s.wanted = 'RUNNING' and r.at > now() - interval '4 seconds'), 0)"
                                + " from stream s left join stream_stats t on t.stream = s.id where s.id = any($1)",
                        (Object) streams.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, Stats> stats = new HashMap<>();
                    rows.forEach(row -> stats.put(
                            row.getUUID(0),
                            new Stats(row.getLong(1), row.getLong(2), row.getLong(3), 0, row.getDouble(4))));
                    return stats;
                });
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        return flushing.otherwiseEmpty().compose(done -> flush());
    }

    private void tick() {
        if (flushing.isComplete()) {
            flushing = flush();
            flushing.onFailure(lost -> LOG.warn("stream figures were not stored; cause={}", lost.toString()));
        }
    }
}
