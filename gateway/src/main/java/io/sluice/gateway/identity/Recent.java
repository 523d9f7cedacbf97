package io.sluice.gateway.identity;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.runtime.Sha256;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was said about a credential in the last {@link #REMEMBERED}, so that a client with many requests costs one question in that
 * time and what is taken back ends within it. Refusals are remembered, too; that nobody could answer is not. At most {@value
 * #MAX_ENTRIES}, the oldest go first; a credential itself is not kept, only its digest. Belongs to one event loop.
 */
final class Recent<V> {
    static final Duration REMEMBERED = Duration.ofSeconds(2);

    private static final int MAX_ENTRIES = 10_000;

    private final Clock clock;
    private final Map<String, Entry<V>> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry<V>> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    Recent(Clock clock) {
        this.clock = clock;
    }

    private record Entry<V>(Future<V> answer, Instant until) {}

    Future<V> get(String credential, Supplier<Future<V>> ask) {
        String digest = Sha256.hex(credential);
        Instant now = clock.instant();
        Entry<V> known = entries.get(digest);
        if (known != null && now.isBefore(known.until)) {
            return known.answer;
        }
        Future<V> asked = ask.get();
        entries.remove(digest);
        entries.put(digest, new Entry<>(asked, now.plus(REMEMBERED)));
        asked.onFailure(cause -> forgetUnlessRefused(digest, asked, cause));
        return asked;
    }

    /** Whether it was the last time that somebody asked, however long ago. */
    boolean wasRight(String credential) {
        Entry<V> known = entries.get(Sha256.hex(credential));
        return known != null && known.answer.succeeded();
    }

    /** Something changed: everything is asked again. */
    void clear() {
        entries.clear();
    }

    /** That the service is away says nothing about the credential. */
    private void forgetUnlessRefused(String digest, Future<V> asked, Throwable cause) {
        Entry<V> entry = entries.get(digest);
        if (!isRefusal(cause) && entry != null && entry.answer == asked) {
            entries.remove(digest);
        }
    }

    static boolean isRefusal(Throwable cause) {
        return cause instanceof ProblemException known && known.problem() instanceof Problem.Unauthenticated;
    }
}
