package io.sluice.gateway.identity;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An issuer's public keys. They are fetched at the first token, again when they are older than {@link #FRESH}, and when a token names an
 * unknown key, but then at most once in {@link #PAUSE}: made-up key ids cannot make this node ask. While the keys cannot be renewed, the
 * ones it has go on. Belongs to one event loop.
 */
final class KeySource {
    static final Duration FRESH = Duration.ofMinutes(10);
    static final Duration PAUSE = Duration.ofSeconds(5);

    private final Clock clock;
    private final Supplier<Future<KeyRing>> fetch;
    private @Nullable KeyRing ring;
    private @Nullable Future<KeyRing> fetching;
    private Instant fetchedAt = Instant.EPOCH;
    private Instant askedAt = Instant.EPOCH;

    KeySource(Clock clock, Supplier<Future<KeyRing>> fetch) {
        this.clock = clock;
        this.fetch = fetch;
    }

    /** Keys that are likely to have this one. */
    Future<KeyRing> ringFor(String keyId) {
        KeyRing known = ring;
        if (known == null) {
            return fetched();
        }
        Instant now = clock.instant();
        boolean wanted = !known.knows(keyId) || now.isAfter(fetchedAt.plus(FRESH));
        if (wanted && now.isAfter(askedAt.plus(PAUSE))) {
            return fetched().otherwise(known);
        }
        return Future.succeededFuture(known);
    }

    private Future<KeyRing> fetched() {
        if (fetching != null) {
            return fetching;
        }
        askedAt = clock.instant();
        Future<KeyRing> fetched = fetch.get();
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
}
