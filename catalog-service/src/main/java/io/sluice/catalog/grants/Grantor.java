package io.sluice.catalog.grants;

import io.sluice.catalog.database.Session;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.ThingStore;
import io.sluice.contract.Caller;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Things;
import io.sluice.contract.Things.Described;
import io.sluice.rights.Right;
import io.sluice.rights.ThingId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;

/** Finds things wherever they are, and says who may grant what is granted on them. */
final class Grantor {
    private final Vertx vertx;
    private final Session session;
    private final Authority authority;

    Grantor(Vertx vertx, Session session, Authority authority) {
        this.vertx = vertx;
        this.session = session;
        this.authority = authority;
    }

    Future<Optional<Described>> find(ThingRef on) {
        if (Things.areInCatalog(on.kind())) {
            return ThingStore.find(session, on.kind(), on.ref());
        }
        return Things.describe(vertx, on.kind(), on.ref())
                .map(Optional::of)
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    Future<Described> describe(ThingRef on) {
        return find(on).map(found -> found.orElseThrow(
                () -> Problem.NotFound.of(on.kind().text(), on.ref()).toException()));
    }

    /** Fails with {@code NotFound} for whoever may not even see it. */
    Future<Described> require(Caller caller, ThingRef on, Right right) {
        return describe(on).compose(described -> authority
                .require(session, caller, described.thing(), on.ref(), right)
                .map(described));
    }

    /** Whether the caller may take back a grant; of a thing that is gone, administrators. */
    Future<Boolean> mayManage(Caller caller, Granted grant) {
        ThingId id = new ThingId(grant.on().kind(), grant.thing());
        return find(grant.on())
                .compose(named ->
                        named.filter(found -> found.thing().id().equals(id)).isPresent()
                                ? Future.succeededFuture(named)
                                : find(new ThingRef(id.kind(), id.id())))
                .compose(found -> found.filter(one -> one.thing().id().equals(id))
                                .isPresent()
                        ? authority.decide(session, caller, found.get().thing()).map(made -> made.may(Right.MANAGE))
                        : Future.succeededFuture(caller.isAdmin()));
    }
}
