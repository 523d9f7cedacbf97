package io.sluice.stream.access;

import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What in Kafka is ours: usernames, and topics that are open to everybody. */
final class AccessRows {
    private final Sql sql;

    AccessRows(Sql sql) {
        this.sql = sql;
    }

    private record Principal(String name, Optional<Instant> revokedAt) {}

    /** Usernames, and since when they are revoked. */
    Future<Map<String, Optional<Instant>>> principals() {
        return sql.list(
                        row -> {
                            @Nullable OffsetDateTime revoked = row.getOffsetDateTime("revoked_at");
                            return new Principal(
                                    row.getString("username"),
                                    Optional.ofNullable(revoked).map(OffsetDateTime::toInstant));
                        },
                        "select username, revoked_at from kafka_principal")
                .map(all -> {
                    Map<String, Optional<Instant>> byName = new HashMap<>();
                    all.forEach(one -> byName.put(one.name(), one.revokedAt()));
                    return byName;
                });
    }

    Future<Set<String>> open() {
        return sql.list(row -> row.getString("topic"), "select topic from kafka_open_topic")
                .map(Set::copyOf);
    }

    Future<Void> note(Set<String> newcomers, Set<String> opened) {
        return run("insert into kafka_principal (username) select unnest($1::text[]) on conflict do nothing", newcomers)
                .compose(noted -> run(
                        "insert into kafka_open_topic (topic) select unnest($1::text[]) on conflict do nothing",
                        opened));
    }

    Future<Void> revoke(Set<String> names) {
        return run("update kafka_principal set revoked_at = now() where username = any($1::text[])", names);
    }

    Future<Void> forget(Set<String> names, Set<String> closed) {
        return run("delete from kafka_principal where username = any($1::text[])", names)
                .compose(gone -> run("delete from kafka_open_topic where topic = any($1::text[])", closed));
    }

    private Future<Void> run(String statement, Set<String> names) {
        return names.isEmpty()
                ? Future.succeededFuture()
                : sql.run(statement, (Object) names.toArray(String[]::new)).mapEmpty();
    }
}
