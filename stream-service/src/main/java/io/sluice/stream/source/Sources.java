package io.sluice.stream.source;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.GetSourceStates;
import io.sluice.contract.Streams.SourceStates;
import io.sluice.runtime.Database;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.source.Generator.Figures;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Leases;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The generators of this node: runs every source of the catalog that is not paused and whose lease this node holds. Each change
 * of the catalog, each lost or gained connection leads to one reconciliation of what runs with what should. Belongs to one
 * event loop.
 */
public final class Sources {
    private static final Logger LOG = LoggerFactory.getLogger(Sources.class);
    private static final Duration FLUSH = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final Broker broker;
    private final BatchWriter writer;
    private final SourceRows rows;
    private final SourceRemoval removal;
    private final Leases leases;
    private final Coalescing reconciliation;
    private final Coalescing takeOver;
    private final Map<UUID, Generator> running = new HashMap<>();
    private final Map<UUID, Figures> told = new HashMap<>();
    private Map<UUID, Dataset> wanted = Map.of();
    private Future<Void> flushing = Future.succeededFuture();
    private long timer = -1;

    Sources(Vertx vertx, Broker broker, BatchWriter writer, SourceRows rows, SourceRemoval removal, Lease lease) {
        this.vertx = vertx;
        this.broker = broker;
        this.writer = writer;
        this.rows = rows;
        this.removal = removal;
        this.leases = new Leases(vertx, lease.database(), lease.period(), this::onLeasesLost, this::onLeaseRetry);
        this.reconciliation = new Coalescing(vertx, "sources", this::reconcile);
        this.takeOver = new Coalescing(vertx, "source leases", this::startWanted);
    }

    /** @param period between attempts to take over what another node holds */
    public record Lease(Database database, Duration period) {}

    public static Future<Sources> open(
            Vertx vertx, Broker broker, String bootstrap, Sql sql, SourceRemoval removal, Lease lease) {
        return BatchWriter.open(vertx, bootstrap, Clock.systemUTC())
                .map(writer -> new Sources(vertx, broker, writer, new SourceRows(sql), removal, lease))
                .compose(sources -> sources.start().map(sources));
    }

    private Future<Void> start() {
        timer = vertx.setPeriodic(FLUSH.toMillis(), tick -> flush());
        return leases.open();
    }

    /** The catalog may have changed. */
    public void reconcileSoon() {
        reconciliation.request();
    }

    public Future<SourceStates> states(GetSourceStates ask) {
        return rows.states(ask.datasets()).map(SourceStates::new);
    }

    /** Stops a generator if it runs here. */
    public Future<Void> stop(UUID dataset) {
        Generator generator = running.remove(dataset);
        if (generator == null) {
            return leases.release(dataset);
        }
        LOG.info("generator stopped; dataset={}", dataset);
        return generator.stop().compose(done -> flush(List.of(generator))).eventually(() -> leases.release(dataset));
    }

    /** Stops everything that runs here, then gives the leases back, so that another node goes on at once. */
    public Future<Void> close() {
        vertx.cancelTimer(timer);
        return Future.join(reconciliation.close(), takeOver.close())
                .eventually(() -> Future.join(
                        List.copyOf(running.keySet()).stream().map(this::stop).toList()))
                .eventually(leases::close)
                .eventually(writer::close)
                .mapEmpty();
    }

    private Future<Void> reconcile() {
        return Catalog.LIST_SOURCES
                .call(vertx, new Catalog.ListSources())
                .compose(listed -> {
                    Map<UUID, Dataset> now = new HashMap<>();
                    listed.items().forEach(dataset -> now.put(dataset.id(), dataset));
                    wanted = now;
                    takeOver.request();
                    return stopUnwanted();
                })
                .compose(done -> removal.removeOrphans(wanted.values()));
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
        List<Future<Void>> steps = new ArrayList<>();
        for (Dataset dataset : wanted.values()) {
            if (!dataset.paused() && dataset.source() instanceof Source.Generator source) {
                steps.add(startOrAdjust(dataset, source));
            }
        }
        return Future.join(steps).mapEmpty();
    }

    private Future<Void> startOrAdjust(Dataset dataset, Source.Generator source) {
        Generator generator = running.get(dataset.id());
        if (generator != null) {
            generator.rate(source.rate());
            return Future.succeededFuture();
        }
        return leases.take(dataset.id())
                .compose(taken -> taken ? rows.starting(dataset).map(true) : Future.succeededFuture(false))
                .compose(taken -> taken ? begin(dataset.id()) : Future.succeededFuture());
    }

    /** The catalog may have changed its mind, or the lease may be lost, since this began. */
    private Future<Void> begin(UUID id) {
        return rows.states(List.of(id))
                .compose(
                        states -> begin(id, states.isEmpty() ? 0 : states.get(0).records()));
    }

    private Future<Void> begin(UUID id, long made) {
        Dataset dataset = wanted.get(id);
        if (dataset == null
                || dataset.paused()
                || !leases.holds(id)
                || running.containsKey(id)
                || !(dataset.source() instanceof Source.Generator source)) {
            return running.containsKey(id) ? Future.succeededFuture() : leases.release(id);
        }
        Generator generator = new Generator(vertx, broker, writer, new Generator.Task(id, source, made));
        running.put(id, generator);
        told.remove(id);
        generator.start();
        LOG.info(
                "generator started; dataset={} topic={} template={} rate={}",
                dataset.name(),
                source.topic(),
                source.template().text(),
                source.rate());
        return Future.succeededFuture();
    }

    private void onLeasesLost() {
        running.values().forEach(generator -> generator.stop().onComplete(stopped -> flush(List.of(generator))));
        running.clear();
    }

    private void onLeaseRetry() {
        if (wanted.values().stream().anyMatch(d -> !d.paused() && !running.containsKey(d.id()))) {
            takeOver.request();
        }
    }

    private void flush() {
        if (flushing.isComplete()) {
            flushing = flush(running.values());
        }
    }

    private Future<Void> flush(Collection<Generator> generators) {
        List<Figures> changed = new ArrayList<>();
        List<Runnable> restores = new ArrayList<>();
        for (Generator generator : generators) {
            Figures figures = generator.take();
            Figures before = told.put(figures.dataset(), figures);
            if (figures.written() > 0 || !figures.equals(before)) {
                changed.add(figures);
                restores.add(() -> generator.restore(figures));
            }
        }
        return rows.flush(changed).onFailure(lost -> {
            restores.forEach(Runnable::run);
            changed.forEach(figures -> told.remove(figures.dataset()));
            LOG.warn("source figures were not stored yet; cause={}", lost.toString());
        });
    }
}
