package io.sluice.gateway.diaspora;

import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** The fabric's users: every user of the platform is one, and always has a namespace. */
final class FabricUsers {
    private static final String USER = DiasporaApi.V3 + "/user";

    private final Door door;

    FabricUsers(Door door) {
        this.door = door;
    }

    List<Route> routes() {
        return List.of(door.route(HttpMethod.POST, USER, Role.VIEWER, Manner.V3, this::create));
    }

    record Welcome(String status, String message, String subject, String namespace) {}

    private Future<Answer> create(Guest guest) {
        String subject = guest.subject().id().toString();
        return Future.succeededFuture(Answer.ok(
                new Welcome("success", "User " + subject + " is known.", subject, guest.namespace())));
    }
}
