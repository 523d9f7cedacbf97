package io.sluice.gateway.diaspora;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Topics of the third version: each is in its owner's namespace, {@code <namespace>.<topic>} for Kafka. */
final class NamespaceTopics {
    private static final String ONE = DiasporaApi.V3 + "/{namespace}/{topic}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{1,30}[A-Za-z0-9]");

    private final Vertx vertx;
    private final Door door;
    private final OwnTopics topics;

    NamespaceTopics(Vertx vertx, Door door, OwnTopics topics) {
        this.vertx = vertx;
        this.door = door;
        this.topics = topics;
    }

    List<Route> routes() {
        return List.of(
                door.route(HttpMethod.GET, DiasporaApi.V3 + "/namespace", Role.VIEWER, Manner.V3, this::list),
                door.route(HttpMethod.POST, ONE, Role.EDITOR, Manner.V3, this::create),
                door.route(HttpMethod.DELETE, ONE, Role.VIEWER, Manner.V3, this::delete),
                door.route(HttpMethod.PUT, ONE + "/recreate", Role.VIEWER, Manner.V3, this::recreate));
    }

    private Future<Answer> list(Guest guest) {
        return topics.inNamespace(guest).map(names -> Told.namespaces(Map.of(guest.namespace(), names)));
    }

    private Future<Answer> create(Guest guest) {
        String name = name(guest);
        Topics.CreateTopic wish =
                new Topics.CreateTopic(guest.caller(), name, 1, null, Map.of(), null, RecordFormat.Change.NONE, true);
        return Topics.CREATE
                .call(vertx, wish)
                .map("Topic " + name + " was created.")
                .recover(failure -> unlessOwn(guest, failure))
                .compose(message -> told(guest, message));
    }

    /** Creating what is there already is done already, if it is the caller's. */
    private Future<String> unlessOwn(Guest guest, Throwable failure) {
        boolean taken = failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict;
        return !taken
                ? Future.failedFuture(failure)
                : topics.inNamespace(guest)
                        .compose(names -> names.contains(guest.topic())
                                ? Future.succeededFuture("Topic " + name(guest) + " is there already.")
                                : Future.failedFuture(failure));
    }

    private Future<Answer> delete(Guest guest) {
        String name = name(guest);
        return Topics.DELETE
                .call(vertx, new Topics.DeleteTopic(guest.caller(), name))
                .compose(done -> told(guest, "Topic " + name + (done.changed() ? " was deleted." : " was not there.")));
    }

    private Future<Answer> recreate(Guest guest) {
        String name = name(guest);
        return Topics.RESET
                .call(vertx, new Topics.ResetTopic(guest.caller(), name))
                .map(made -> Told.done("Topic " + name + " was deleted and created again."));
    }

    private Future<Answer> told(Guest guest, String message) {
        return topics.inNamespace(guest).map(names -> Told.topics(message, names));
    }

    /** For Kafka; only of the caller's own namespace. */
    private static String name(Guest guest) {
        String namespace = guest.ownNamespace();
        if (!NAME.matcher(guest.topic()).matches()) {
            throw Problem.Invalid.at(
                            "/topic",
                            "expected 3 to 32 of letters, digits, _ and - as the topic's name, with a letter or digit at both ends")
                    .toException();
        }
        return namespace + "." + guest.topic();
    }
}
