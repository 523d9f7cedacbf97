package io.sluice.gateway.identity;

import io.sluice.contract.Role;
import io.sluice.contract.Secrets;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Call;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;

/** What the secrets of sources are sealed with. */
public final class SecretsResource {
    private static final int ACCEPTED = 202;

    private final Vertx vertx;

    public SecretsResource(Vertx vertx) {
        this.vertx = vertx;
    }

    public List<Route> routes() {
        return List.of(Route.post("/api/v1/secrets/rotate", Role.ADMIN, this::rotate));
    }

    private Future<Answer> rotate(Call call) {
        call.bare();
        return Secrets.ROTATE
                .call(vertx, new Secrets.Rotate(call.caller()))
                .map(rotation -> Answer.json(ACCEPTED, rotation));
    }
}
