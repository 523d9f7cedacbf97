package io.sluice.gateway.diaspora;

import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Topic;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * The fabric's users: every user of the platform is one, and always has a namespace. Deleting one deletes what the fabric knows of
 * them, the topics of the namespace and the key; the account is an administrator's business.
 */
final class FabricUsers {
    private static final String USER = DiasporaApi.V3 + "/user";

    private final Vertx vertx;
    private final Door door;
    private final OwnTopics topics;
    private final FabricKeys keys;

    FabricUsers(Vertx vertx, Door door, OwnTopics topics, FabricKeys keys) {
        this.vertx = vertx;
        this.door = door;
        this.topics = topics;
        this.keys = keys;
    }

    List<Route> routes() {
        return List.of(
                door.route(
                        HttpMethod.POST,
                        USER,
                        Role.VIEWER,
                        Manner.V3,
                        guest -> Future.succeededFuture(Told.user(guest))),
                door.route(HttpMethod.DELETE, USER, Role.VIEWER, Manner.V3, this::delete));
    }

    /** Topics outside the namespace would be left behind, so their owner has to give them up first. */
    private Future<Answer> delete(Guest guest) {
        String prefix = guest.namespace() + ".";
        return topics.of(guest).compose(owned -> {
            long others = owned.stream()
                    .filter(topic -> !topic.name().startsWith(prefix))
                    .count();
            if (others > 0) {
                throw new Problem.Conflict("The user owns " + others + " topics outside the namespace "
                                + guest.namespace() + "; unregister or delete them first.")
                        .toException();
            }
            return delete(guest, owned)
                    .compose(gone -> keys.forget(guest))
                    .map(forgotten -> Told.done("User " + guest.id() + " and " + owned.size() + " topics are gone."));
        });
    }

    private Future<?> delete(Guest guest, List<Topic> owned) {
        Future<?> done = Future.succeededFuture();
        for (Topic topic : owned) {
            done = done.compose(
                    before -> Topics.DELETE.call(vertx, new Topics.DeleteTopic(guest.caller(), topic.name())));
        }
        return done;
    }
}
