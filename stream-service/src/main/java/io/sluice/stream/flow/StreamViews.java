package io.sluice.stream.flow;

import io.sluice.contract.Streams.DeadLetters;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.StreamSource;
import io.sluice.contract.Streams.Upgrade;
import io.sluice.stream.flow.GroupPositions.Lag;
import io.sluice.stream.flow.StreamFigures.Figures;
import io.sluice.stream.flow.StreamRow.Reading;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Streams as others see them: what is stored of them, what was counted, how far they are, and what is to come in their place. */
final class StreamViews {
    private final StreamFigures figures;
    private final GroupPositions positions;
    private final StreamInputs inputs;
    private final StreamVersions versions;

    StreamViews(StreamFigures figures, GroupPositions positions, StreamInputs inputs, StreamVersions versions) {
        this.figures = figures;
        this.positions = positions;
        this.inputs = inputs;
        this.versions = versions;
    }

    /** @param row a current version */
    Future<Stream> of(StreamRow row) {
        return of(List.of(row)).map(all -> all.get(0));
    }

    /** @param streams current versions */
    Future<List<Stream>> of(List<StreamRow> streams) {
        return streams.isEmpty()
                ? Future.succeededFuture(List.of())
                : versions.next(streams.stream().map(StreamRow::stream).toList())
                        .compose(next -> of(streams, next));
    }

    /** @param next versions, by stream */
    private Future<List<Stream>> of(List<StreamRow> streams, Map<UUID, StreamRow> next) {
        List<StreamRow> rows = new ArrayList<>(streams);
        rows.addAll(next.values());
        return Future.all(
                        figures.of(streams.stream().map(StreamRow::id).toList()),
                        positions.lags(rows),
                        inputs.faults(rows))
                .map(all -> {
                    Seen seen = new Seen(all.resultAt(0), all.resultAt(1), all.resultAt(2));
                    return streams.stream()
                            .map(row -> seen.stream(row, next.get(row.stream())))
                            .toList();
                });
    }

    /**
     * What is known of versions that is not in their rows.
     *
     * @param faults of inputs: those are tried again by themselves, but nothing comes meanwhile
     */
    private record Seen(Map<UUID, Figures> figures, Map<UUID, Lag> lags, Map<UUID, String> faults) {
        Stream stream(StreamRow row, @Nullable StreamRow next) {
            Figures counted = figures.getOrDefault(row.id(), Figures.NONE);
            return new Stream(
                    row.stream(),
                    row.name(),
                    row.topic(),
                    row.title(),
                    row.notes(),
                    state(row),
                    reason(row),
                    row.sources().stream()
                            .map(source -> source(source, counted, lag(row)))
                            .toList(),
                    row.definition(),
                    !row.credentials().isEmpty(),
                    row.owner(),
                    row.createdAt(),
                    counted.stats().withLag(lag(row).total()),
                    row.deadLetters() == null ? null : new DeadLetters(row.deadLetters(), counted.dead()),
                    row.version(),
                    next == null
                            ? null
                            : new Upgrade(next.version(), state(next), lag(next).total(), reason(next)));
        }

        private static StreamSource source(Reading source, Figures counted, Lag lag) {
            return new StreamSource(
                    source.topic(),
                    source.dataset(),
                    counted.rates().getOrDefault(source.topic(), 0.0),
                    lag.of(source.topic()));
        }

        private Lag lag(StreamRow row) {
            return lags.getOrDefault(row.id(), Lag.NONE);
        }

        private @Nullable String reason(StreamRow row) {
            return faults.getOrDefault(row.id(), row.reason());
        }

        private State state(StreamRow row) {
            if (faults.containsKey(row.id())) {
                return State.FAILED;
            }
            return switch (row.wanted()) {
                case CREATING -> State.STARTING;
                case RUNNING -> row.started() ? State.RUNNING : State.STARTING;
                case PAUSED, ENDING, DELETING -> State.PAUSED;
                case FAILED -> State.FAILED;
            };
        }
    }
}
