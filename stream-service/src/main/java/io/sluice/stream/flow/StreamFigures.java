package io.sluice.stream.flow;

import io.sluice.contract.Streams.Failure;
import io.sluice.contract.Streams.Stats;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
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

    /** What comes new, then what was there, and no more than are told of. */
    private static final String NEWEST = "(select coalesce(jsonb_agg(f order by n), '[]') from (select f, n from"
            + " jsonb_array_elements($6 || stream_stats.failures) with ordinality as t (f, n)"
            + " order by n limit " + Stats.MAX_FAILURES + ") as newest)";

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
            Meters.Rates rate = running.meters().add(delta, now);
            if (!delta.isEmpty()) {
                counts.add(Tuple.of(
                        running.id(),
                        delta.scanned(),
                        delta.matched(),
                        delta.failed(),
                        delta.dead(),
                        failures(delta.failures()),
                        delta.late()));
                restores.add(() -> running.counters().restore(delta));
            }
            boolean moved = moving.remove(running.id());
            if (!rate.isIdle()) {
                moving.add(running.id());
            }
            if (moved || !rate.isIdle()) {
                rates.add(Tuple.of(running.id(), node, rate.scanned(), rate.matched(), json(rate.sources())));
            }
        }
        return sql.runAll(
                        "insert into stream_stats (stream, scanned, matched, failed, dead, failures, late)"
                                + " select $1, $2, $3, $4, $5, $6, $7 where exists (select 1 from stream where id = $1)"
                                + " on conflict (stream) do update set scanned = stream_stats.scanned + $2,"
                                + " matched = stream_stats.matched + $3, failed = stream_stats.failed + $4,"
                                + " dead = stream_stats.dead + $5, late = stream_stats.late + $7, failures = " + NEWEST,
                        counts)
                .onFailure(lost -> restores.forEach(Runnable::run))
                .compose(done -> sql.runAll(
                        "insert into stream_rate (stream, node, rate, matched, sources) select $1, $2, $3, $4, $5"
                                + " where exists (select 1 from stream where id = $1)"
                                + " on conflict (stream, node) do update set rate = $3, matched = $4, sources = $5, at = now()",
                        rates));
    }

    /**
     * What was counted of a stream.
     *
     * @param stats the lag comes from elsewhere
     * @param rates records read per second, lately, by source topic
     * @param dead records in its dead letters
     */
    record Figures(Stats stats, Map<String, Double> rates, long dead) {
        static final Figures NONE = new Figures(new Stats(0, 0, 0, 0, 0), Map.of(), 0);
    }

    Future<Map<UUID, Figures>> of(Collection<UUID> streams) {
        return sql.query(
                        "select t.stream, t.scanned, t.matched, t.failed, t.dead, t.late, t.failures, r.read, r.written,"
                                + " r.sources from stream s join stream_stats t on t.stream = s.id cross join lateral"
                                + " (select coalesce(sum(r.rate), 0) as read, coalesce(sum(r.matched), 0) as written,"
                                + " coalesce(jsonb_agg(r.sources), '[]') as sources"
                                + " from stream_rate r where r.stream = s.id and s.wanted = 'RUNNING'"
                                + " and r.at > now() - interval '4 seconds') r where s.id = any($1)",
                        (Object) streams.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, Figures> figures = new HashMap<>();
                    rows.forEach(row -> figures.put(row.getUUID("stream"), figures(row)));
                    return figures;
                });
    }

    private static Figures figures(Row row) {
        Stats stats = new Stats(
                row.getLong("scanned"),
                row.getLong("matched"),
                row.getLong("failed"),
                0,
                row.getDouble("read"),
                row.getDouble("written"),
                row.getLong("late"),
                failures(row.getJsonArray("failures")));
        return new Figures(stats, rates(row.getJsonArray("sources")), row.getLong("dead"));
    }

    private static JsonObject json(Map<String, Double> rates) {
        JsonObject json = new JsonObject();
        rates.forEach(json::put);
        return json;
    }

    /** @param nodes what each of them reads */
    private static Map<String, Double> rates(JsonArray nodes) {
        Map<String, Double> rates = new HashMap<>();
        for (int node = 0; node < nodes.size(); node++) {
            JsonObject sources = nodes.getJsonObject(node);
            sources.forEach(source -> rates.merge(source.getKey(), sources.getDouble(source.getKey()), Double::sum));
        }
        return rates;
    }

    private static JsonArray failures(List<Failure> failures) {
        JsonArray all = new JsonArray();
        failures.forEach(failure -> all.add(new JsonObject()
                .put("topic", failure.topic())
                .put("partition", failure.partition())
                .put("offset", failure.offset())
                .put("reason", failure.reason())));
        return all;
    }

    private static List<Failure> failures(JsonArray stored) {
        return stored.stream()
                .map(JsonObject.class::cast)
                .map(failure -> new Failure(
                        failure.getString("topic"),
                        failure.getInteger("partition"),
                        failure.getLong("offset"),
                        failure.getString("reason")))
                .toList();
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        return flushing.otherwiseEmpty().compose(done -> flush());
    }

    private void tick() {
        if (flushing.isComplete()) {
            flushing = flush().onSuccess(stored -> runner.lookAtUpgrades());
            flushing.onFailure(lost -> LOG.warn("stream figures were not stored; cause={}", lost.toString()));
        }
    }
}
