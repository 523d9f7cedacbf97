package io.sluice.stream.alert;

import io.sluice.contract.Topics;
import io.sluice.contract.Topics.TopicAccessChanged;
import io.sluice.runtime.Database;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Leases;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which rules run on this node: each that has something to do and whose lease this node holds. A lost lease only wastes work; what makes
 * a rule run once is the claim in {@link RuleState}. Belongs to one event loop.
 */
final class AlertRunner {
    private static final Logger LOG = LoggerFactory.getLogger(AlertRunner.class);

    private final Vertx vertx;
    private final AlertRun.Kit kit;
    private final AlertRows rows;
    private final Leases leases;
    private final Coalescing reconciliation;
    private final Coalescing ofStreams;
    private final Map<UUID, AlertRun> running = new HashMap<>();
    private Set<UUID> busy = Set.of();
    private @Nullable MessageConsumer<TopicAccessChanged> formats;

    AlertRunner(Vertx vertx, AlertRun.Kit kit, AlertRows rows, Lease lease) {
        this.vertx = vertx;
        this.kit = kit;
        this.rows = rows;
        this.leases = new Leases(vertx, lease.database(), lease.period(), this::onLeasesLost, this::onLeaseRetry);
        this.reconciliation = new Coalescing(vertx, "alerts", this::reconcile);
        this.ofStreams = new Coalescing(vertx, "alerts of streams", this::follow);
    }

    /** @param period between attempts to take over what another node holds */
    record Lease(Database database, Duration period) {}

    Future<Void> open() {
        formats =
                Topics.ACCESS_CHANGED.listen(vertx, changed -> running.values().forEach(AlertRun::onChanged));
        return leases.open();
    }

    /** Any rule may have changed. */
    void reconcileSoon() {
        running.values().forEach(AlertRun::onChanged);
        reconciliation.request();
    }

    /** A stream may have another version. */
    void followSoon() {
        ofStreams.request();
    }

    /** What these users may see may be another now: their rules look at their sources again. */
    void lookSoon(Predicate<String> users) {
        rows.owners()
                .onSuccess(owners -> owners.forEach((id, owner) -> {
                    AlertRun run = running.get(id);
                    if (run != null && users.test(owner)) {
                        run.onChanged();
                    }
                }))
                .onFailure(away -> LOG.warn("alerts look at their sources later; cause={}", away.toString()));
    }

    /** A rule has changed. */
    void onChanged(UUID id) {
        AlertRun run = running.get(id);
        if (run == null) {
            reconciliation.request();
        } else {
            run.onChanged();
        }
    }

    /** Stops everything that runs here, then gives the leases back, so that another node goes on at once. */
    Future<Void> close() {
        MessageConsumer<TopicAccessChanged> listening = formats;
        return Future.join(reconciliation.close(), ofStreams.close())
                .eventually(() -> listening == null ? Future.succeededFuture() : listening.unregister())
                .eventually(() -> Future.join(List.copyOf(running.values()).stream()
                        .map(AlertRun::stop)
                        .toList()))
                .eventually(leases::close)
                .mapEmpty();
    }

    private Future<Void> follow() {
        return rows.behindTheirStream()
                .onSuccess(ids -> ids.stream()
                        .flatMap(id -> Optional.ofNullable(running.get(id)).stream())
                        .forEach(AlertRun::onChanged))
                .mapEmpty();
    }

    private Future<Void> reconcile() {
        return rows.busy().compose(ids -> {
            busy = Set.copyOf(ids);
            return Future.join(busy.stream().map(this::begin).toList()).mapEmpty();
        });
    }

    private Future<Void> begin(UUID id) {
        if (running.containsKey(id)) {
            return Future.succeededFuture();
        }
        return leases.take(id).map(taken -> {
            if (taken && leases.holds(id) && !running.containsKey(id)) {
                start(id);
            }
            return null;
        });
    }

    private void start(UUID id) {
        AlertRun run = new AlertRun(kit, id);
        running.put(id, run);
        run.ended().onComplete(done -> kit.waiter().context().runOnContext(go -> onEnded(id, run)));
        run.start();
        LOG.info("alert started here; alert={}", id);
    }

    /** What ended by itself may have something to do again by now. */
    private void onEnded(UUID id, AlertRun run) {
        if (running.remove(id, run)) {
            leases.release(id).onComplete(released -> reconciliation.request());
        }
    }

    private void onLeasesLost() {
        running.values().forEach(AlertRun::stop);
        running.clear();
    }

    private void onLeaseRetry() {
        if (busy.stream().anyMatch(id -> !running.containsKey(id))) {
            reconciliation.request();
        }
    }
}
