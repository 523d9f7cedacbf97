package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Secret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;

/** API keys, verified by the catalog-service; see {@link Recent}. Belongs to one event loop. */
final class ApiKeys {
    private static final String PREFIX = "slk_";

    private final Vertx vertx;
    private final Recent<Identity.Verified> recent;

    ApiKeys(Vertx vertx, Clock clock) {
        this.vertx = vertx;
        this.recent = new Recent<>(clock);
    }

    static boolean isKey(String token) {
        return token.startsWith(PREFIX);
    }

    Future<Identity.Verified> verify(String key) {
        return recent.get(key, () -> Identity.VERIFY_KEY.call(vertx, new Identity.VerifyKey(new Secret(key))));
    }

    void changed() {
        recent.clear();
    }
}
