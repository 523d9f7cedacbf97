package io.sluice.gateway.grants;

import io.sluice.contract.Grants;
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

/** Groups of users, to whom things can be granted. */
public final class GroupsResource {
    private static final String PATH = "/api/v1/groups";
    private static final String ONE = PATH + "/{group}";

    private final Vertx vertx;

    public GroupsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.EDITOR, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Grants.LIST_GROUPS
                .call(vertx, new Grants.ListGroups(call.caller(), limit, cursor))
                .map(page -> Answer.ok(new Page<>(page.items(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        String description = fields.text("description", "");
        List<String> members = fields.texts("members", Grants.Group.MAX_MEMBERS);
        fields.end();
        fields.violations().check();
        return Grants.CREATE_GROUP
                .call(vertx, new Grants.CreateGroup(call.caller(), name, description, members))
                .map(made -> Answer.created(Locations.of(PATH, made.name()), made));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Grants.FIND_GROUP
                .call(vertx, new Grants.FindGroup(call.caller(), call.path("group")))
                .map(Answer::ok);
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String description = fields.optionalText("description");
        String owner = fields.optionalText("owner");
        List<String> members = fields.optionalTexts("members", Grants.Group.MAX_MEMBERS);
        fields.end();
        fields.violations().check();
        return Grants.UPDATE_GROUP
                .call(vertx, new Grants.UpdateGroup(call.caller(), call.path("group"), description, owner, members))
                .map(Answer::ok);
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Grants.DELETE_GROUP
                .call(vertx, new Grants.DeleteGroup(call.caller(), call.path("group")))
                .map(done -> Answer.noContent());
    }
}
