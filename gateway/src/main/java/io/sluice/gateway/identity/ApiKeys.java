package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** API keys, verified by the catalog-service; see {@link Recent}. Belongs to one event loop. */
final class ApiKeys {
    private static final String PREFIX = "slk_";

    private final Vertx vertx;
    private final Clock clock;
    private final WrongKeys wrongKeys = new WrongKeys();
    private final Recent<Identity.Verified> recent;

    ApiKeys(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.recent = new Recent<>(clock);
    }

    static boolean isKey(String token) {
        return token.startsWith(PREFIX);
    }

    /** @param address of the client, whose wrong keys are counted; null: they are not */
    Future<Identity.Verified> verify(String key, @Nullable String address) {
        return recent.get(key, () -> ask(key, address));
    }

    private Future<Identity.Verified> ask(String key, @Nullable String address) {
        if (address != null && !recent.wasRight(key) && !wrongKeys.mayTry(address, clock.instant())) {
            return Future.failedFuture(WrongKeys.TOO_MANY.toException());
        }
        return Identity.VERIFY_KEY
                .call(vertx, new Identity.VerifyKey(new Secret(key)))
                .onFailure(cause -> count(cause, address));
    }

    private void count(Throwable cause, @Nullable String address) {
        if (address != null && Recent.isRefusal(cause)) {
            wrongKeys.count(address, clock.instant());
        }
    }

    void changed() {
        recent.clear();
    }
}
