package io.sluice.gateway.diaspora;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Topics;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.JsonBody;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.http.Violations;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Topics of the second version: flat names, whose first user owns them. What is there is found under any name. */
final class FlatTopics {
    private static final String ONE = DiasporaApi.V2 + "/topic/{topic}";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{2,63}");
    private static final Pattern COUNT = Pattern.compile("[0-9]{1,6}");
    private static final String REGISTER = "register";
    private static final String UNREGISTER = "unregister";

    /** Settings that concern nobody but who uses the topic. */
    private static final Set<String> SETTINGS = new TreeSet<>(Set.of(
            "cleanup.policy",
            "compression.type",
            "delete.retention.ms",
            "max.compaction.lag.ms",
            "max.message.bytes",
            "message.timestamp.type",
            "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms",
            "min.insync.replicas",
            "retention.bytes",
            "retention.ms"));

    private final Vertx vertx;
    private final Door door;
    private final OwnTopics topics;

    FlatTopics(Vertx vertx, Door door, OwnTopics topics) {
        this.vertx = vertx;
        this.door = door;
        this.topics = topics;
    }

    List<Route> routes() {
        return List.of(
                door.route(HttpMethod.GET, DiasporaApi.V2 + "/topics", Role.VIEWER, Manner.V2, guest -> topics.readable(
                                guest)
                        .map(Told::topics)),
                door.route(HttpMethod.PUT, ONE, Role.VIEWER, Manner.V2, this::take),
                door.route(HttpMethod.GET, ONE, Role.VIEWER, Manner.V2, guest -> configs(guest)
                        .map(Told::configs)),
                door.route(HttpMethod.POST, ONE, Role.VIEWER, Manner.V2, this::configure),
                door.route(HttpMethod.POST, ONE + "/partitions", Role.VIEWER, Manner.V2, this::grow),
                door.route(HttpMethod.POST, ONE + "/reset", Role.VIEWER, Manner.V2, this::reset));
    }

    private Future<Answer> take(Guest guest) {
        String action = guest.required("Action");
        return switch (action) {
            case REGISTER -> register(guest);
            case UNREGISTER -> unregister(guest);
            default ->
                throw Problem.Invalid.at("/Action", "expected " + REGISTER + " or " + UNREGISTER)
                        .toException();
        };
    }

    private Future<Answer> register(Guest guest) {
        if (!NAME.matcher(guest.topic()).matches()) {
            throw Problem.Invalid.at(
                            "/topic",
                            "expected 3 to 64 of letters, digits, _ and - as the topic's name, a letter or digit first")
                    .toException();
        }
        return Topics.REGISTER
                .call(vertx, new Topics.RegisterTopic(guest.caller(), guest.topic(), 1))
                .map(registered -> registered.isNew()
                        ? Told.done("Access granted to principal " + guest.id() + ".")
                        : Told.nothing("Principal " + guest.id() + " already has access."));
    }

    private Future<Answer> unregister(Guest guest) {
        return Topics.RELEASE
                .call(vertx, new Topics.ReleaseTopic(guest.caller(), guest.topic()))
                .map(done -> done.changed()
                        ? Told.done("Access removed from principal " + guest.id() + ".")
                        : Told.nothing("Principal " + guest.id() + " has no access."));
    }

    private Future<Map<String, String>> configs(Guest guest) {
        return Topics.FIND
                .call(vertx, new Topics.FindTopic(guest.caller(), guest.topic()))
                .map(Topics.TopicDetail::configs);
    }

    private Future<Answer> configure(Guest guest) {
        Map<String, @Nullable String> wanted = settings(guest);
        return configs(guest)
                .compose(before -> alter(guest, null, wanted).map(altered -> Told.changed(before, altered.configs())));
    }

    private Future<Topics.TopicDetail> alter(
            Guest guest, @Nullable Integer partitions, Map<String, @Nullable String> configs) {
        return Topics.ALTER.call(
                vertx, new Topics.AlterTopic(guest.caller(), guest.topic(), partitions, configs, null));
    }

    private static Map<String, @Nullable String> settings(Guest guest) {
        JsonNode body = JsonBody.parse(guest.call().body().getBytes());
        if (!body.isObject()) {
            throw Problem.Invalid.at("", "expected an object of settings").toException();
        }
        Violations violations = guest.call().violations();
        Map<String, @Nullable String> settings = new HashMap<>();
        body.properties().forEach(setting -> {
            if (!SETTINGS.contains(setting.getKey())) {
                violations.add("/" + setting.getKey(), "expected one of " + String.join(", ", SETTINGS));
            } else if (!setting.getValue().isValueNode()) {
                violations.add("/" + setting.getKey(), "expected a text or a number");
            } else {
                JsonNode value = setting.getValue();
                settings.put(setting.getKey(), value.isNull() ? null : value.asText());
            }
        });
        violations.check();
        return settings;
    }

    private Future<Answer> grow(Guest guest) {
        String count = guest.required("NewPartitions");
        if (!COUNT.matcher(count).matches()) {
            throw Problem.Invalid.at("/NewPartitions", "expected a number of partitions")
                    .toException();
        }
        int wanted = Integer.parseInt(count);
        return alter(guest, wanted, Map.of())
                .map(altered -> Told.done("Topic " + guest.topic() + " has " + wanted + " partitions."));
    }

    private Future<Answer> reset(Guest guest) {
        return Topics.RESET
                .call(vertx, new Topics.ResetTopic(guest.caller(), guest.topic()))
                .map(made -> Told.done("Topic deleted and re-created with default configs"));
    }
}
