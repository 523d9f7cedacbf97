package io.sluice.stream.access;

import io.sluice.contract.Access;
import io.sluice.contract.Identity.KafkaKey;
import io.sluice.contract.KafkaName;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.quota.ClientQuotaFilter;
import org.apache.kafka.common.quota.ClientQuotaFilterComponent;
import org.jspecify.annotations.Nullable;

/**
 * Bytes a second through Kafka: what users have, and Kafka's quotas kept so. On a broker that shares them one quota holds for all keys of a
 * user; on another cluster each key has one of its own.
 */
final class QuotaKeeper {
    private static final String IN = "producer_byte_rate";
    private static final String OUT = "consumer_byte_rate";

    private final Broker broker;
    private final Sql sql;
    private final Quotas defaults;
    private final Doorkeeper doorkeeper;

    QuotaKeeper(Broker broker, Sql sql, Quotas defaults, Doorkeeper doorkeeper) {
        this.broker = broker;
        this.sql = sql;
        this.defaults = defaults;
        this.doorkeeper = doorkeeper;
    }

    private record Stored(
            String user, @Nullable Long in, @Nullable Long out) {}

    Future<Access.Quota> find(Access.FindQuota ask) {
        return stored().map(all -> of(ask.user(), all));
    }

    Future<Access.Quota> set(Access.SetQuota ask) {
        Future<Integer> changed = ask.bytesIn() == null && ask.bytesOut() == null
                ? sql.run("delete from kafka_quota where username = $1", ask.user())
                : sql.run(
                        "insert into kafka_quota (username, bytes_in, bytes_out) values ($1, $2, $3)"
                                + " on conflict (username) do update set bytes_in = excluded.bytes_in,"
                                + " bytes_out = excluded.bytes_out",
                        ask.user(),
                        ask.bytesIn(),
                        ask.bytesOut());
        return changed.compose(done -> find(new Access.FindQuota(ask.user())));
    }

    /** Makes Kafka's quotas those of the users of these keys. */
    Future<Void> keep(List<KafkaKey> keys) {
        ClientQuotaFilter users = ClientQuotaFilter.containsOnly(
                List.of(ClientQuotaFilterComponent.ofEntityType(ClientQuotaEntity.USER)));
        return stored().compose(stored -> broker.ask(
                        admin -> admin.describeClientQuotas(users).entities())
                .compose(there -> {
                    List<ClientQuotaAlteration> changes = changes(wanted(keys, stored), there);
                    return changes.isEmpty()
                            ? Future.<Void>succeededFuture()
                            : broker.ask(
                                    admin -> admin.alterClientQuotas(changes).all());
                }));
    }

    private Map<String, Map<String, Double>> wanted(List<KafkaKey> keys, Map<String, Stored> stored) {
        Map<String, Map<String, Double>> wanted = new HashMap<>();
        for (KafkaKey key : keys) {
            Access.Quota quota = of(key.user(), stored);
            Map<String, Double> rates = new HashMap<>();
            if (quota.bytesIn() != null) {
                rates.put(IN, quota.bytesIn().doubleValue());
            }
            if (quota.bytesOut() != null) {
                rates.put(OUT, quota.bytesOut().doubleValue());
            }
            wanted.put(doorkeeper.sharesQuotas() ? KafkaName.account(key.user()) : key.username(), rates);
        }
        return wanted;
    }

    /** What is not wanted is removed from our names only: from those with a key now, and from those that have the form of a key's. */
    static List<ClientQuotaAlteration> changes(
            Map<String, Map<String, Double>> wanted, Map<ClientQuotaEntity, Map<String, Double>> there) {
        Map<String, Map<String, Double>> byName = new HashMap<>();
        there.forEach((entity, rates) -> Optional.ofNullable(entity.entries().get(ClientQuotaEntity.USER))
                .ifPresent(name -> byName.put(name, rates)));
        List<ClientQuotaAlteration> changes = new ArrayList<>();
        wanted.forEach((name, rates) -> add(changes, name, rates, byName.getOrDefault(name, Map.of())));
        byName.forEach((name, rates) -> {
            if (!wanted.containsKey(name) && KafkaName.keyId(name).isPresent()) {
                add(changes, name, Map.of(), rates);
            }
        });
        return changes;
    }

    private static void add(
            List<ClientQuotaAlteration> changes, String name, Map<String, Double> wanted, Map<String, Double> there) {
        List<ClientQuotaAlteration.Op> ops = new ArrayList<>();
        for (String rate : List.of(IN, OUT)) {
            @Nullable Double value = wanted.get(rate);
            if (value == null ? there.containsKey(rate) : !value.equals(there.get(rate))) {
                ops.add(new ClientQuotaAlteration.Op(rate, value));
            }
        }
        if (!ops.isEmpty()) {
            changes.add(new ClientQuotaAlteration(new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, name)), ops));
        }
    }

    private Access.Quota of(String user, Map<String, Stored> all) {
        @Nullable Stored own = all.get(user);
        return own == null
                ? new Access.Quota(user, limit(defaults.bytesIn()), limit(defaults.bytesOut()), false)
                : new Access.Quota(user, own.in(), own.out(), true);
    }

    private static @Nullable Long limit(long bytes) {
        return bytes == 0 ? null : bytes;
    }

    private Future<Map<String, Stored>> stored() {
        return sql.list(
                        row -> new Stored(row.getString("username"), row.getLong("bytes_in"), row.getLong("bytes_out")),
                        "select username, bytes_in, bytes_out from kafka_quota")
                .map(all -> {
                    Map<String, Stored> byUser = new HashMap<>();
                    all.forEach(one -> byUser.put(one.user(), one));
                    return byUser;
                });
    }
}
