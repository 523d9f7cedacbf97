package io.sluice.gateway.catalog;

import io.sluice.contract.Dataset;
import io.sluice.contract.Streams;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the state of the sources beside what the catalog answered. An absent stream-service does not stop anybody from reading. */
final class DatasetViews {
    /** The catalog's answer is not held back longer than this. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Vertx vertx;

    DatasetViews(Vertx vertx) {
        this.vertx = vertx;
    }

    Future<DatasetView> one(Dataset dataset) {
        return all(List.of(dataset)).map(views -> views.get(0));
    }

    Future<List<DatasetView>> all(List<Dataset> datasets) {
        List<UUID> running = datasets.stream()
                .filter(dataset -> dataset.source().runs())
                .map(Dataset::id)
                .toList();
        if (running.isEmpty()) {
            return Future.succeededFuture(views(datasets, Map.of()));
        }
        return Streams.SOURCE_STATES
                .call(vertx, new Streams.GetSourceStates(running), PATIENCE)
                .map(states -> views(datasets, byDataset(states)))
                .otherwise(away -> datasets.stream()
                        .map(dataset -> DatasetView.of(dataset, null))
                        .toList());
    }

    private static List<DatasetView> views(List<Dataset> datasets, Map<UUID, Streams.SourceState> states) {
        return datasets.stream().map(dataset -> DatasetView.of(dataset, states)).toList();
    }

    private static Map<UUID, Streams.SourceState> byDataset(Streams.SourceStates states) {
        return states.items().stream()
                .collect(Collectors.toMap(Streams.SourceState::dataset, Function.identity(), (first, same) -> first));
    }
}
