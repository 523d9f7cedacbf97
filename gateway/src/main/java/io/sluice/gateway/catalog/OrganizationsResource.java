package io.sluice.gateway.catalog;

import io.sluice.contract.Catalog;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Fields;
import io.sluice.gateway.http.Locations;
import io.sluice.gateway.http.Page;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** Organisations. */
public final class OrganizationsResource {
    private static final String PATH = "/api/v1/organizations";

    private final Vertx vertx;

    public OrganizationsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(PATH + "/{organization}", Role.VIEWER, this::find),
                Route.patch(PATH + "/{organization}", Role.VIEWER, this::update),
                Route.delete(PATH + "/{organization}", Role.VIEWER, this::delete));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Catalog.LIST_ORGANIZATIONS
                .call(vertx, new Catalog.ListOrganizations(call.caller(), limit, cursor))
                .map(page -> Answer.ok(new Page<>(page.items(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        String title = fields.text("title", name);
        String description = fields.optionalText("description");
        fields.end();
        fields.violations().check();
        return Catalog.CREATE_ORGANIZATION
                .call(vertx, new Catalog.CreateOrganization(call.caller(), name, title, description))
                .map(made -> Answer.created(Locations.of(PATH, made.name()), made));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Catalog.FIND_ORGANIZATION
                .call(vertx, new Catalog.FindOrganization(call.caller(), call.path("organization")))
                .map(Answer::ok);
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String title = fields.optionalText("title");
        String description = fields.optionalText("description");
        fields.end();
        fields.violations().check();
        return Catalog.UPDATE_ORGANIZATION
                .call(
                        vertx,
                        new Catalog.UpdateOrganization(call.caller(), call.path("organization"), title, description))
                .map(Answer::ok);
    }

    private Future<Answer> delete(Call call) {
        Query query = call.query();
        boolean cascade = query.flag("cascade", false);
        query.end();
        return Catalog.DELETE_ORGANIZATION
                .call(vertx, new Catalog.DeleteOrganization(call.caller(), call.path("organization"), cascade))
                .map(done -> Answer.noContent());
    }
}
