package io.sluice.stream.alert;

import io.sluice.contract.Alerts;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.rights.Right;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRights.Seen;
import io.sluice.stream.topic.TopicRows.Owned;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * The topics that rules write to: {@link Alerts#TOPIC} for all, unless a rule names one, or reads something private; what comes of
 * that goes to a private topic. Topics have one partition, so that readers have all events in order.
 */
final class AlertTopic {
    private static final String KEPT = Long.toString(Duration.ofDays(30).toMillis());
    private static final int ID_CHARS = 8;

    private final Broker broker;
    private final TopicRights rights;
    private final TopicWriter writer;

    AlertTopic(Broker broker, TopicRights rights, TopicWriter writer) {
        this.broker = broker;
        this.rights = rights;
        this.writer = writer;
    }

    /** @param isOwn it is made for the rule, and goes with it */
    record Target(String topic, boolean isOwn) {}

    /** Where a rule is to write; changes nothing. */
    Future<Target> choose(Caller caller, UUID rule, @Nullable String chosen, boolean isPrivate) {
        if (chosen == null) {
            return Future.succeededFuture(
                    isPrivate
                            ? new Target(Alerts.TOPIC + "-" + rule.toString().substring(0, ID_CHARS), true)
                            : new Target(Alerts.TOPIC, false));
        }
        Optional<Problem> fault = TopicName.fault(chosen, "/topic");
        if (fault.isPresent()) {
            return failed(fault.get());
        } else if (chosen.equals(Alerts.TOPIC)) {
            return isPrivate ? failed(mustBePrivate()) : Future.succeededFuture(new Target(chosen, false));
        }
        return rights.seeIfThere(caller, chosen)
                .compose(seen -> seen.isPresent() ? existing(seen.get(), chosen, isPrivate) : free(chosen));
    }

    /** Makes the topic of a rule if it is not there. */
    Future<Void> ensure(AlertRow rule) {
        return broker.find(rule.topic()).compose(found -> found == null ? create(rule) : Future.succeededFuture());
    }

    /** Without asking anybody: for a rule that goes away. */
    Future<Void> drop(AlertRow rule) {
        return writer.drop(rule.topic()).mapEmpty();
    }

    private Future<Void> create(AlertRow rule) {
        boolean shared = rule.topic().equals(Alerts.TOPIC);
        Caller owner = shared ? Caller.SYSTEM : new Caller(rule.owner(), Role.EDITOR);
        CreateTopic topic =
                new CreateTopic(owner, rule.topic(), 1, null, Map.of(TopicConfig.RETENTION_MS_CONFIG, KEPT), null);
        return writer.create(new TopicWriter.Wish(topic, null, !shared && rule.isPrivate()))
                .<Void>mapEmpty()
                .recover(failure ->
                        failure instanceof ProblemException known && known.problem() instanceof Problem.Conflict
                                ? Future.succeededFuture()
                                : Future.failedFuture(failure));
    }

    private static Future<Target> existing(Seen seen, String name, boolean isPrivate) {
        Owned owned = seen.owned();
        if (!seen.may(Right.EDIT)) {
            return failed(new Problem.Forbidden(
                    "Only its owner or an administrator may let a rule write to the topic \"" + name + "\"."));
        } else if (owned != null && (owned.dataset() != null || owned.stream() != null)) {
            return failed(Problem.Invalid.at("/topic", "the topic belongs to a dataset or a stream"));
        } else if (isPrivate && (owned == null || !owned.isPrivate())) {
            return failed(mustBePrivate());
        }
        return Future.succeededFuture(new Target(name, false));
    }

    /** What is there and hidden is taken. */
    private Future<Target> free(String name) {
        return broker.find(name)
                .compose(found -> found == null
                        ? Future.succeededFuture(new Target(name, true))
                        : failed(Problem.Conflict.taken("topic", name)));
    }

    private static Problem mustBePrivate() {
        return Problem.Invalid.at(
                "/topic", "the rule reads something private, so its events go to a topic that is private");
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
