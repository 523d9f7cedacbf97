package io.sluice.catalog.grants;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.contract.Caller;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.AccessRequest;
import io.sluice.contract.Grants.RequestState;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Served;
import io.sluice.contract.Things.Described;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.Right;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Requests for access. Anybody may ask for anything by its name, and whether there is such a thing is told to nobody that way: what is not there
 * stays pending. Who may manage the thing decides; approving makes the grant. A user has at most 100, decided ones for 30 days.
 */
public final class RequestService implements Feature {
    private static final long MAX = 100;
    private static final int MAX_OPEN = 200;
    private static final int MAX_REASON = 2_000;
    private static final Duration KEPT = Duration.ofDays(30);
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final CatalogDatabase database;
    private final Authority authority;
    private final GrantService grants;
    private final Clock clock;

    public RequestService(CatalogDatabase database, Authority authority, GrantService grants, Clock clock) {
        this.database = database;
        this.authority = authority;
        this.grants = grants;
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(
                Grants.REQUEST.serve(vertx, this::request),
                Grants.LIST_REQUESTS.serve(vertx, this::list),
                Grants.DECIDE.serve(vertx, this::decide));
    }

    private Future<AccessRequest> request(Grants.RequestAccess ask) {
        GrantService.check(ask.on(), null)
                .text(ask.reason(), MAX_REASON, "/reason")
                .check(ask.level() != Level.DENY, "/level", "expected viewer, editor or owner")
                .refuse();
        Instant now = clock.instant();
        AccessRequest request = new AccessRequest(
                UUID.randomUUID().toString(),
                ask.on(),
                ask.caller().user(),
                ask.level(),
                ask.reason(),
                RequestState.PENDING,
                now,
                null,
                null,
                null);
        return RequestStore.forget(database, request.user(), now.minus(KEPT))
                .compose(forgotten -> grants.grantor().find(ask.on()))
                .compose(found -> RequestStore.insert(
                        database,
                        request,
                        found.map(one -> one.thing().id().id()).orElse(null),
                        MAX))
                .recover(Failures.onViolation(
                        RequestStore.PENDING,
                        new Problem.Conflict("You have asked for this already; it is not decided yet.")))
                .recover(Failures.onViolation(RequestStore.NO_USER, Problem.NotFound.of("user", request.user())))
                .map(inserted -> {
                    if (!inserted) {
                        throw new Problem.Conflict("A user has at most " + MAX + " requests.").toException();
                    }
                    return request;
                });
    }

    private Future<Grants.AccessRequests> list(Grants.ListRequests ask) {
        return RequestStore.ofUser(database, ask.caller().user(), (int) MAX)
                .compose(mine -> RequestStore.open(database, ask.caller().user(), MAX_OPEN)
                        .compose(open -> decidable(ask.caller(), open, 0, new ArrayList<>()))
                        .map(open -> new Grants.AccessRequests(
                                mine.stream().map(RequestStore.Stored::request).toList(), open)));
    }

    /** One after the other: at most {@link #MAX_OPEN} questions, never all at once. */
    private Future<List<AccessRequest>> decidable(
            Caller caller, List<RequestStore.Stored> open, int next, List<AccessRequest> found) {
        if (next == open.size()) {
            return Future.succeededFuture(found);
        }
        return mayDecide(caller, open.get(next)).compose(may -> {
            if (may.isPresent()) {
                found.add(open.get(next).request());
            }
            return decidable(caller, open, next + 1, found);
        });
    }

    private Future<Optional<Described>> mayDecide(Caller caller, RequestStore.Stored stored) {
        return grants.grantor()
                .find(stored.request().on())
                .compose(found ->
                        found.isEmpty() || !found.get().thing().id().id().equals(stored.thing())
                                ? Future.succeededFuture(Optional.<Described>empty())
                                : authority
                                        .decide(database, caller, found.get().thing())
                                        .map(decision -> found.filter(one -> decision.may(Right.MANAGE))));
    }

    private Future<AccessRequest> decide(Grants.DecideRequest ask) {
        GrantService.check(new Grants.ThingRef(Kind.TOPIC, "any"), ask.expiresIn())
                .refuse();
        if (!ID.matcher(ask.id()).matches()) {
            return Future.failedFuture(notFound(ask.id()));
        }
        UUID id = UUID.fromString(ask.id());
        return RequestStore.find(database, id)
                .map(found -> found.orElseThrow(() -> notFound(ask.id())))
                .compose(stored -> mayDecide(ask.caller(), stored)
                        .map(may -> may.orElseThrow(() -> notFound(ask.id())))
                        .compose(described -> decide(ask, id, stored.request(), described)));
    }

    private Future<AccessRequest> decide(
            Grants.DecideRequest ask, UUID id, AccessRequest request, Described described) {
        if (request.state() != RequestState.PENDING) {
            throw decided();
        }
        if (!ask.approve()) {
            return settle(ask, id, null);
        }
        Grants.CreateGrant grant = new Grants.CreateGrant(
                ask.caller(),
                request.on(),
                new Grantee(Grantee.Kind.USER, request.user()),
                request.level(),
                true,
                ask.expiresIn());
        return grants.insert(grant, described).compose(made -> settle(ask, id, made.id()));
    }

    private Future<AccessRequest> settle(Grants.DecideRequest ask, UUID id, @Nullable String grant) {
        RequestState state = ask.approve() ? RequestState.APPROVED : RequestState.REFUSED;
        return RequestStore.decide(
                        database, id, state, clock.instant(), ask.caller().user(), grant)
                .compose(done -> done ? RequestStore.find(database, id) : Future.failedFuture(decided()))
                .map(found -> found.orElseThrow(() -> notFound(ask.id())).request());
    }

    private static ProblemException decided() {
        return new Problem.Conflict("The request is decided already.").toException();
    }

    private static ProblemException notFound(String id) {
        return Problem.NotFound.of("request", id).toException();
    }
}
