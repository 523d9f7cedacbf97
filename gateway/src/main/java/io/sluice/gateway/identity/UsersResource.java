package io.sluice.gateway.identity;

import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
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
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Users, for administrators. */
public final class UsersResource {
    private static final String PATH = "/api/v1/users";
    private static final String ROLES = "viewer, editor or admin";

    private final Vertx vertx;

    public UsersResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(
                Route.get(PATH, Role.ADMIN, this::list),
                Route.post(PATH, Role.ADMIN, this::create),
                Route.get(PATH + "/{user}", Role.ADMIN, this::find),
                Route.patch(PATH + "/{user}", Role.ADMIN, this::update),
                Route.delete(PATH + "/{user}", Role.ADMIN, this::delete));
    }

    private Future<Answer> list(Call call) {
        Query query = call.query();
        int limit = query.whole("limit", 50, 1, 200);
        String cursor = query.text("cursor");
        query.end();
        return Identity.LIST_USERS
                .call(vertx, new Identity.ListUsers(call.caller(), limit, cursor))
                .map(users -> Answer.ok(new Page<>(users.items(), users.total(), users.next())));
    }

    private Future<Answer> create(Call call) {
        call.query().end();
        Fields fields = call.fields();
        String name = fields.text("name");
        String password = fields.text("password");
        Role role = fields.optionalChoice("role", Role::of, ROLES);
        if (!fields.has("role")) {
            fields.required("role");
        }
        fields.end();
        fields.violations().check();
        Role given = Optional.ofNullable(role).orElseThrow();
        return Identity.CREATE_USER
                .call(vertx, new Identity.CreateUser(call.caller(), name, new Secret(password), given))
                .map(user -> Answer.created(Locations.of(PATH, user.name()), user));
    }

    private Future<Answer> find(Call call) {
        call.bare();
        return Identity.FIND_USER
                .call(vertx, new Identity.FindUser(call.caller(), call.path("user")))
                .map(Answer::ok);
    }

    private Future<Answer> update(Call call) {
        call.query().end();
        Fields fields = call.fields();
        @Nullable Secret password = fields.has("password") ? new Secret(fields.text("password")) : null;
        Role role = fields.optionalChoice("role", Role::of, ROLES);
        fields.end();
        fields.violations().check();
        return Identity.UPDATE_USER
                .call(vertx, new Identity.UpdateUser(call.caller(), call.path("user"), password, role))
                .map(Answer::ok);
    }

    private Future<Answer> delete(Call call) {
        call.bare();
        return Identity.DELETE_USER
                .call(vertx, new Identity.DeleteUser(call.caller(), call.path("user")))
                .map(done -> Answer.noContent());
    }
}
