package io.sluice.stream.access;

import io.sluice.contract.Access;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.Identity.KafkaKeysPut;
import io.sluice.contract.KafkaName;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.store.Leases;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps Kafka's credentials, access rules and quotas as the platform's keys and rights say: each time that one of them changes, when a key
 * ends, and once a minute against lost news. One node at a time does it, under a lease. Belongs to one event loop.
 *
 * <p>A pass reads everything and applies the difference. What fails is tried again, from the beginning.
 */
public final class AccessKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(AccessKeeper.class);
    private static final UUID LEASE = UUID.fromString("8a2f8e0e-6b0e-4f0e-9f52-0d1c7c8f3a51");
    private static final Duration SWEEP = Duration.ofMinutes(1);
    /** A pass goes on with the rest in the next one: hashing takes milliseconds for each. */
    private static final int PUT_AT_ONCE = 200;

    private final Vertx vertx;
    private final Kit kit;
    private final Clock clock;
    private final AccessAdmin admin;
    private final AccessRows rows;
    private final QuotaKeeper quotas;
    private final Leases leases;
    private final Coalescing passes;
    private long sweep = -1;
    private long expiry = -1;
    private @Nullable Permits permits;

    /** @param quotas of users about whom nothing else was said */
    public record Kit(
            Broker broker, Sql sql, Vault vault, Doorkeeper doorkeeper, Entitlements entitlements, Quotas quotas) {}

    /** @param period between attempts to take over what another node did */
    public record Lease(Database database, Duration period) {}

    public AccessKeeper(Vertx vertx, Kit kit, Lease lease, Clock clock) {
        this.vertx = vertx;
        this.kit = kit;
        this.clock = clock;
        this.admin = new AccessAdmin(vertx, kit.broker(), kit.vault());
        this.rows = new AccessRows(kit.sql());
        this.quotas = new QuotaKeeper(kit.broker(), kit.sql(), kit.quotas(), kit.doorkeeper());
        this.passes = new Coalescing(vertx, "access to Kafka", this::pass);
        this.leases = new Leases(vertx, lease.database(), lease.period(), () -> {}, this::takeOver);
    }

    public Future<Void> open() {
        sweep = vertx.setPeriodic(SWEEP.toMillis(), tick -> passes.request());
        return leases.open();
    }

    /** Keys, rights or quotas may have changed. */
    public void changed() {
        passes.request();
    }

    /** What the cluster lets us do. */
    public Future<Access.State> state(Access.AskState ask) {
        return admin.permits()
                .map(found ->
                        new Access.State(found.credentials(), found.rules(), found.quotas(), found.servesUsers()));
    }

    public Future<Access.Quota> quota(Access.FindQuota ask) {
        return quotas.find(ask);
    }

    public Future<Access.Quota> setQuota(Access.SetQuota ask) {
        return quotas.set(ask).onSuccess(set -> changed());
    }

    public Future<Void> close() {
        vertx.cancelTimer(sweep);
        vertx.cancelTimer(expiry);
        return passes.close().eventually(leases::close);
    }

    private void takeOver() {
        if (!leases.holds(LEASE)) {
            leases.take(LEASE).onSuccess(taken -> {
                if (taken) {
                    passes.request();
                }
            });
        }
    }

    private Future<Void> pass() {
        if (!leases.holds(LEASE)) {
            return Future.succeededFuture();
        }
        return admin.permits().onSuccess(this::say).compose(found -> {
            if (!found.servesUsers()) {
                return Future.succeededFuture();
            }
            return Identity.LIST_KAFKA_KEYS
                    .call(vertx, new Identity.ListKafkaKeys())
                    .compose(keys -> keep(keys.items(), found));
        });
    }

    private void say(Permits found) {
        if (!found.equals(permits)) {
            permits = found;
            found.missing().forEach(lack -> LOG.warn("the Kafka cluster does not permit {}", lack));
        }
    }

    private Future<Void> keep(List<KafkaKey> keys, Permits found) {
        watchExpiry(keys);
        Set<String> users = keys.stream().map(KafkaKey::user).collect(Collectors.toSet());
        return kit.entitlements()
                .of(users)
                .compose(topics -> state().map(state -> AccessPlan.of(
                        new AccessPlan.Wish(keys, topics),
                        state,
                        clock.instant(),
                        kit.doorkeeper().longestConnection())))
                .compose(this::apply)
                .compose(done -> found.quotas() ? quotas.keep(keys) : Future.succeededFuture());
    }

    private Future<AccessPlan.State> state() {
        return rows.principals().compose(principals -> rows.open()
                .compose(open -> admin.credentials().compose(credentials -> admin.rules()
                        .map(rules -> new AccessPlan.State(principals, open, credentials, rules)))));
    }

    /** The news of a revocation is stored first, so that what a death interrupts here is done by whoever comes next. */
    private Future<Void> apply(AccessPlan plan) {
        List<KafkaKey> put =
                plan.put().subList(0, Math.min(PUT_AT_ONCE, plan.put().size()));
        return rows.note(plan.newcomers(), plan.opened())
                .compose(noted -> rows.revoke(plan.revoked()))
                .compose(marked -> admin.remove(plan.revoked()))
                .onSuccess(removed -> kit.doorkeeper().refuse(plan.refused()))
                .compose(removed -> admin.drop(plan.dropped()))
                .compose(dropped -> admin.add(plan.added()))
                .compose(added -> admin.put(put))
                .compose(known -> tell(known, plan.lost()))
                .compose(told -> rows.forget(plan.forgotten(), plan.closed()))
                .onSuccess(done -> report(plan, put.size()));
    }

    private void report(AccessPlan plan, int put) {
        if (put > 0 || !plan.revoked().isEmpty()) {
            LOG.info(
                    "Kafka credentials changed; put={} revoked={}",
                    put,
                    plan.revoked().size());
        }
        if (put < plan.put().size()) {
            passes.request();
        }
    }

    private Future<Void> tell(List<KafkaKey> put, List<KafkaKey> lost) {
        Map<String, Instant> used = new HashMap<>();
        kit.doorkeeper().takeUses().forEach((username, at) -> KafkaName.keyId(username)
                .ifPresent(id -> used.put(id, at)));
        if (put.isEmpty() && lost.isEmpty() && used.isEmpty()) {
            return Future.succeededFuture();
        }
        return Identity.KAFKA_KEYS_PUT
                .call(vertx, new KafkaKeysPut(ids(put), ids(lost), used))
                .mapEmpty();
    }

    private void watchExpiry(List<KafkaKey> keys) {
        vertx.cancelTimer(expiry);
        AccessPlan.nextExpiry(keys)
                .map(at -> Duration.between(clock.instant(), at))
                .filter(left -> left.compareTo(SWEEP) < 0)
                .ifPresent(
                        left -> expiry = vertx.setTimer(Math.max(1, left.toMillis() + 1), fired -> passes.request()));
    }

    private static List<String> ids(List<KafkaKey> keys) {
        return keys.stream().map(KafkaKey::id).toList();
    }
}
