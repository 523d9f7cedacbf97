package io.sluice.gateway.live;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Served;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the catalog-service knows of identities, as a test wants it. */
final class Register implements AutoCloseable {
    /** What a renewal can bring. */
    final Map<String, Identity.Verified> tokens = new ConcurrentHashMap<>();

    private final Vertx vertx;
    private final Set<Identity.Verified> gone = ConcurrentHashMap.newKeySet();
    private final Map<Identity.Verified, Role> roles = new ConcurrentHashMap<>();
    private final Served verify;
    private volatile Served check;
    private volatile Promise<Void> held = Promise.promise();

    Register(Vertx vertx) {
        this.vertx = vertx;
        held.complete();
        verify = Identity.VERIFY_KEY.serve(
                vertx, ask -> held.future().compose(now -> verify(ask.key().reveal())));
        answer();
    }

    private Future<Identity.Verified> verify(String token) {
        Identity.Verified known = tokens.get(token);
        return known == null
                ? Future.failedFuture(new Problem.Unauthenticated().toException())
                : Future.succeededFuture(known);
    }

    private Identity.Standing standing(Identity.Verified asked) {
        return new Identity.Standing(
                gone.contains(asked)
                        ? null
                        : roles.getOrDefault(asked, asked.caller().role()));
    }

    /** The identity stands no longer, and everybody hears of it. */
    void revoke(Identity.Verified identity) {
        forget(identity);
        Identity.CHANGED.publish(vertx, new Identity.Changed(identity.caller().user()));
    }

    /** The identity has another role now, and everybody hears of it. */
    void demote(Identity.Verified identity, Role role) {
        roles.put(identity, role);
        Identity.CHANGED.publish(vertx, new Identity.Changed(identity.caller().user()));
    }

    /** The identity stands no longer, and nobody hears of it. */
    void forget(Identity.Verified identity) {
        gone.add(identity);
    }

    /** Nobody can be asked whether an identity stands. */
    void fallSilent() {
        check.close().await();
    }

    void answer() {
        check = Identity.CHECK.serve(
                vertx,
                ask -> Future.succeededFuture(new Identity.Checked(
                        ask.identities().stream().map(this::standing).toList())));
    }

    /** Tokens are verified no sooner than {@link #letGo}. */
    void hold() {
        held = Promise.promise();
    }

    void letGo() {
        held.complete();
    }

    @Override
    public void close() {
        verify.close().await();
        check.close().await();
    }
}
