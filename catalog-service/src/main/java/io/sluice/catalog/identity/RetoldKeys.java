package io.sluice.catalog.identity;

import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Identity;
import io.sluice.contract.Identity.RetellKey;
import io.sluice.contract.Identity.RetoldKey;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Served;
import io.sluice.runtime.Vault;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/**
 * Of each user at most one key that is told more than once, for clients that ask for it each time they begin. It is the only key whose
 * text is kept, sealed, after Kafka has it; and it is never told to who comes with less than it may do.
 */
public final class RetoldKeys implements Feature {
    private final Vertx vertx;
    private final Session session;
    private final KeyService keys;
    private final Vault vault;

    public RetoldKeys(Vertx vertx, Session session, KeyService keys, Vault vault) {
        this.vertx = vertx;
        this.session = session;
        this.keys = keys;
        this.vault = vault;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Identity.RETELL_KEY.serve(vertx, ask -> retell(ask.caller(), true)),
                Identity.FORGET_KEY.serve(vertx, this::forget));
    }

    /** @param first false: somebody else made one at the same instant */
    private Future<RetoldKey> retell(Caller caller, boolean first) {
        return KeyStore.retold(session, caller.user())
                .compose(found ->
                        found.isPresent() ? Future.succeededFuture(tell(caller, found.get())) : make(caller, first));
    }

    private Future<RetoldKey> make(Caller caller, boolean first) {
        Future<RetoldKey> made = keys.create(new Identity.CreateKey(caller, RetellKey.NAME, null, null), true)
                .map(created -> new RetoldKey(created.key(), created.secret(), true));
        return made.recover(cause -> first && isTaken(cause) ? retell(caller, false) : Future.failedFuture(cause));
    }

    private static boolean isTaken(Throwable cause) {
        return Failures.violates(cause, KeyStore.RETOLD_TAKEN)
                || (cause instanceof ProblemException known && known.problem() instanceof Problem.Conflict);
    }

    private RetoldKey tell(Caller caller, KeyStore.Retold found) {
        found.reach().requireWithin(caller);
        try {
            return new RetoldKey(found.key(), vault.open(found.whole()), false);
        } catch (Vault.WrongKey lost) {
            throw new Problem.Conflict("The key cannot be told any more: the master key was changed. Delete it first.")
                    .toException();
        }
    }

    private Future<Done> forget(Identity.ForgetKey ask) {
        String user = ask.caller().user();
        return KeyStore.deleteRetold(session, user)
                .onSuccess(done -> Identity.CHANGED.publish(vertx, new Identity.Changed(user)))
                .map(Done::new);
    }
}
