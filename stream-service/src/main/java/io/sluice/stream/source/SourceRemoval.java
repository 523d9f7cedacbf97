package io.sluice.stream.source;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams.RemoveSource;
import io.sluice.stream.intake.Checkpoints;
import io.sluice.stream.source.SourceRows.Known;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicRows.Owned;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what a deleted dataset leaves behind: its positions, its topic, if the topic belonged to it, and its figures. The catalog asks for
 * it; what a crash interrupted is found again by reconciliation. Nothing goes before the catalog has confirmed, one by one, that
 * the dataset does not exist: a list may be older than a dataset.
 */
public final class SourceRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(SourceRemoval.class);

    private final Vertx vertx;
    private final SourceRows rows;
    private final TopicRows topics;
    private final TopicWriter writer;
    private final Checkpoints checkpoints;

    public SourceRemoval(Vertx vertx, Sql sql, TopicRows topics, TopicWriter writer, Checkpoints checkpoints) {
        this.vertx = vertx;
        this.rows = new SourceRows(sql);
        this.topics = topics;
        this.writer = writer;
        this.checkpoints = checkpoints;
    }

    /** @param stop stops what runs here for the dataset, if anything does */
    public Future<Done> remove(RemoveSource ask, Function<UUID, Future<Void>> stop) {
        return stop.apply(ask.dataset())
                .compose(stopped -> forget(ask.dataset()))
                .compose(forgotten -> topics.find(ask.topic()))
                .compose(row -> owns(ask.dataset(), row)
                        .compose(owns -> owns ? writer.drop(ask.topic()) : Future.succeededFuture(new Done(false))))
                .compose(dropped -> rows.remove(ask.dataset()).map(had -> new Done(had || dropped.changed())));
    }

    /** Its positions; before the topic, so that nothing can go on from them. */
    private Future<Void> forget(UUID dataset) {
        return vertx.executeBlocking(
                () -> {
                    checkpoints.forget(dataset);
                    return null;
                },
                false);
    }

    /** Does the topic belong to this dataset, whose name nobody may remember any more? */
    private Future<Boolean> owns(UUID dataset, Optional<Owned> row) {
        String holder = row.map(Owned::dataset).orElse(null);
        if (holder == null) {
            return Future.succeededFuture(false);
        }
        return rows.find(dataset).compose(known -> {
            if (known.isPresent()) {
                return Future.succeededFuture(known.get().name().equals(holder));
            }
            return find(holder).map(found -> found.isEmpty() || found.get().id().equals(dataset));
        });
    }

    /** @param listed every source that the catalog has, and what is {@code beside} it */
    Future<Void> removeOrphans(Collection<Dataset> listed, Beside beside) {
        Set<UUID> ids = listed.stream().map(Dataset::id).collect(Collectors.toSet());
        Set<String> names = listed.stream().map(Dataset::name).collect(Collectors.toSet());
        return Future.all(rows.all(), topics.settledOfDatasets()).compose(both -> {
            List<Known> known = both.resultAt(0);
            List<Owned> owned = both.resultAt(1);
            List<Future<Void>> steps = new ArrayList<>();
            known.stream()
                    .filter(row -> !ids.contains(row.dataset()))
                    .forEach(row -> steps.add(beside.has(row.dataset())
                            .compose(has -> has ? Future.succeededFuture() : removeIfGone(row))));
            owned.stream()
                    .filter(row -> !names.contains(String.valueOf(row.dataset())))
                    .forEach(row -> steps.add(dropIfGone(row)));
            return Future.join(steps).mapEmpty();
        });
    }

    private Future<Void> removeIfGone(Known known) {
        return find(known.dataset().toString()).compose(found -> {
            if (found.isPresent()) {
                return Future.succeededFuture();
            }
            LOG.info("removing what a deleted dataset left; dataset={}", known.name());
            RemoveSource ask = new RemoveSource(Caller.SYSTEM, known.dataset(), known.topic());
            return remove(ask, none -> Future.succeededFuture()).mapEmpty();
        });
    }

    private Future<Void> dropIfGone(Owned row) {
        return find(String.valueOf(row.dataset())).compose(found -> {
            if (found.isPresent()) {
                return Future.succeededFuture();
            }
            LOG.info("removing the topic of a dataset that was never made; topic={}", row.name());
            return writer.drop(row.name()).mapEmpty();
        });
    }

    private Future<Optional<Dataset>> find(String ref) {
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(Caller.SYSTEM, ref))
                .map(Optional::of)
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }
}
