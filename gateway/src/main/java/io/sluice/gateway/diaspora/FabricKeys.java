package io.sluice.gateway.diaspora;

import io.sluice.contract.Identity;
import io.sluice.contract.Identity.KafkaLogin;
import io.sluice.contract.Identity.RetoldKey;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Optional;

/**
 * The one key of a user that clients of the fabric are told each time they begin. It is another only after it was deleted, or where that is
 * asked for; no other key of the user is ever touched.
 */
final class FabricKeys {
    private static final String KEY = DiasporaApi.V3 + "/key";
    private static final String ACTION = "Action";
    private static final String ROTATE = "rotate";

    private final Vertx vertx;
    private final Door door;
    private final String endpoint;

    FabricKeys(Vertx vertx, Door door, KafkaLink.Users users) {
        this.vertx = vertx;
        this.door = door;
        this.endpoint = users.bootstrap();
    }

    List<Route> routes() {
        return List.of(
                door.route(HttpMethod.POST, KEY, Role.VIEWER, Manner.V3, this::create),
                door.route(HttpMethod.DELETE, KEY, Role.VIEWER, Manner.V3, this::delete),
                door.route(HttpMethod.GET, DiasporaApi.V2 + "/create_key", Role.VIEWER, Manner.V2, this::createOlder));
    }

    private Future<Answer> create(Guest guest) {
        return retell(guest).map(key -> {
            String message = key.fresh() ? "A key was created." : "The key that is there was retrieved.";
            return Answer.ok(new Told.Key(
                    "success",
                    message,
                    login(key),
                    key.secret().reveal(),
                    key.key().createdAt(),
                    endpoint,
                    key.fresh()));
        });
    }

    private Future<Answer> delete(Guest guest) {
        return forget(guest)
                .map(deleted -> Told.done(deleted ? "The key was deleted." : "There was no key to be deleted."));
    }

    /** The original revokes every key of the user here, which nobody wants who only begins on another machine. */
    private Future<Answer> createOlder(Guest guest) {
        boolean rotate = guest.parameter(ACTION).filter(ROTATE::equals).isPresent();
        Future<?> before = rotate ? forget(guest) : Future.succeededFuture();
        return before.compose(ready -> retell(guest))
                .map(key -> Answer.ok(new Told.OlderKey(
                        "success", guest.id(), login(key), key.secret().reveal(), endpoint)));
    }

    private Future<RetoldKey> retell(Guest guest) {
        return Identity.RETELL_KEY.call(vertx, new Identity.RetellKey(guest.caller()));
    }

    /** @return whether there was one */
    Future<Boolean> forget(Guest guest) {
        return Identity.FORGET_KEY
                .call(vertx, new Identity.ForgetKey(guest.caller()))
                .map(done -> done.changed());
    }

    private static String login(RetoldKey key) {
        return Optional.ofNullable(key.key().kafka())
                .map(KafkaLogin::username)
                .orElseThrow(() -> new Problem.Unavailable("Kafka does not know the key.").toException());
    }
}
