package io.sluice.catalog.datasets;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.catalog.rules.ThingStore;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.contract.Source;
import io.sluice.rights.Right;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * Datasets, and the topics that belong to them.
 *
 * <p>The topic of a source that runs is made before its row, so a dataset that exists can be read; when the row then cannot be written (its
 * name was taken in the meantime, say), the topic is removed again. Deleting goes the other way round: once the row is gone
 * everything else can be made up for by the stream-service alone.
 */
public final class DatasetService implements Feature {
    private static final String KIND = "dataset";
    private static final String NO_ORGANIZATION = "there is no such organization";

    private final CatalogDatabase database;
    private final Authority authority;
    private final SourceTopics topics;
    private final Clock clock;

    public DatasetService(CatalogDatabase database, Authority authority, SourceTopics topics, Clock clock) {
        this.authority = authority;
        this.database = database;
        this.topics = topics;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Catalog.CREATE_DATASET.serve(vertx, this::create),
                Catalog.FIND_DATASET.serve(vertx, this::find),
                Catalog.UPDATE_DATASET.serve(vertx, this::update),
                Catalog.RUN_DATASET.serve(vertx, this::run),
                Catalog.DELETE_DATASET.serve(vertx, this::delete),
                Catalog.LIST_SOURCES.serve(
                        vertx, ask -> DatasetStore.running(database).map(Catalog.Datasets::new)));
    }

    private Future<Dataset> create(Catalog.CreateDataset ask) {
        Rights.require(ask.caller(), Role.EDITOR);
        Dataset dataset = Changes.toDataset(ask, UUID.randomUUID(), clock.instant());
        requireSource(ask.caller(), dataset.source());
        var violations = DatasetRules.check(dataset);
        return DatasetStore.exists(database, dataset.organization(), dataset.name())
                .compose(exists -> {
                    violations
                            .check(exists.organization(), "/organization", NO_ORGANIZATION)
                            .refuse();
                    if (exists.dataset()) {
                        throw taken(dataset).toException();
                    }
                    return dataset.source().runs() ? createRunning(ask.caller(), dataset) : insert(dataset);
                });
    }

    private Future<Dataset> createRunning(Caller caller, Dataset dataset) {
        return topics.create(caller, dataset).compose(created -> insert(dataset)
                .recover(cause -> topics.remove(caller, dataset).transform(removed -> Future.failedFuture(cause))));
    }

    private Future<Dataset> insert(Dataset dataset) {
        return database.transaction(session -> DatasetStore.insert(session, dataset))
                .recover(Failures.onViolation(DatasetStore.NAME_TAKEN, taken(dataset)))
                .recover(Failures.onViolation(DatasetStore.NO_ORGANIZATION, unknownOrganization()));
    }

    private Future<Dataset> find(Catalog.FindDataset ask) {
        return authority
                .sight(database, ask.caller())
                .compose(sight -> DatasetStore.find(database, sight, ask.ref()))
                .map(found -> orNotFound(found, ask.ref()));
    }

    private Future<Dataset> update(Catalog.UpdateDataset ask) {
        return find(new Catalog.FindDataset(ask.caller(), ask.ref()))
                .compose(before -> require(database, ask.caller(), before, needed(ask)))
                .compose(before -> {
                    Dataset planned = changed(ask, before);
                    if (before.source().runs() || !planned.source().runs()) {
                        return change(ask);
                    }
                    return topics.create(ask.caller(), planned)
                            .compose(created -> change(ask).recover(cause -> topics.remove(ask.caller(), planned)
                                    .transform(removed -> Future.failedFuture(cause))));
                });
    }

    private Future<Dataset> change(Catalog.UpdateDataset ask) {
        return change(ask.caller(), ask.ref(), needed(ask), dataset -> changed(ask, dataset));
    }

    private Dataset changed(Catalog.UpdateDataset ask, Dataset from) {
        Dataset changed = Changes.apply(ask, from, clock.instant());
        DatasetRules.check(changed).refuse();
        if (!changed.source().equals(from.source())) {
            requireSource(ask.caller(), changed.source());
        }
        return changed;
    }

    /** What lies on the machine itself is not for everybody who may register things. */
    private static void requireSource(Caller caller, Source source) {
        if (source instanceof Source.Directory) {
            Rights.require(caller, Role.ADMIN);
        }
    }

    private Future<Dataset> run(Catalog.RunDataset ask) {
        return change(ask.caller(), ask.ref(), Right.EDIT, dataset -> {
            if (!dataset.source().runs()) {
                throw new Problem.Conflict("Nothing runs for this dataset that could be paused and resumed.")
                        .toException();
            }
            return dataset.paused() == ask.paused()
                    ? dataset
                    : Changes.withPaused(dataset, ask.paused(), clock.instant());
        });
    }

    private record Changed(Dataset before, Dataset after) {
        boolean isForOthers() {
            return before.isPrivate() != after.isPrivate()
                    || !before.owner().equals(after.owner())
                    || !before.organization().equals(after.organization());
        }
    }

    /** Reads, changes and writes under a lock on the row; two changes at a time follow each other. */
    private Future<Dataset> change(Caller caller, String ref, Right needed, UnaryOperator<Dataset> change) {
        return database.transaction(session -> findToChange(session, caller, ref)
                        .map(found -> orNotFound(found, ref))
                        .compose(dataset -> require(session, caller, dataset, needed))
                        .compose(dataset -> {
                            Dataset changed = change.apply(dataset);
                            Future<Dataset> written = changed.equals(dataset)
                                    ? Future.succeededFuture(dataset)
                                    : DatasetStore.update(session, dataset, changed, caller);
                            return written.map(after -> new Changed(dataset, after));
                        }))
                .map(this::announce)
                .recover(Failures.onViolation(DatasetStore.NO_ORGANIZATION, unknownOrganization()));
    }

    private Dataset announce(Changed changed) {
        if (changed.isForOthers()) {
            topics.announce(changed.after());
        }
        return changed.after();
    }

    private Future<Done> delete(Catalog.DeleteDataset ask) {
        return database.transaction(session -> findToChange(session, ask.caller(), ask.ref())
                        .compose(found -> found.isPresent()
                                ? require(session, ask.caller(), found.get(), Right.MANAGE)
                                        .compose(dataset -> DatasetStore.delete(session, dataset))
                                        .map(List::of)
                                : Future.succeededFuture(List.<Dataset>of())))
                .compose(deleted -> topics.removeAll(ask.caller(), deleted).map(new Done(!deleted.isEmpty())));
    }

    private Future<Optional<Dataset>> findToChange(Session session, Caller caller, String ref) {
        return authority.sight(session, caller).compose(sight -> DatasetStore.findToChange(session, sight, ref));
    }

    private Future<Dataset> require(Session session, Caller caller, Dataset dataset, Right right) {
        return ThingStore.of(session, dataset)
                .compose(thing -> authority.require(session, caller, thing, dataset.name(), right))
                .map(dataset);
    }

    /** Who opens or closes a dataset to everybody, or gives it to another organization, decides about the rights of others. */
    private static Right needed(Catalog.UpdateDataset ask) {
        return ask.isPrivate() == null && ask.organization() == null ? Right.EDIT : Right.MANAGE;
    }

    private static Dataset orNotFound(Optional<Dataset> found, String ref) {
        return found.orElseThrow(() -> Problem.NotFound.of(KIND, ref).toException());
    }

    private static Problem taken(Dataset dataset) {
        return Problem.Conflict.taken(KIND, dataset.name());
    }

    private static Problem unknownOrganization() {
        return Problem.Invalid.at("/organization", NO_ORGANIZATION);
    }
}
