package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.At;
import io.sluice.contract.Actions.Held;
import io.sluice.contract.Actions.Outcome;
import io.sluice.contract.Actions.Settle;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Route;
import io.sluice.runtime.Json;
import io.sluice.runtime.KafkaLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The action provider: records are produced, or consumed through filters, once for each request of a user. */
final class FabricActions {
    private static final String BASE = "/diaspora/action";
    private static final String ONE = BASE + "/{id}";
    private static final int ACCEPTED = 202;

    private final Vertx vertx;
    private final Door door;
    private final Production production;
    private final Consumption consumption;
    private final String bootstrap;

    FabricActions(Vertx vertx, Door door, DiasporaApi.Records records, String bootstrap) {
        this.vertx = vertx;
        this.door = door;
        this.production = new Production(vertx, records.reads(), records.producer());
        this.consumption = new Consumption(vertx, records.reads());
        this.bootstrap = bootstrap;
    }

    List<Route> routes() {
        return List.of(
                route(HttpMethod.GET, BASE + "/", guest -> Future.succeededFuture(ActionSchema.answer())),
                route(HttpMethod.POST, BASE + "/run", this::run),
                route(HttpMethod.GET, ONE + "/status", this::status),
                route(HttpMethod.POST, ONE + "/cancel", this::cancel),
                route(HttpMethod.POST, ONE + "/release", this::release));
    }

    private Route route(HttpMethod method, String path, Door.Service service) {
        return door.route(method, path, Role.VIEWER, ActionManner.GLOBUS, service);
    }

    private Future<Answer> run(Guest guest) {
        ActionRequest request = ActionRequest.read(guest.call().body().getBytes());
        ActionBody body = request.body();
        Actions.Begin begin = new Actions.Begin(
                guest.caller(),
                request.requestId(),
                request.fingerprint(),
                request.envelope().toString(),
                body.produces() ? null : request.json().toString(),
                body.topic());
        return Actions.BEGIN
                .call(vertx, begin)
                .compose(held -> carryOut(guest, held, body))
                .compose(action -> answer(guest, action, ACCEPTED));
    }

    private Future<Answer> status(Guest guest) {
        return Actions.CLAIM
                .call(vertx, at(guest))
                .compose(held -> carryOut(guest, held, stored(held.action())))
                .compose(action -> answer(guest, action, 200));
    }

    private static @Nullable ActionBody stored(Action action) {
        String body = action.body();
        return body == null ? null : ActionRequest.stored(body);
    }

    private Future<Answer> cancel(Guest guest) {
        return Actions.CANCEL.call(vertx, at(guest)).compose(action -> answer(guest, action, 200));
    }

    private Future<Answer> release(Guest guest) {
        return Actions.RELEASE.call(vertx, at(guest)).compose(action -> answer(guest, action, 200));
    }

    private static At at(Guest guest) {
        return new At(guest.caller(), guest.call().path("id"));
    }

    /** @param body null: of one that writes, whose records only the request itself brings */
    private Future<Action> carryOut(Guest guest, Held held, @Nullable ActionBody body) {
        String claim = held.claim();
        if (claim == null) {
            return Future.succeededFuture(held.action());
        }
        return outcome(guest, held.action(), claim, body)
                .recover(FabricActions::refused)
                .compose(outcome -> settle(guest, held.action(), claim, outcome), failure -> settle(
                                guest, held.action(), claim, unsettled(held.action()))
                        .transform(given -> Future.failedFuture(failure)));
    }

    private Future<ActionOutcome> outcome(Guest guest, Action action, String claim, @Nullable ActionBody body) {
        if (body != null && body.servers() != null && !KafkaLink.isSame(body.servers(), bootstrap)) {
            return Future.succeededFuture(
                    ActionOutcome.failed("servers: topics of other brokers are not to be had here"));
        } else if (body == null || body.produces()) {
            return production.run(new Production.Job(guest, action, claim, body));
        }
        return consumption.run(new Consumption.Job(guest, action, claim, body));
    }

    /** What the caller may not do is what came of the action; anything else is no outcome. */
    private static Future<ActionOutcome> refused(Throwable failure) {
        boolean refused = failure instanceof ProblemException known
                && (known.problem() instanceof Problem.NotFound || known.problem() instanceof Problem.Forbidden);
        return refused
                ? Future.succeededFuture(ActionOutcome.failed(
                        ((ProblemException) failure).problem().detail()))
                : Future.failedFuture(failure);
    }

    /** So that it can be asked for again at once. */
    private static ActionOutcome unsettled(Action action) {
        return new ActionOutcome(new Outcome(Status.ACTIVE, action.details(), action.sight()), null);
    }

    private Future<Action> settle(Guest guest, Action action, String claim, ActionOutcome outcome) {
        return Actions.SETTLE.call(
                vertx, new Settle(guest.caller(), action.id(), claim, outcome.outcome(), outcome.group()));
    }

    /** Records that were read are told again only to who may still see what was seen then. */
    private Future<Answer> answer(Guest guest, Action action, int status) {
        boolean hasRecords = action.status() == Status.SUCCEEDED && action.sight() != null;
        if (!hasRecords) {
            return Future.succeededFuture(told(guest, action, status));
        }
        return consumption
                .access(guest, action.topic())
                .recover(failure -> Future.failedFuture(isGone(failure) ? unseen() : failure))
                .map(access -> {
                    if (!Consumption.sight(access).equals(action.sight())) {
                        throw unseen();
                    }
                    return told(guest, action, status);
                });
    }

    /** The topic is; the action is there. */
    private static boolean isGone(Throwable failure) {
        return failure instanceof ProblemException known && known.problem() instanceof Problem.NotFound;
    }

    private static ProblemException unseen() {
        return new Problem.Forbidden("What you may see of the topic is not what it was then.").toException();
    }

    private static Answer told(Guest guest, Action action, int status) {
        ObjectNode told = (ObjectNode) parse(action.envelope());
        told.put("action_id", action.id())
                .put("status", action.status().name())
                .put("display_status", action.status().name())
                .put("creator_id", "urn:globus:auth:identity:" + guest.id())
                .put("start_time", action.startedAt().toString())
                .put(
                        "completion_time",
                        action.completedAt() == null
                                ? null
                                : action.completedAt().toString())
                .set("details", action.details() == null ? Json.MAPPER.createObjectNode() : parse(action.details()));
        return new Answer(status, Map.of(), Answer.JSON, Buffer.buffer(told.toString()));
    }

    private static JsonNode parse(String json) {
        return JsonBody.parse(json.getBytes(StandardCharsets.UTF_8));
    }
}
