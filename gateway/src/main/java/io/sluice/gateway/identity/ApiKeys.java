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

    Future<Identity.Verified> verify(String key) {
        String digest = digest(key);
        Instant now = clock.instant();
        Entry known = entries.get(digest);
        if (known != null && now.isBefore(known.until)) {
            return known.verified;
        }
        Future<Identity.Verified> asked = Identity.VERIFY_KEY.call(vertx, new Identity.VerifyKey(new Secret(key)));
        entries.remove(digest);
        entries.put(digest, new Entry(asked, now.plus(REMEMBERED)));
        asked.onFailure(cause -> forgetUnlessRefused(digest, asked, cause));
        return asked;
    }

    /** That the service is away says nothing about the key. */
    private void forgetUnlessRefused(String digest, Future<Identity.Verified> asked, Throwable cause) {
        boolean refused = cause instanceof ProblemException known && known.problem() instanceof Problem.Unauthenticated;
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
