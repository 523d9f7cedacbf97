package io.sluice.catalog.identity;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Identity;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;

/**
 * The keys that access tokens are signed with. The first node to start makes one; that only one can be active is a unique
 * index's doing, so nodes that start together end up with the same.
 */
public final class Keyset implements Feature {
    private static final String ALL = """
            select kid, private_jwk from catalog.signing_keys order by active desc, created_at desc, kid
            """;
    private static final String INSERT = """
            insert into catalog.signing_keys (kid, private_jwk, active, created_at) values ($1, $2, true, $3)
            on conflict do nothing
            """;

    private final Session session;
    private final Clock clock;

    public Keyset(Session session, Clock clock) {
        this.session = session;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Identity.GET_KEY_SET.serve(vertx, ask -> all().map(keys ->
                new Identity.KeySet(keys.stream().map(SigningKey::publicJwk).toList()))));
    }

    /** The key to sign with, made now if there is none. */
    public Future<SigningKey> open() {
        return all().compose(keys -> keys.isEmpty() ? create() : Future.succeededFuture(keys))
                .map(keys -> keys.get(0));
    }

    private Future<List<SigningKey>> create() {
        SigningKey key = SigningKey.generate();
        return session.query(INSERT, key.id(), key.privateJwk(), Columns.time(clock.instant()))
                .compose(inserted -> all());
    }

    /** The active one first, then the newest. */
    private Future<List<SigningKey>> all() {
        return session.query(ALL)
                .map(rows ->
                        Columns.all(rows, row -> new SigningKey(row.getString("kid"), row.getString("private_jwk"))));
    }
}
