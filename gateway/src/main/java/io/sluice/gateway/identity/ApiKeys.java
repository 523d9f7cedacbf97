package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * API keys, verified by the catalog-service and remembered for {@link #REMEMBERED}, so that a script with many requests costs one
 * question in that time and a deleted key ends within it. Wrong keys are remembered too. At most {@value #MAX_ENTRIES}, the
 * oldest go first; a key itself is not kept, only its digest. Belongs to one event loop.
 */
final class ApiKeys {
    static final Duration REMEMBERED = Duration.ofSeconds(2);

    private static final String PREFIX = "slk_";
    private static final int MAX_ENTRIES = 10_000;

    private final Vertx vertx;
    private final Clock clock;
    private final WrongKeys wrongKeys = new WrongKeys();
    private final Map<String, Entry> entries = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
            return size() > MAX_ENTRIES;
        }
    };

    ApiKeys(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
    }

    static boolean isKey(String token) {
        return token.startsWith(PREFIX);
    }

    /** @param address of the client, whose wrong keys are counted; null: they are not */
    Future<Identity.Verified> verify(String key, @Nullable String address) {
        String digest = digest(key);
        Instant now = clock.instant();
        Entry known = entries.get(digest);
        if (known != null && now.isBefore(known.until)) {
            return known.verified;
        }
        boolean wasRight = known != null && known.verified.succeeded();
        if (!wasRight && address != null && !wrongKeys.mayTry(address, now)) {
            return Future.failedFuture(WrongKeys.TOO_MANY.toException());
        }
        Future<Identity.Verified> asked = Identity.VERIFY_KEY.call(vertx, new Identity.VerifyKey(new Secret(key)));
        entries.remove(digest);
        entries.put(digest, new Entry(asked, now.plus(REMEMBERED)));
        asked.onFailure(cause -> failed(digest, asked, cause, address));
        return asked;
    }

    /** That the service is away says nothing about the key. */
    private void failed(String digest, Future<Identity.Verified> asked, Throwable cause, @Nullable String address) {
        boolean refused = cause instanceof ProblemException known && known.problem() instanceof Problem.Unauthenticated;
        if (refused && address != null) {
            wrongKeys.count(address, clock.instant());
        }
        Entry entry = entries.get(digest);
        if (!refused && entry != null && entry.verified == asked) {
            entries.remove(digest);
        }
    }

    private static String digest(String key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    private record Entry(Future<Identity.Verified> verified, Instant until) {}
}
