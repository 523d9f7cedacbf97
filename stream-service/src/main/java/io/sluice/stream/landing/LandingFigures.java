package io.sluice.stream.landing;

import io.sluice.contract.Landings.Stats;
import io.sluice.contract.Streams.State;
import io.sluice.stream.landing.LandingRunner.Running;
import io.sluice.stream.landing.run.LandingRun.Figures;
import io.sluice.stream.landing.table.Books.Place;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How landings stand, for whoever looks: each node tells of those that it runs about once a second, and at once when a state changes. What is
 * told is as old as that; the truth is beside the tables. Belongs to one event loop.
 */
final class LandingFigures implements LandingRunner.Observer {
    private static final Duration FLUSH = Duration.ofSeconds(1);
    /** A node that runs a landing says so again after this time, though nothing has changed. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final Sql sql;
    private final UUID node = UUID.randomUUID();
    private final Coalescing flushing;
    private final Map<UUID, Told> told = new HashMap<>();
    private final long timer;

    LandingFigures(Vertx vertx, Sql sql, LandingRunner runner) {
        this.vertx = vertx;
        this.sql = sql;
        this.flushing = new Coalescing(vertx, "landing figures", () -> flush(runner.running()));
        this.timer = vertx.setPeriodic(FLUSH.toMillis(), tick -> flushing.request());
    }

    private record Told(State state, @Nullable String reason, double rate, Map<Integer, Place> places, long at) {}

    /**
     * A landing's figures.
     *
     * @param next offsets by partition
     */
    record Known(@Nullable State state, @Nullable String reason, Stats stats, Map<Integer, Long> next) {
        static final Known NOTHING = new Known(null, null, new Stats(0, 0, 0, 0, 0, 0, null), Map.of());
    }

    @Override
    public void onChanged() {
        flushing.request();
    }

    @Override
    public Future<Void> onStopped(Running last) {
        UUID id = last.row().id();
        return flush(List.of(last)).eventually(() -> {
            told.remove(id);
            return sql.run("delete from landing_member where landing = $1 and node = $2", id, node);
        });
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        return flushing.close();
    }

    private Future<Void> flush(Collection<Running> all) {
        List<Tuple> members = new ArrayList<>();
        List<Tuple> places = new ArrayList<>();
        Map<UUID, Told> telling = new HashMap<>();
        long now = System.nanoTime();
        for (Running running : all) {
            UUID id = running.row().id();
            Told before = told.get(id);
            Told next = next(running, before, now);
            boolean old = before == null || now - before.at() > SIGN_OF_LIFE.toNanos();
            Told kept = before == null
                    ? next
                    : new Told(next.state(), next.reason(), next.rate(), next.places(), before.at());
            if (old || !kept.equals(before)) {
                members.add(Tuple.of(id, node, next.state().name(), next.reason(), next.rate()));
                next.places().forEach((partition, place) -> {
                    if (before == null || !place.equals(before.places().get(partition))) {
                        places.add(row(id, partition, place));
                    }
                });
                telling.put(id, next);
            }
        }
        return members(members).compose(done -> progress(places)).onSuccess(done -> told.putAll(telling));
    }

    private static Told next(Running running, @Nullable Told before, long now) {
        Figures figures = running.figures();
        long landed = 0;
        for (Map.Entry<Integer, Place> entry : figures.places().entrySet()) {
            Place was = before == null ? null : before.places().get(entry.getKey());
            landed += was == null ? 0 : Math.max(0, entry.getValue().landed() - was.landed());
        }
        running.meter().add(landed);
        return new Told(figures.state(), figures.reason(), running.meter().rate(now), figures.places(), now);
    }

    private Future<Void> members(List<Tuple> members) {
        return sql.runAll(
                "insert into landing_member (landing, node, state, reason, rate) select $1, $2, $3, $4, $5"
                        + " where exists (select 1 from landing where id = $1)"
                        + " on conflict (landing, node) do update set state = $3, reason = $4, rate = $5, at = now()",
                members);
    }

    private static Tuple row(UUID landing, int partition, Place place) {
        Instant landedAt = place.landedAt();
        return Tuple.of(
                landing,
                partition,
                place.next(),
                place.landed(),
                place.rows(),
                place.dead(),
                place.lost(),
                landedAt == null ? null : landedAt.atOffset(ZoneOffset.UTC),
                place.changes());
    }

