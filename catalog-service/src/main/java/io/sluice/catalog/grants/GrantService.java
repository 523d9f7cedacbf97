package io.sluice.catalog.grants;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Failures;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Granted;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Things;
import io.sluice.rights.Grantee;
import io.sluice.rights.Right;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Grants. Who may manage a thing makes them, sees them and takes them back; what somebody holds by name they see themselves. On a thing, and to
 * one user, group or organization, there are at most 1,000.
 */
public final class GrantService implements Feature {
    private static final long MAX = 1_000;
    private static final int MAX_PAGE = 200;
    private static final int MAX_NAME = 300;
    private static final Duration MAX_LIFETIME = Duration.ofDays(3_650);
    private static final String CURSOR = "grant";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final CatalogDatabase database;
    private final Authority authority;
    private final Grantor grantor;
    private final GrantNews news;
    private final Clock clock;

    public GrantService(Vertx vertx, CatalogDatabase database, Authority authority, Clock clock) {
        this.database = database;
        this.authority = authority;
        this.grantor = new Grantor(vertx, database, authority);
        this.news = new GrantNews(vertx, database, clock);
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        news.open();
        return List.of(
                Grants.CREATE.serve(vertx, this::create),
                Grants.LIST.serve(vertx, this::list),
                Grants.DELETE.serve(vertx, this::delete),
                Grants.HOLDINGS.serve(vertx, ask -> authority.holdings(database, ask.user())),
                Things.IN_CATALOG.serve(vertx, ask -> grantor.describe(new ThingRef(ask.kind(), ask.ref()))));
    }

    private Future<Granted> create(Grants.CreateGrant ask) {
        check(ask.on(), ask.expiresIn())
                .filled(ask.to().name(), MAX_NAME, "/to")
                .refuse();
        return grantor.require(ask.caller(), ask.on(), Right.MANAGE).compose(described -> insert(ask, described));
    }

    static Violations check(ThingRef on, @Nullable Duration lifetime) {
        return new Violations()
                .filled(on.ref(), MAX_NAME, "/on/id")
                .check(
                        lifetime == null || (lifetime.toMillis() > 0 && lifetime.compareTo(MAX_LIFETIME) <= 0),
                        "/expires_in",
                        "above 0 and at most ten years");
    }

    Future<Granted> insert(Grants.CreateGrant ask, Things.Described described) {
        Instant now = clock.instant();
        Granted grant = new Granted(
                UUID.randomUUID().toString(),
                new ThingRef(ask.on().kind(), described.name()),
                described.thing().id().id(),
                ask.to(),
                ask.level(),
                ask.download(),
                ask.expiresIn() == null ? null : now.plus(ask.expiresIn()),
                ask.caller().user(),
                now);
        return GrantStore.insert(database, grant, MAX)
                .recover(Failures.onViolation(GrantStore.NO_USER, nobody("/to/user", ask.to())))
                .recover(Failures.onViolation(GrantStore.NO_GROUP, nobody("/to/group", ask.to())))
                .recover(Failures.onViolation(GrantStore.NO_ORGANIZATION, nobody("/to/organization", ask.to())))
                .map(inserted -> {
                    if (!inserted) {
                        throw new Problem.Conflict(
                                        "There are at most " + MAX + " grants on a thing, and to one holder.")
                                .toException();
                    }
                    news.tell(ask.to());
                    return grant;
                });
    }

    private static Problem nobody(String pointer, Grantee to) {
        String kind = to.kind().name().toLowerCase(Locale.ROOT);
        return Problem.Invalid.at(pointer, "there is no " + kind + " \"" + to.name() + "\"");
    }

    private Future<Done> delete(Grants.DeleteGrant ask) {
        if (!ID.matcher(ask.id()).matches()) {
            return Future.succeededFuture(new Done(false));
        }
        UUID id = UUID.fromString(ask.id());
        return GrantStore.find(database, id)
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(new Done(false))
                        : grantor.mayManage(ask.caller(), found.get()).compose(may -> {
                            if (!may) {
                                return refuse(ask.caller(), found.get());
                            }
                            return GrantStore.delete(database, id).map(done -> {
                                news.tell(found.get().to());
                                return new Done(done);
                            });
                        }));
    }

    /** Who holds it knows that it is there; others do not. */
    private Future<Done> refuse(Caller caller, Granted grant) {
        boolean own = grant.to().equals(new Grantee(Grantee.Kind.USER, caller.user()));
        return own
                ? Future.failedFuture(new Problem.Forbidden(
                                "Only who may manage the " + grant.on().kind().text() + " takes a grant back.")
                        .toException())
                : Future.succeededFuture(new Done(false));
    }

    private Future<Grants.GrantPage> list(Grants.ListGrants ask) {
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        Caller caller = ask.caller();
        Future<Optional<Things.Described>> on = ask.on() == null
                ? Future.succeededFuture(Optional.empty())
                : grantor.require(caller, ask.on(), Right.MANAGE).map(Optional::of);
        return on.compose(described -> {
            boolean whole = described.isPresent() || caller.isAdmin();
            String user = ask.user() != null || whole || ask.group() != null ? ask.user() : caller.user();
            if (!whole && user != null && !user.equals(caller.user())) {
                throw new Problem.Forbidden("Only administrators see what others hold.").toException();
            }
            return mayAskFor(caller, ask.group(), whole)
                    .compose(may -> page(
                            ask,
                            new GrantStore.Of(
                                    described
                                            .map(found -> found.thing().id().kind())
                                            .orElse(null),
                                    described
                                            .map(found -> found.thing().id().id())
                                            .orElse(null),
                                    user,
                                    ask.group())));
        });
    }

    private Future<Void> mayAskFor(Caller caller, @Nullable String group, boolean whole) {
        return group == null || whole
                ? Future.succeededFuture()
                : GroupStore.find(database, group)
                        .map(found -> found.filter(one -> GroupService.maySee(caller, one))
                                .orElseThrow(() ->
                                        Problem.NotFound.of("group", group).toException()))
                        .mapEmpty();
    }

    private Future<Grants.GrantPage> page(Grants.ListGrants ask, GrantStore.Of of) {
        List<String> after = ask.cursor() == null ? List.of() : Cursor.decode(CURSOR, 2, ask.cursor());
        Instant now = clock.instant();
        return Future.all(
                        GrantStore.page(database, of, now, before(after), beforeId(after), ask.limit() + 1),
                        GrantStore.count(database, of, now))
                .map(both -> {
                    Page<Granted> page = Page.of(
                            both.resultAt(0),
                            ask.limit(),
                            last -> Cursor.encode(CURSOR, last.createdAt().toString(), last.id()));
                    return new Grants.GrantPage(page.items(), both.<Long>resultAt(1), page.next());
                });
    }

    private static @Nullable Instant before(List<String> after) {
        try {
            return after.isEmpty() ? null : Instant.parse(after.get(0));
        } catch (DateTimeParseException unreadable) {
            throw Cursor.broken();
        }
    }

    private static @Nullable UUID beforeId(List<String> after) {
        if (!after.isEmpty() && !ID.matcher(after.get(1)).matches()) {
            throw Cursor.broken();
        }
        return after.isEmpty() ? null : UUID.fromString(after.get(1));
    }

    Grantor grantor() {
        return grantor;
    }

    GrantNews news() {
        return news;
    }
}
