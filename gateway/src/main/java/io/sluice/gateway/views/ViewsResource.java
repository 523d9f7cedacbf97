package io.sluice.gateway.views;

import io.sluice.contract.Role;
import io.sluice.contract.Views;
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

/** Saved views: a source, a filter, columns and a start, to be opened again or handed to others. */
public final class ViewsResource {
    private static final String PATH = "/api/v1/views";
    private static final String ONE = PATH + "/{view}";

    private final Vertx vertx;

    public ViewsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.VIEWER, this::list),
                Route.post(PATH, Role.VIEWER, this::create),
                Route.get(ONE, Role.VIEWER, this::find),
                Route.patch(ONE, Role.VIEWER, this::update),
                Route.delete(ONE, Role.VIEWER, this::delete));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        String q = query.text("q");
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Views.LIST
                .call(vertx, new Views.ListViews(call.caller(), q, limit, cursor))
                .map(page -> Answer.ok(
                        new Page<>(page.items().stream().map(SavedView::of).toList(), page.total(), page.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        Views.Content content = ContentReader.content(fields);
        boolean isPrivate = fields.flag("private", true);
        fields.end();
        fields.violations().check();
        return Views.CREATE
                .call(vertx, new Views.CreateView(call.caller(), name, content, isPrivate))
                .map(made -> Answer.created(Locations.of(PATH, made.id()), SavedView.of(made)));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Views.FIND
                .call(vertx, new Views.FindView(call.caller(), call.path("view")))
                .map(view -> Answer.ok(SavedView.of(view)));
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.optionalText("name");
        String owner = fields.optionalText("owner");
        Boolean isPrivate = fields.optionalFlag("private");
        Views.Change content = ContentReader.change(fields);
        fields.end();
        fields.violations().check();
        return Views.UPDATE
                .call(vertx, new Views.UpdateView(call.caller(), call.path("view"), name, owner, content, isPrivate))
                .map(view -> Answer.ok(SavedView.of(view)));
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Views.DELETE
                .call(vertx, new Views.DeleteView(call.caller(), call.path("view")))
                .map(done -> Answer.noContent());
    }
}
