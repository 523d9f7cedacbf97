package io.sluice.gateway.grants;

import io.sluice.contract.Grants;
import io.sluice.contract.Grants.ThingRef;
import io.sluice.contract.Role;
import io.sluice.gateway.grants.GrantViews.GrantView;
import io.sluice.gateway.grants.GrantViews.On;
import io.sluice.gateway.grants.GrantViews.RequestView;
import io.sluice.gateway.grants.GrantViews.RequestsView;
import io.sluice.gateway.grants.GrantViews.RightsView;
import io.sluice.gateway.grants.GrantViews.RulingView;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;

/** Who may do what: grants, requests for access, and the table of rights. Who may manage a thing decides; the gate only asks for an identity. */
public final class GrantsResource {
    private static final String GRANTS = "/api/v1/grants";
    private static final String REQUESTS = "/api/v1/access-requests";

    private final Vertx vertx;

    public GrantsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(GRANTS, Role.VIEWER, this::list),
                Route.post(GRANTS, Role.VIEWER, this::create),
                Route.delete(GRANTS + "/{grant}", Role.VIEWER, this::delete),
                Route.get("/api/v1/rights", Role.VIEWER, this::rights),
                Route.get(REQUESTS, Role.VIEWER, this::requests),
                Route.post(REQUESTS, Role.VIEWER, this::request),
                Route.post(REQUESTS + "/{request}/approve", Role.VIEWER, call -> decide(call, true)),
                Route.post(REQUESTS + "/{request}/refuse", Role.VIEWER, call -> decide(call, false)));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        ThingRef on = GrantFields.on(fields);
        Grantee to = GrantFields.to(fields);
        Level level = GrantFields.level(fields, true);
        boolean download = fields.flag("download", true);
        Duration lifetime = GrantFields.lifetime(fields);
        fields.end();
        fields.violations().check();
        return Grants.CREATE
                .call(vertx, new Grants.CreateGrant(call.caller(), on, to, level, download, lifetime))
                .map(made -> Answer.created(Locations.of(GRANTS, made.id()), GrantView.of(made)));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        ThingRef on = GrantFields.on(query);
        Grants.ListGrants list = new Grants.ListGrants(
                call.caller(),
                on,
                query.text("user"),
                query.text("group"),
                query.whole("limit", 50, 1, 200),
                query.text("cursor"));
        query.end();
        return Grants.LIST
                .call(vertx, list)
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(GrantView::of).toList(), page.total(), page.next())));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Grants.DELETE
                .call(vertx, new Grants.DeleteGrant(call.caller(), call.path("grant")))
                .map(done -> Answer.noContent());
    }

    private Future<Answer> rights(Call call) {
        Query query = call.query();
        ThingRef on = GrantFields.on(query);
        if (on == null) {
            query.violations().add("/id", "kind and id are required");
        }
        String user = query.text("user");
        int limit = query.whole("limit", 200, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        ThingRef thing = on == null ? new ThingRef(Kind.TOPIC, "") : on;
        return Grants.EFFECTIVE
                .call(vertx, new Grants.FindRights(call.caller(), thing, user, false, limit, cursor))
                .map(page -> Answer.ok(new RightsView(
                        On.of(page.on()),
                        page.thing(),
                        page.items().stream().map(RulingView::of).toList(),
                        page.next())));
    }

    private Future<Answer> request(Call call) {
        call.query().end();
        Fields fields = call.fields();
        ThingRef on = GrantFields.on(fields);
        Level level = GrantFields.level(fields, false);
        String reason = fields.text("reason", "");
        fields.end();
        fields.violations().check();
        return Grants.REQUEST
                .call(vertx, new Grants.RequestAccess(call.caller(), on, level, reason))
                .map(made -> Answer.created(Locations.of(REQUESTS, made.id()), RequestView.of(made)));
    }

    private Future<Answer> requests(Call call) {
        call.bare();
        return Grants.LIST_REQUESTS
                .call(vertx, new Grants.ListRequests(call.caller()))
                .map(found -> Answer.ok(new RequestsView(
                        found.mine().stream().map(RequestView::of).toList(),
                        found.open().stream().map(RequestView::of).toList())));
    }

    private Future<Answer> decide(Call call, boolean approve) {
        call.query().end();
        Duration lifetime = null;
        if (approve) {
            Fields fields = call.fields();
            lifetime = GrantFields.lifetime(fields);
            fields.end();
            fields.violations().check();
        } else {
            call.bare();
        }
        return Grants.DECIDE
                .call(vertx, new Grants.DecideRequest(call.caller(), call.path("request"), approve, lifetime))
                .map(decided -> Answer.ok(RequestView.of(decided)));
    }
}
