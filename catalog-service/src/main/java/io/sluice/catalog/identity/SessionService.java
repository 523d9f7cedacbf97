package io.sluice.catalog.identity;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Served;
import io.sluice.contract.SignIns;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers: an opaque secret of which a digest is kept, looked up at each use. A user has at most 100, beyond that the
 * oldest ends. Also the access tokens that were taken back; a sign-in of either kind that ends is announced.
 */
public final class SessionService implements Feature {
    private static final int MAX_SESSIONS = 100;
    private static final int MAX_TEXT = 300;
    private static final int MAX_TOKEN_ID = 100;
    private static final Duration NOTED_EVERY = Duration.ofMinutes(1);
    /** Whoever claims a renewal and does not come back keeps others from it for so long. */
    private static final Duration CLAIMED = Duration.ofSeconds(30);
    /** A sign-in at a provider takes less. */
    private static final Duration USED = Duration.ofMinutes(30);

    private final SecureRandom random = new SecureRandom();
    private final Vertx vertx;
    private final CatalogDatabase database;
    private final Clock clock;
    private final Duration lifetime;

    /** @param lifetime of a session, and of one that its provider has renewed, from then on */
    public SessionService(Vertx vertx, CatalogDatabase database, Clock clock, Duration lifetime) {
        this.vertx = vertx;
        this.database = database;
        this.clock = clock;
        this.lifetime = lifetime;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                SignIns.OPEN.serve(vertx, this::open),
                SignIns.FIND.serve(vertx, this::find),
                SignIns.RENEW.serve(vertx, this::renew),
                SignIns.LIST.serve(vertx, this::list),
                SignIns.CLOSE.serve(vertx, this::close),
                SignIns.TAKE_BACK.serve(vertx, this::takeBack));
    }

    private Future<SignIns.Opened> open(SignIns.Open ask) {
        Instant now = clock.instant();
        Secret secret = new Secret(Secrets.random(random));
        String id = Verified.sessionId(Secrets.random(random).substring(0, 22));
        Verified verified = new Verified(ask.caller(), null, now, now.plus(lifetime), id);
        SignIns.Client client =
                new SignIns.Client(cut(ask.client().address()), cut(ask.client().userAgent()));
        SessionStore.New row = new SessionStore.New(verified, digest(secret), client, ask.renewal());
        return database.transaction(session ->
                        use(session, ask, now).compose(used -> SessionStore.insert(session, row, now, MAX_SESSIONS)))
                .map(new SignIns.Opened(secret, verified))
                .recover(Failures.onViolation(SessionStore.NO_USER, new Problem.Unauthenticated()));
    }

    private static Future<Void> use(Session session, SignIns.Open ask, Instant now) {
        if (ask.once() == null) {
            return Future.succeededFuture();
        }
        return SessionStore.use(session, ask.once(), now.plus(USED), now)
                .compose(first -> first
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Problem.Unauthenticated().toException()));
    }

    private Future<SignIns.Found> find(SignIns.Find ask) {
        Instant now = clock.instant();
        return SessionStore.find(database, digest(ask.session()), now)
                .map(found -> found.orElseThrow(() -> new Problem.Unauthenticated().toException()))
                .compose(stored -> note(stored, now)
                        .compose(noted -> claim(stored, now))
                        .map(renewal -> new SignIns.Found(stored.verified(), renewal.orElse(null))));
    }

    private Future<Void> note(SessionStore.Stored stored, Instant now) {
        Instant unless = now.minus(NOTED_EVERY);
        return stored.seenAt().isBefore(unless)
                ? SessionStore.touch(database, id(stored.verified()), now, unless)
                : Future.succeededFuture();
    }

    private Future<Optional<Sealed>> claim(SessionStore.Stored stored, Instant now) {
        Instant due = stored.renewAt();
        return due == null || now.isBefore(due)
                ? Future.succeededFuture(Optional.empty())
                : SessionStore.claim(database, id(stored.verified()), now, now.plus(CLAIMED));
    }

    private Future<Done> renew(SignIns.Renew ask) {
        return SessionStore.renew(database, ask, clock.instant().plus(lifetime)).map(Done::new);
    }

    private Future<SignIns.Listed> list(SignIns.ListOf ask) {
        requireOwn(ask.caller(), ask.user());
        return SessionStore.list(database, ask.user(), clock.instant()).map(SignIns.Listed::new);
    }

    private Future<Done> close(SignIns.Close ask) {
        requireOwn(ask.caller(), ask.user());
        return SessionStore.close(database, ask.user(), ask.id())
                .onSuccess(closed -> announce(ask.user()))
                .map(Done::new);
    }

    private Future<Done> takeBack(SignIns.TakeBack ask) {
        if (ask.id().isEmpty() || ask.id().length() > MAX_TOKEN_ID) {
            throw new Problem.Unauthenticated().toException();
        }
        return SessionStore.endToken(database, ask.id(), ask.expiresAt(), clock.instant())
                .onSuccess(ended -> announce(ask.caller().user()))
                .map(Done::new);
    }

    private void announce(String user) {
        Identity.CHANGED.publish(vertx, new Identity.Changed(user));
    }

    private static void requireOwn(Caller caller, String user) {
        if (!caller.isAdmin() && !caller.user().equals(user)) {
            throw Problem.NotFound.of("user", user).toException();
        }
    }

    private static String id(Verified verified) {
        return Objects.requireNonNull(verified.signIn());
    }

    private static @Nullable String cut(@Nullable String text) {
        return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static Buffer digest(Secret secret) {
        return Buffer.buffer(Sha256.of(secret.reveal()));
    }
}
