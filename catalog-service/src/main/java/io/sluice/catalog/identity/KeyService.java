package io.sluice.catalog.identity;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.KafkaName;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.sluice.runtime.Sha256;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * API keys, {@code slk_<id>_<secret>}: looked up by id at each use, so that a deleted key, user or right ends at once. A user has
 * at most 100.
 */
public final class KeyService implements Feature {
    private static final Pattern KEY = Pattern.compile("slk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}");
    private static final Duration MAX_LIFETIME = Duration.ofDays(3_650);
    private static final String LIFETIME = "above 0 and at most ten years";
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    private static final int MAX_KEYS = 100;

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx;
    private final CatalogDatabase database;
    private final Vault vault;
    private final Clock clock;

    public KeyService(Vertx vertx, CatalogDatabase database, Vault vault, Clock clock) {
        this.vertx = vertx;
        this.database = database;
        this.vault = vault;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.CREATE_KEY.serve(vertx, ask -> create(ask, false)),
                Identity.LIST_KEYS.serve(
                        vertx,
                        ask -> KeyStore.list(database, ask.caller().user()).map(Identity.Keys::new)),
                Identity.DELETE_KEY.serve(vertx, this::delete),
                Identity.ROTATE_KEY.serve(vertx, this::rotate),
                Identity.VERIFY_KEY.serve(vertx, this::verify));
    }

    /** @param retold see {@link RetoldKeys} */
    Future<Identity.CreatedKey> create(Identity.CreateKey ask, boolean retold) {
        new Violations()
                .check(
                        NAME.matcher(ask.name()).matches(),
                        "/name",
                        "expected 1 to 100 of letters, digits, space, ., _ and -, a letter or digit first")
                .check(isLifetime(ask.expiresIn()), "/expires_in", LIFETIME)
                .refuse();
        Caller caller = ask.caller();
        Role role = ask.role() == null ? caller.role() : ask.role();
        Role scope = Names.lesser(ask.role() == null ? Role.ADMIN : ask.role(), caller.scope());
        if (!caller.role().includes(role)) {
            throw new Problem.Forbidden("A key cannot be more than its maker: "
                            + caller.role().text() + ".")
                    .toException();
        }
        Instant now = clock.instant();
        Drawn drawn = Drawn.of(random);
        Identity.Key key = new Identity.Key(
                ask.name(),
                role,
                now,
                ask.expiresIn() == null ? null : now.plus(ask.expiresIn()),
                null,
                new Identity.KafkaLogin(KafkaName.of(caller.user(), drawn.id()), false));
        return KeyStore.insert(
                        database,
                        drawn.id(),
                        new Caller(caller.user(), role, scope),
                        key,
                        drawn.kept(vault, retold),
                        MAX_KEYS)
                .recover(Failures.onViolation(KeyStore.NAME_TAKEN, Problem.Conflict.taken("key", ask.name())))
                .map(inserted -> {
                    if (!inserted) {
                        throw new Problem.Conflict("A user has at most " + MAX_KEYS + " keys.").toException();
                    }
                    return new Identity.CreatedKey(key, drawn.whole());
                });
    }

    private Future<Done> delete(Identity.DeleteKey ask) {
        return NAME.matcher(ask.name()).matches()
                ? KeyStore.delete(database, ask.caller().user(), ask.name())
                        .onSuccess(done -> tellChanged(ask.caller()))
                        .map(Done::new)
                : Future.succeededFuture(new Done(false));
    }

    private Future<Identity.CreatedKey> rotate(Identity.RotateKey ask) {
        new Violations()
                .check(isLifetime(ask.expiresIn()), "/expires_in", LIFETIME)
                .refuse();
        ProblemException missing = Problem.NotFound.of("key", ask.name()).toException();
        if (!NAME.matcher(ask.name()).matches()) {
            throw missing;
        }
        return database.transaction(
                        session -> KeyStore.lock(session, ask.caller().user(), ask.name())
                                .compose(found -> replace(session, found.orElseThrow(() -> missing), ask)))
                .onSuccess(rotated -> tellChanged(ask.caller()));
    }

    private Future<Identity.CreatedKey> replace(Session session, KeyStore.Locked old, Identity.RotateKey ask) {
        Instant now = clock.instant();
        requireRotatable(old, ask, now);
        Drawn drawn = Drawn.of(random);
        Identity.Key key = new Identity.Key(
                old.key().name(),
                old.key().role(),
                later(now, old.key().createdAt()),
                ask.expiresIn() == null ? old.key().expiresAt() : now.plus(ask.expiresIn()),
                null,
                new Identity.KafkaLogin(KafkaName.of(ask.caller().user(), drawn.id()), false));
        return KeyStore.replace(session, old, drawn.id(), key, drawn.kept(vault, old.retold()))
                .map(new Identity.CreatedKey(key, drawn.whole()));
    }

    private static void requireRotatable(KeyStore.Locked old, Identity.RotateKey ask, Instant now) {
        old.reach().requireWithin(ask.caller());
        Instant end = old.key().expiresAt();
        if (ask.expiresIn() == null && end != null && !now.isBefore(end)) {
            throw new Problem.Conflict("The key has expired: say with expires_in how long the new one is good for.")
                    .toException();
        } else if (ask.expiresIn() != null && old.retold()) {
            throw new Problem.Conflict("The key is told again to whoever asks for it, so it does not expire.")
                    .toException();
        }
    }

    /** When a key was made is what tells it from the one of its name before it, to the microsecond that the database keeps. */
    private static Instant later(Instant now, Instant before) {
        Instant kept = now.truncatedTo(ChronoUnit.MICROS);
        return kept.isAfter(before) ? kept : before.plus(1, ChronoUnit.MICROS);
    }

    private void tellChanged(Caller caller) {
        Identity.CHANGED.publish(vertx, new Identity.Changed(caller.user()));
    }

    private Future<Verified> verify(Identity.VerifyKey ask) {
        Matcher parts = KEY.matcher(ask.key().reveal());
        if (!parts.matches()) {
            throw new Problem.Unauthenticated().toException();
        }
        byte[] hash = Sha256.of(parts.group(2));
        Instant now = clock.instant();
        return KeyStore.find(database, parts.group(1))
                .map(found -> accept(found, hash, now).orElseThrow(() -> new Problem.Unauthenticated().toException()))
                .compose(stored -> note(parts.group(1), stored.key(), now).map(toVerified(stored)));
    }

    private static Optional<KeyStore.Stored> accept(Optional<KeyStore.Stored> found, byte[] hash, Instant now) {
        return found.filter(stored -> MessageDigest.isEqual(stored.secretHash(), hash))
                .filter(stored -> stored.key().expiresAt() == null
                        || now.isBefore(stored.key().expiresAt()));
    }

    /** A key that is in use all the time is written once a minute, not at each request. */
    private Future<Void> note(String id, Identity.Key key, Instant now) {
        Instant unless = now.minus(NOTED_EVERY);
        boolean noted = key.lastUsedAt() != null && !key.lastUsedAt().isBefore(unless);
        return noted ? Future.succeededFuture() : KeyStore.touch(database, id, now, unless);
    }

    private static Verified toVerified(KeyStore.Stored stored) {
        Role role = Names.lesser(stored.key().role(), stored.userRole());
        return new Verified(
                new Caller(stored.username(), role, stored.scope()),
                stored.key().name(),
                stored.key().createdAt(),
                stored.key().expiresAt());
    }

    private static boolean isLifetime(@Nullable Duration lifetime) {
        return lifetime == null
                || (!lifetime.isNegative() && !lifetime.isZero() && lifetime.compareTo(MAX_LIFETIME) <= 0);
    }
}
