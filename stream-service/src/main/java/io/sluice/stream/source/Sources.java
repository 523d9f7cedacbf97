package io.sluice.stream.source;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.SourceStates;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.intake.Checkpoints;
import io.sluice.stream.intake.Intakes;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.source.Run.Figures;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Leases;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this node runs for datasets: every source of the catalog, and of what is {@link Beside} it, that is not paused and whose lease
 * this node holds. Each change of the catalog, each lost or gained connection leads to one reconciliation of what runs with what should. Belongs to one
 * event loop.
 */
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final String REFUSED =
            "The owner of this dataset may not take records out of its source, or does not see everything in it.";
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Runs runs;
    private final Beside beside;
    private final Permission permission;
    private final SourceRows rows;
    private final SourceRemoval removal;
    private final Leases leases;
    private final Coalescing reconciliation;
    private final Coalescing takeOver;
    private final Coalescing figures;
    private final Map<UUID, Run> running = new HashMap<>();
    private final Map<UUID, Figures> told = new HashMap<>();
    private Map<UUID, Dataset> wanted = Map.of();
    /** What is wanted and not permitted. */
    private Set<UUID> barred = Set.of();

    private Future<Void> flushed = Future.succeededFuture();
    private long timer = -1;

    Sources(Vertx vertx, Kit kit, Runs runs, SourceRows rows, SourceRemoval removal, Lease lease) {
        this.vertx = vertx;
        this.runs = runs;
        this.beside = kit.beside();
        this.permission = kit.permission();
        this.rows = rows;
        this.removal = removal;
        this.leases = new Leases(vertx, lease.database(), lease.period(), this::onLeasesLost, this::onLeaseRetry);
        this.reconciliation = new Coalescing(vertx, "sources", this::reconcile);
        this.takeOver = new Coalescing(vertx, "source leases", this::startWanted);
        this.figures = new Coalescing(
                vertx, "source figures", () -> flush(running::values).otherwiseEmpty());
    }

    /** @param period between attempts to take over what another node holds */
    public record Lease(Database database, Duration period) {}

    /**
     * What sources are read with and written to.
     *
     * @param beside what is read although it is not in the catalog
     * @param permission asked again whenever rights may have changed
     */
    public record Kit(
            Broker broker,
            KafkaLink link,
            Intakes.Config intakes,
            Checkpoints checkpoints,
            Beside beside,
            Permission permission) {}

    /** Whether a source may be read in the name of its owner; the platform's own topics are reached with the platform's credentials. */
    public interface Permission {
        Future<Boolean> mayRead(Dataset dataset);
    }

    public static Future<Sources> open(Vertx vertx, Kit kit, Sql sql, SourceRemoval removal, Lease lease) {
        return Runs.open(vertx, kit)
                .map(runs -> new Sources(vertx, kit, runs, new SourceRows(sql), removal, lease))
                .compose(sources -> sources.start().map(sources));
    }

    private Future<Void> start() {
        timer = vertx.setPeriodic(FLUSH.toMillis(), tick -> figures.request());
        return leases.open();
    }

    /** The catalog may have changed. */
    public void reconcileSoon() {
        reconciliation.request();
    }

    public Future<SourceStates> states(GetSourceStates ask) {
        return rows.states(ask.datasets()).map(SourceStates::new);
    }

    /** Stops what runs here for a dataset, if anything does. */
    public Future<Void> stop(UUID dataset) {
        Run run = running.remove(dataset);
        if (run == null) {
            return leases.release(dataset);
        }
        LOG.info("source stopped; dataset={}", dataset);
        return run.stop().compose(done -> flush(() -> List.of(run))).eventually(() -> leases.release(dataset));
    }

    /** Stops everything that runs here, then gives the leases back, so that another node goes on at once. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.join(reconciliation.close(), takeOver.close(), figures.close())
                .eventually(() -> Future.join(
                        List.copyOf(running.keySet()).stream().map(this::stop).toList()))
                .eventually(leases::close)
                .eventually(runs::close)
                .mapEmpty();
    }

    private Future<Void> reconcile() {
        return Catalog.LIST_SOURCES
                .call(vertx, new Catalog.ListSources())
                .compose(listed -> beside.of(listed.items()).compose(more -> {
                    Map<UUID, Dataset> now = new HashMap<>();
                    listed.items().forEach(dataset -> now.put(dataset.id(), dataset));
                    more.forEach(dataset -> now.put(dataset.id(), dataset));
                    wanted = now;
                    return bar();
                }))
                .compose(done -> {
                    takeOver.request();
                    return stopUnwanted();
                })
                .compose(done -> removal.removeOrphans(wanted.values(), beside));
    }

    private Future<Void> bar() {
        List<Dataset> asked = List.copyOf(wanted.values());
        return Future.all(asked.stream().map(permission::mayRead).toList()).compose(all -> {
            List<Dataset> refused = IntStream.range(0, asked.size())
                    .filter(i -> !all.<Boolean>resultAt(i))
                    .mapToObj(asked::get)
                    .filter(dataset -> !dataset.paused())
                    .toList();
            barred = refused.stream().map(Dataset::id).collect(Collectors.toSet());
            return Future.join(refused.stream()
                            .map(dataset -> stop(dataset.id()).compose(stopped -> rows.refused(dataset, REFUSED)))
                            .toList())
                    .mapEmpty();
        });
    }

    private Future<Void> stopUnwanted() {
        List<Future<Void>> steps = new ArrayList<>();
        for (UUID id : List.copyOf(running.keySet())) {
            Dataset dataset = wanted.get(id);
            if (dataset == null || dataset.paused()) {
                steps.add(stop(id));
            }
        }
        return Future.join(steps).compose(stopped -> {
            List<Future<Void>> paused = wanted.values().stream()
                    .filter(Dataset::paused)
                    .map(rows::paused)
                    .toList();
            return Future.join(paused).mapEmpty();
        });
    }

    private Future<Void> startWanted() {
        List<Future<Void>> steps = wanted.values().stream()
                .filter(dataset -> !dataset.paused() && !barred.contains(dataset.id()))
                .map(this::startOrAdjust)
                .toList();
        return Future.join(steps).mapEmpty();
    }

    private Future<Void> startOrAdjust(Dataset dataset) {
        Run run = running.get(dataset.id());
        if (run != null && run.adjust(dataset)) {
            return Future.succeededFuture();
        }
        Future<Void> stopped = run == null ? Future.succeededFuture() : stop(dataset.id());
        return stopped.compose(done -> leases.take(dataset.id()))
                .compose(taken -> taken ? rows.starting(dataset).map(true) : Future.succeededFuture(false))
                .compose(taken -> taken ? begin(dataset.id()) : Future.succeededFuture());
    }

    /** The catalog may have changed its mind, or the lease may be lost, since this began. */
    private Future<Void> begin(UUID id) {
        return rows.states(List.of(id))
                .compose(states -> begin(
                        id, states.isEmpty() ? Progress.NONE : states.get(0).progress()));
    }

    private Future<Void> begin(UUID id, Progress before) {
        Dataset dataset = wanted.get(id);
        if (dataset == null
                || dataset.paused()
                || barred.contains(id)
                || !leases.holds(id)
                || running.containsKey(id)) {
            return running.containsKey(id) ? Future.succeededFuture() : leases.release(id);
        }
        Run run = runs.of(dataset, before);
        running.put(id, run);
        told.remove(id);
        run.start(figures::request);
        LOG.info(
                "source started; dataset={} topic={} type={}",
                dataset.name(),
                dataset.topic(),
                dataset.source().type());
        return Future.succeededFuture();
    }

    private void onLeasesLost() {
        running.values().forEach(run -> run.stop().onComplete(stopped -> flush(() -> List.of(run))));
        running.clear();
    }

    private void onLeaseRetry() {
        if (wanted.values().stream()
                .anyMatch(d -> !d.paused() && !barred.contains(d.id()) && !running.containsKey(d.id()))) {
            takeOver.request();
        }
    }

    /** One after the other, each with what is known when its turn comes: an older figure never overwrites a newer one. */
    private Future<Void> flush(Supplier<Collection<Run>> of) {
        flushed = flushed.otherwiseEmpty().compose(before -> store(of.get()));
        return flushed;
    }

    private Future<Void> store(Collection<Run> of) {
        List<Figures> changed = new ArrayList<>();
        for (Run run : of) {
            Figures now = run.figures();
            if (!now.equals(told.put(now.dataset(), now))) {
                changed.add(now);
            }
        }
        return rows.flush(changed).onFailure(lost -> {
            changed.forEach(one -> told.remove(one.dataset()));
            LOG.warn("source figures were not stored yet; cause={}", lost.toString());
        });
    }
}
