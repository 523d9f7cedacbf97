package io.sluice.gateway.identity;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens (JWT), verified here against the platform's public keys. The keys are fetched at the first token, again when
 * they are older than {@link #FRESH}, and when a token names an unknown key, but then at most once in {@link #PAUSE}: made-up
 * key ids cannot make this node ask. While the keys cannot be renewed, the ones it has go on. Belongs to one event loop.
 */
final class Tokens {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final Clock clock;
    private @Nullable KeyRing ring;
    private @Nullable Future<KeyRing> fetching;
    private Instant fetchedAt = Instant.EPOCH;
    private Instant askedAt = Instant.EPOCH;

    Tokens(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    Future<Identity.Verified> verify(String token) {
        Optional<Header> header = Header.of(token);
        if (header.isEmpty()) {
            return Authentication.unauthenticated();
        }
        return ringFor(header.get().keyId()).compose(keys -> verify(token, header.get(), keys));
    }

    private Future<Identity.Verified> verify(String token, Header header, KeyRing keys) {
        if (!keys.fits(header.keyId(), header.algorithm())) {
            return Authentication.unauthenticated();
        }
        return keys.verifier()
                .authenticate(new TokenCredentials(token))
                .map(Tokens::toVerified)
                .recover(refused -> Authentication.unauthenticated());
    }

    private Future<KeyRing> ringFor(String keyId) {
        KeyRing known = ring;
        if (known == null) {
            return fetch();
        }
        Instant now = clock.instant();
        boolean wanted = !known.knows(keyId) || now.isAfter(fetchedAt.plus(FRESH));
        if (wanted && now.isAfter(askedAt.plus(PAUSE))) {
            return fetch().otherwise(known);
        }
        return Future.succeededFuture(known);
    }

    private Future<KeyRing> fetch() {
        if (fetching != null) {
            return fetching;
        }
        askedAt = clock.instant();
        Future<KeyRing> fetched = KeyRing.fetch(vertx);
        fetching = fetched;
        fetched.onComplete(done -> {
            fetching = null;
            if (done.succeeded()) {
                ring = done.result();
                fetchedAt = clock.instant();
            }
        });
        return fetched;
    }

    private static Identity.Verified toVerified(User user) {
        String subject = user.get("sub");
        String role = user.get("role");
        Number expiry = user.get("exp");
        if (subject == null || role == null || expiry == null || subject.isEmpty()) {
            throw new ProblemException(new Problem.Unauthenticated());
        }
        String limit = user.get("scope");
        Role scope = limit == null ? Role.ADMIN : Role.of(limit);
        Number issued = user.get("iat");
        @Nullable Instant since = issued == null ? null : Instant.ofEpochSecond(issued.longValue());
        Instant expiresAt = Instant.ofEpochSecond(expiry.longValue());
        return new Identity.Verified(new Caller(subject, Role.of(role), scope), null, since, expiresAt);
    }

    /** The unverified first part of a token: only good for choosing a key. */
    private record Header(String keyId, String algorithm) {

        static Optional<Header> of(String token) {
            int dot = token.indexOf('.');
            if (dot <= 0) {
                return Optional.empty();
            }
            try {
                byte[] text = Base64.getUrlDecoder().decode(token.substring(0, dot));
                JsonObject json = new JsonObject(new String(text, StandardCharsets.UTF_8));
                return Optional.of(new Header(json.getString("kid", ""), json.getString("alg", "")));
            } catch (RuntimeException notAToken) {
                return Optional.empty();
            }
        }
    }
}
