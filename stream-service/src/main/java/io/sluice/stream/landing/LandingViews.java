package io.sluice.stream.landing;

import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.Stats;
import io.sluice.contract.Streams.State;
import io.sluice.stream.landing.LandingFigures.Known;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Landings as they are shown: the row, what the nodes have told, and the ends of the topics. While the service's own database is away, a node
 * shows what it knows by itself. Belongs to one event loop.
 */
final class LandingViews {
    private final LandingFigures figures;
    private final LandingLag lag;
    private final LandingRunner runner;

    LandingViews(LandingFigures figures, LandingLag lag, LandingRunner runner) {
        this.figures = figures;
        this.lag = lag;
        this.runner = runner;
    }

    private record Around(Map<UUID, Known> known, Map<UUID, Long> sizes, Map<TopicPartition, Long> ends) {}

    Future<Landing> of(LandingRow row) {
        return of(List.of(row)).map(all -> all.get(0));
    }

    Future<List<Landing>> of(List<LandingRow> landings) {
        if (landings.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = landings.stream().map(LandingRow::id).toList();
        Future<Map<UUID, Known>> known = figures.of(ids).recover(away -> Future.succeededFuture(own(landings)));
        Future<Map<UUID, Long>> sizes = figures.sizes(ids).otherwise(Map.of());
        Future<Map<TopicPartition, Long>> ends =
                lag.ends(landings.stream().map(LandingRow::topic).toList());
        return Future.all(known, sizes, ends).map(done -> {
            Around around = new Around(known.result(), sizes.result(), ends.result());
            return landings.stream().map(row -> of(row, around)).toList();
        });
    }

    private Map<UUID, Known> own(List<LandingRow> landings) {
        Map<UUID, Known> own = new HashMap<>();
        landings.forEach(row -> runner.running(row.id()).ifPresent(running -> own.put(row.id(), figures.own(running))));
        return own;
    }

    private static Landing of(LandingRow row, Around around) {
        Known known = around.known().getOrDefault(row.id(), Known.NOTHING);
        State state = state(row, known);
        return new Landing(
                row.id(),
                row.name(),
                row.stream() == null ? new Origin(row.topic(), null) : new Origin(null, row.stream()),
                row.topic(),
                row.databaseName(),
                row.definition(),
                state,
                reason(state, known),
                row.owner(),
                row.createdAt(),
                stats(row, state, known, around.ends()),
                around.sizes().getOrDefault(row.id(), 0L),
                row.deadLetters());
    }

    private static State state(LandingRow row, Known known) {
        return switch (row.wanted()) {
            case CREATING -> State.STARTING;
            case RUNNING -> known.state() == null ? State.STARTING : known.state();
            case PAUSED, DELETING -> State.PAUSED;
        };
    }

    private static @Nullable String reason(State state, Known known) {
        if (state == State.FAILED) {
            return known.reason();
        }
        long lost = known.stats().lost();
        return lost == 0 ? null : lost + " records were deleted from the topic before they could land.";
    }

    private static Stats stats(LandingRow row, State state, Known known, Map<TopicPartition, Long> ends) {
        Stats stats = known.stats();
        return new Stats(
                stats.landed(),
                stats.rows(),
                stats.dead(),
                stats.lost(),
                LandingLag.lag(row.topic(), known.next(), ends),
                state == State.RUNNING ? stats.rate() : 0,
                stats.lastLandedAt());
    }
}
