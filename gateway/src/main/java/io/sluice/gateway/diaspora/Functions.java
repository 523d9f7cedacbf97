package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/** Triggers and their logs: functions of users that run beside the topics. There are none here, and clients are told so. */
final class Functions {
    private static final int NOT_IMPLEMENTED = 501;
    private static final String REASON = "Triggers are not offered here: define a stream or an alert.";

    private final Door door;

    Functions(Door door) {
        this.door = door;
    }

    List<Route> routes() {
        return List.of(
                absent(HttpMethod.GET, "/triggers"),
                absent(HttpMethod.PUT, "/trigger"),
                absent(HttpMethod.POST, "/triggers/{trigger}"),
                absent(HttpMethod.GET, "/logs"),
                absent(HttpMethod.GET, "/log"));
    }

    private Route absent(HttpMethod method, String path) {
        return door.route(method, DiasporaApi.V2 + path, Role.VIEWER, Manner.V2, guest -> {
            ObjectNode body = Json.MAPPER
                    .createObjectNode()
                    .put("status", "error")
                    .put("reason", REASON)
                    .put("message", REASON)
                    .put("code", "not_implemented")
                    .put("request_id", guest.call().requestId());
            return Future.succeededFuture(Answer.json(NOT_IMPLEMENTED, body));
        });
    }
}
