package io.sluice.catalog.identity;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Rights;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.sluice.contract.SignIns;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that access tokens are signed with. A key is published at least {@link #LEAD} before it signs, and goes on being published
 * until the last token of it has run out, so nobody notices that one takes the place of another. Which one signs is decided by the
 * database's rows and the time, the same on every node; nodes that would add one at the same time take turns by a lock.
 */
public final class Keyset implements Feature {
    /** More than the pause that a gateway makes between two questions for keys that it does not know. */
    static final Duration LEAD = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Keyset.class);
    /** Clocks of nodes, and the leeway that a gateway gives to a token. */
    private static final Duration LEEWAY = Duration.ofMinutes(5);

    private static final int MAX_PUBLISHED = 20;

    private static final String ALL =
            "select kid, private_jwk, signs_from from catalog.signing_keys order by signs_from desc, kid";
    /** From before keys were sealed; a JWK is a JSON object. */
    private static final String CLEAR = "select kid, private_jwk from catalog.signing_keys where private_jwk like '{%'";

    private static final String SEAL = "update catalog.signing_keys set private_jwk = $2 where kid = $1";
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('catalog.signing_keys'))";
    private static final String INSERT = """
            insert into catalog.signing_keys (kid, private_jwk, created_at, signs_from) values ($1, $2, $3, $4)
            """;
    /** Those whose follower has been signing for so long that no token of theirs is left. */
    private static final String FORGET = """
            delete from catalog.signing_keys k where exists (
                select 1 from catalog.signing_keys n where n.signs_from > k.signs_from and n.signs_from <= $1)
            """;

    private final CatalogDatabase database;
    private final Vault vault;
    private final Clock clock;
    private final Duration tokenLifetime;
    private final Duration rotateAfter;

    /**
     * @param vault seals the keys that are stored
     * @param rotateAfter how old a key becomes before another one is made at the next sign-in
     */
    public Keyset(CatalogDatabase database, Vault vault, Clock clock, Duration tokenLifetime, Duration rotateAfter) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.tokenLifetime = tokenLifetime;
        this.rotateAfter = rotateAfter;
    }

    private record Dated(SigningKey key, Instant signsFrom) {}

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.GET_KEY_SET.serve(vertx, ask -> all(database).map(this::published)),
                SignIns.ROTATE_KEY.serve(vertx, this::rotate));
    }

    private Identity.KeySet published(List<Dated> keys) {
        Instant over = clock.instant().minus(tokenLifetime).minus(LEEWAY);
        return new Identity.KeySet(IntStream.range(0, keys.size())
                .filter(i -> i == 0 || keys.get(i - 1).signsFrom().isAfter(over))
                .mapToObj(i -> keys.get(i).key().publicJwk())
                .toList());
    }

    /** Makes the first key if there is none; it signs at once. */
    public Future<SigningKey> open() {
        return database.transaction(session -> lock(session)
                        .compose(locked -> sealAll(session))
                        .compose(done -> all(session))
                        .compose(keys ->
                                keys.isEmpty() ? add(session, Duration.ZERO).mapEmpty() : Future.succeededFuture()))
                .compose(there -> current());
    }

    private Future<?> sealAll(Session session) {
        return session.query(CLEAR)
                .compose(rows -> Future.all(Columns.all(
                        rows, row -> session.query(SEAL, row.getString("kid"), seal(row.getString("private_jwk"))))));
    }

    private String seal(String jwk) {
        return vault.seal(new Secret(jwk)).text();
    }

    /** The key to sign with now. Where it has become old, its follower is made; that keeps nobody waiting. */
    Future<SigningKey> current() {
        Instant now = clock.instant();
        return all(database).map(keys -> {
            Dated signing = signing(keys, now);
            boolean last = keys.indexOf(signing) == 0;
            if (last && now.isAfter(signing.signsFrom().plus(rotateAfter))) {
                follow(now).onFailure(failed -> LOG.warn("no new signing key could be made", failed));
            }
            return signing.key();
        });
    }

    private static Dated signing(List<Dated> keys, Instant now) {
        return keys.stream()
                .filter(each -> !each.signsFrom().isAfter(now))
                .findFirst()
                .orElseGet(() -> keys.get(keys.size() - 1));
    }

    private Future<SignIns.RotatedKey> rotate(SignIns.RotateKey ask) {
        Rights.require(ask.caller(), Role.ADMIN);
        return follow(clock.instant())
                .map(made -> new SignIns.RotatedKey(made.key().id(), made.signsFrom()));
    }

    /** One that is published and does not sign yet is the answer to all who want one. */
    private Future<Dated> follow(Instant now) {
        return database.transaction(session -> lock(session)
                .compose(locked -> session.query(
                        FORGET, Columns.time(now.minus(tokenLifetime).minus(LEEWAY))))
                .compose(forgotten -> all(session))
                .compose(keys -> {
                    boolean coming = !keys.isEmpty() && keys.get(0).signsFrom().isAfter(now);
                    if (!coming && keys.size() >= MAX_PUBLISHED) {
                        throw new Problem.Conflict("There are " + MAX_PUBLISHED + " keys with living tokens.")
                                .toException();
                    }
                    return coming ? Future.succeededFuture(keys.get(0)) : add(session, LEAD);
                }));
    }

    private Future<Dated> add(Session session, Duration lead) {
        Instant now = clock.instant();
        Dated made = new Dated(SigningKey.generate(), now.plus(lead));
        SigningKey key = made.key();
        return session.query(
                        INSERT, key.id(), seal(key.privateJwk()), Columns.time(now), Columns.time(made.signsFrom()))
                .onSuccess(
                        added -> LOG.info("a signing key was made; kid={} signs_from={}", key.id(), made.signsFrom()))
                .map(made);
    }

    private static Future<Void> lock(Session session) {
        return session.query(LOCK).mapEmpty();
    }

    /** The newest first. */
    private Future<List<Dated>> all(Session session) {
        return session.query(ALL).map(rows -> Columns.all(rows, this::toDated));
    }

    private Dated toDated(Row row) {
        SigningKey key = new SigningKey(row.getString("kid"), open(Sealed.of(row.getString("private_jwk"))));
        return new Dated(key, Columns.instant(row, "signs_from"));
    }

    private String open(Sealed sealed) {
        try {
            return vault.open(sealed).reveal();
        } catch (Vault.WrongKey wrong) {
            throw new IllegalStateException("a signing key cannot be opened", wrong);
        }
    }
}