    /** What is older than what is known already changes nothing. */
    private Future<Void> progress(List<Tuple> places) {
        return sql.runAll(
                "insert into landing_progress (landing, partition, next_offset, landed, rows, dead, lost, landed_at, changes)"
                        + " select $1, $2, $3, $4, $5, $6, $7, $8, $9 where exists (select 1 from landing where id = $1)"
                        + " on conflict (landing, partition) do update set next_offset = $3, landed = $4, rows = $5,"
                        + " dead = $6, lost = $7, landed_at = $8, changes = $9 where landing_progress.changes < $9",
                places);
    }

    /** Of a landing that is new, or whose counters somebody has changed who does not run it. */
    Future<Void> tell(UUID landing, Map<Integer, Place> changed) {
        List<Tuple> places = new ArrayList<>();
        changed.forEach((partition, place) -> places.add(row(landing, partition, place)));
        return progress(places);
    }

    /** As all nodes have told; the lag comes from elsewhere. */
    Future<Map<UUID, Known>> of(Collection<UUID> landings) {
        Object[] ids = {landings.toArray(UUID[]::new)};
        return Future.all(
                        sql.query(
                                "select landing, partition, next_offset, landed, rows, dead, lost, landed_at"
                                        + " from landing_progress where landing = any($1)",
                                ids),
                        sql.query(
                                "select landing, state, reason, rate from landing_member where landing = any($1)"
                                        + " and at > now() - interval '15 seconds'",
                                ids))
                .map(both -> {
                    Map<UUID, Known> known = new HashMap<>();
                    both.<Iterable<Row>>resultAt(0)
                            .forEach(row ->
                                    known.merge(row.getUUID("landing"), progress(row), LandingFigures::together));
                    both.<Iterable<Row>>resultAt(1)
                            .forEach(row -> known.merge(row.getUUID("landing"), member(row), LandingFigures::together));
                    return known;
                });
    }

    /** Bytes of the tables that are in the platform's own database. */
    Future<Map<UUID, Long>> sizes(Collection<UUID> landings) {
        return sql.query(
                        "select id, pg_total_relation_size(to_regclass(quote_ident(definition ->> 'schema') || '.'"
                                + " || quote_ident(definition ->> 'table'))) from landing"
                                + " where id = any($1) and database_name is null",
                        (Object) landings.toArray(UUID[]::new))
                .map(rows -> {
                    Map<UUID, Long> sizes = new HashMap<>();
                    rows.forEach(row -> {
                        Long size = row.getLong(1);
                        sizes.put(row.getUUID(0), size == null ? 0 : size);
                    });
                    return sizes;
                });
    }

    /** As this node knows by itself. */
    Known own(Running running) {
        Known all = new Known(
                running.figures().state(),
                running.figures().reason(),
                new Stats(0, 0, 0, 0, 0, running.meter().rate(System.nanoTime()), null),
                Map.of());
        for (Map.Entry<Integer, Place> entry : running.figures().places().entrySet()) {
            Place place = entry.getValue();
            Stats stats = new Stats(place.landed(), place.rows(), place.dead(), place.lost(), 0, 0, place.landedAt());
            all = together(all, new Known(null, null, stats, Map.of(entry.getKey(), place.next())));
        }
        return all;
    }

    private static Known progress(Row row) {
        OffsetDateTime landedAt = row.getOffsetDateTime("landed_at");
        Stats stats = new Stats(
                row.getLong("landed"),
                row.getLong("rows"),
                row.getLong("dead"),
                row.getLong("lost"),
                0,
                0,
                landedAt == null ? null : landedAt.toInstant());
        return new Known(null, null, stats, Map.of(row.getInteger("partition"), row.getLong("next_offset")));
    }

    private static Known member(Row row) {
        Stats stats = new Stats(0, 0, 0, 0, 0, row.getDouble("rate"), null);
        return new Known(State.valueOf(row.getString("state")), row.getString("reason"), stats, Map.of());
    }

    private static Known together(Known a, Known b) {
        Map<Integer, Long> next = new HashMap<>(a.next());
        next.putAll(b.next());
        boolean worse = rank(b.state()) > rank(a.state());
        Stats one = a.stats();
        Stats other = b.stats();
        Stats sum = new Stats(
                one.landed() + other.landed(),
                one.rows() + other.rows(),
                one.dead() + other.dead(),
                one.lost() + other.lost(),
                0,
                one.rate() + other.rate(),
                later(one.lastLandedAt(), other.lastLandedAt()));
        return new Known(worse ? b.state() : a.state(), worse ? b.reason() : a.reason(), sum, next);
    }

    /** One node that fails is what there is to tell; one that runs says more than one that starts. */
    private static int rank(@Nullable State state) {
        return state == null ? 0 : state == State.FAILED ? 3 : state == State.RUNNING ? 2 : 1;
    }

    private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
        return a == null ? b : b == null || a.isAfter(b) ? a : b;
    }
}
