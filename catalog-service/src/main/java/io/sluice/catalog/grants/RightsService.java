package io.sluice.catalog.grants;

import io.sluice.catalog.database.CatalogDatabase;
import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Cursor;
import io.sluice.catalog.database.Page;
import io.sluice.catalog.rules.Authority;
import io.sluice.catalog.rules.Feature;
import io.sluice.catalog.rules.HoldingsStore;
import io.sluice.catalog.rules.Violations;
import io.sluice.contract.Caller;
import io.sluice.contract.Grants;
import io.sluice.contract.Grants.Ruling;
import io.sluice.contract.Holdings;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Things.Described;
import io.sluice.rights.Decision;
import io.sluice.rights.Grant;
import io.sluice.rights.Right;
import io.sluice.rights.Rule;
import io.sluice.rights.Thing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what with a thing, and why: the very decisions that are made elsewhere, made here to be shown. Of others only to who may manage the
 * thing.
 */
public final class RightsService implements Feature {
    private static final int MAX_PAGE = 200;
    private static final String CURSOR = "rights";
    private static final String USERS = """
            select u.name, u.role from catalog.users u
            where ($1::text is null or u.name = $1) and ($2::text is null or u.name > $2)
              and (not $3 or exists (select 1 from catalog.api_keys k where k.username = u.name
                                     and (k.expires_at is null or k.expires_at > $4)))
            order by u.name limit $5
            """;

    private final CatalogDatabase database;
    private final Authority authority;
    private final Grantor grantor;
    private final Clock clock;

    public RightsService(CatalogDatabase database, Authority authority, GrantService grants, Clock clock) {
        this.database = database;
        this.authority = authority;
        this.grantor = grants.grantor();
        this.clock = clock;
    }

    @Override
    public List<Served> serve(Vertx vertx) {
        return List.of(Grants.EFFECTIVE.serve(vertx, this::effective));
    }

    private Future<Grants.RightsPage> effective(Grants.FindRights ask) {
        new Violations().limit(ask.limit(), MAX_PAGE).refuse();
        boolean own = ask.caller().user().equals(ask.user());
        return own
                ? grantor.describe(ask.on()).compose(described -> mine(ask, described))
                : grantor.require(ask.caller(), ask.on(), Right.MANAGE).compose(described -> others(ask, described));
    }

    /** What the caller may not see does not exist, and is not explained either; but who was denied something open is told so. */
    private Future<Grants.RightsPage> mine(Grants.FindRights ask, Described described) {
        return authority.decide(database, ask.caller(), described.thing()).map(decision -> {
            boolean hidden = !decision.may(Right.VIEW) && !described.thing().open();
            if (hidden) {
                throw Problem.NotFound.of(ask.on().kind().text(), ask.on().ref())
                        .toException();
            }
            return page(ask, described, List.of(toRuling(ask.caller().user(), decision)), null);
        });
    }

    private Future<Grants.RightsPage> others(Grants.FindRights ask, Described described) {
        Instant now = clock.instant();
        String after = ask.cursor() == null
                ? null
                : Cursor.decode(CURSOR, 1, ask.cursor()).get(0);
        return users(ask, after, now).compose(users -> {
            if (ask.user() != null && users.isEmpty()) {
                throw Problem.NotFound.of("user", ask.user()).toException();
            }
            Page<Caller> page = Page.of(users, ask.limit(), last -> Cursor.encode(CURSOR, last.user()));
            List<String> names = page.items().stream().map(Caller::user).toList();
            return HoldingsStore.of(
                            database,
                            names,
                            described.thing().lineage().stream().map(Thing::id).toList(),
                            now)
                    .map(held -> page(
                            ask, described, rulings(ask, page.items(), described.thing(), held, now), page.next()));
        });
    }

    private Future<List<Caller>> users(Grants.FindRights ask, @Nullable String after, Instant now) {
        return database.query(USERS, ask.user(), after, ask.holders(), Columns.time(now), ask.limit() + 1)
                .map(rows -> Columns.all(rows, row -> new Caller(row.getString("name"), Columns.role(row, "role"))));
    }

    private static List<Ruling> rulings(
            Grants.FindRights ask, List<Caller> users, Thing thing, Map<String, Holdings> held, Instant now) {
        return users.stream()
                .map(user -> toRuling(
                        user.user(),
                        held.getOrDefault(user.user(), Holdings.NONE).decide(user, thing, now)))
                .filter(ruling -> ask.user() != null || !ruling.rights().isEmpty())
                .toList();
    }

    private static Grants.RightsPage page(
            Grants.FindRights ask, Described described, List<Ruling> rulings, @Nullable String next) {
        return new Grants.RightsPage(
                new Grants.ThingRef(ask.on().kind(), described.name()),
                described.thing().id().id(),
                rulings,
                next);
    }

    private static Ruling toRuling(String user, Decision decision) {
        Rule rule = decision.rule();
        List<String> grants = List.of();
        String of = null;
        if (rule instanceof Rule.Granted granted) {
            grants = granted.grants().stream().map(Grant::id).toList();
        } else if (rule instanceof Rule.Denied denied) {
            grants = List.of(denied.grant().id());
        } else if (rule instanceof Rule.Owner owner) {
            of = owner.of().kind().text();
        }
        return new Ruling(user, decision.rights(), rule.name(), of, grants, decision.capped());
    }
}
