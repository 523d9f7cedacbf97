package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys as credentials of Kafka: which there must be, and the passwords of those that Kafka does not have yet, sealed. */
public final class KafkaKeyService implements Feature {
    private static final String LIST = """
            select k.id, k.username, k.role, u.role as user_role, k.scope, k.expires_at, k.kafka_sealed
            from catalog.api_keys k join catalog.users u on u.name = k.username
            where (k.kafka_sealed is not null or k.kafka_at is not null) and (k.expires_at is null or k.expires_at > $1)
            """;
    private static final String PUT =
            "update catalog.api_keys set kafka_sealed = null, kafka_at = $2 where id = any($1::text[])";
    /** What is kept anyway is put there again. */
    private static final String LOST = """
            update catalog.api_keys set kafka_at = null, kafka_sealed = retold_sealed
            where id = any($1::text[]) and kafka_sealed is null
            """;

    private static final String USED = """
            update catalog.api_keys k set last_used_at = used.at
            from unnest($1::text[], $2::timestamptz[]) as used (id, at)
            where k.id = used.id and (k.last_used_at is null or k.last_used_at < used.at)
            """;

    private final Session session;
    private final Clock clock;

    public KafkaKeyService(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.LIST_KAFKA_KEYS.serve(vertx, ask -> list()), Identity.KAFKA_KEYS_PUT.serve(vertx, this::put));
    }

    private Future<Identity.KafkaKeys> list() {
        return session.query(LIST, Columns.time(clock.instant()))
                .map(rows -> new Identity.KafkaKeys(Columns.all(rows, KafkaKeyService::toKey)));
    }

    private Future<Done> put(Identity.KafkaKeysPut ask) {
        return unlessEmpty(ask.put(), () -> session.query(PUT, ids(ask.put()), Columns.time(clock.instant())))
                .compose(put -> unlessEmpty(ask.lost(), () -> session.query(LOST, (Object) ids(ask.lost()))))
                .compose(lost -> unlessEmpty(ask.used().keySet(), () -> used(ask.used())))
                .map(new Done(true));
    }

    private Future<?> used(Map<String, Instant> used) {
        List<Map.Entry<String, Instant>> all = List.copyOf(used.entrySet());
        return session.query(
                USED,
                all.stream().map(Map.Entry::getKey).toArray(String[]::new),
                all.stream().map(one -> Columns.time(one.getValue())).toArray(OffsetDateTime[]::new));
    }

    private static Future<?> unlessEmpty(
            java.util.Collection<String> ids, java.util.function.Supplier<Future<?>> work) {
        return ids.isEmpty() ? Future.succeededFuture() : work.get();
    }

    private static String[] ids(List<String> ids) {
        return ids.toArray(String[]::new);
    }

    private static Identity.KafkaKey toKey(Row row) {
        @Nullable String sealed = row.getString("kafka_sealed");
        return new Identity.KafkaKey(
                row.getString("id"),
                row.getString("username"),
                Names.lesser(Columns.role(row, "role"), Columns.role(row, "user_role")),
                row.getString("scope") == null ? Role.ADMIN : Columns.role(row, "scope"),
                Columns.instantOrNull(row, "expires_at"),
                sealed == null ? null : Sealed.of(sealed));
    }
}
