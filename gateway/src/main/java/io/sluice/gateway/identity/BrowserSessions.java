package io.sluice.gateway.identity;

import io.sluice.contract.Identity.Verified;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.SignIns;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers, looked up by the catalog-service, see {@link Recent}. One that its provider is to be asked about is renewed before
 * the request goes on. Belongs to one event loop.
 */
final class BrowserSessions {
    private final Vertx vertx;
    private final Recent<Verified> recent;
    private final @Nullable ProviderSessions provider;

    /** @param provider null: there is none any more, and a session that it would have to renew ends */
    BrowserSessions(Vertx vertx, Clock clock, @Nullable ProviderSessions provider) {
        this.vertx = vertx;
        this.recent = new Recent<>(clock);
        this.provider = provider;
    }

    Future<Verified> verify(String session) {
        return recent.get(session, () -> SignIns.FIND
                .call(vertx, new SignIns.Find(new Secret(session)))
                .compose(this::renewed));
    }

    private Future<Verified> renewed(SignIns.Found found) {
        if (found.renewal() == null) {
            return Future.succeededFuture(found.verified());
        }
        return provider == null ? end(found.verified()) : provider.renew(found.verified(), found.renewal());
    }

    private Future<Verified> end(Verified verified) {
        String id = verified.signIn() == null ? "" : verified.signIn();
        return SignIns.CLOSE
                .call(
                        vertx,
                        new SignIns.Close(verified.caller(), verified.caller().user(), id))
                .compose(closed -> Future.failedFuture(new Problem.Unauthenticated().toException()));
    }

    void changed() {
        recent.clear();
    }
}
