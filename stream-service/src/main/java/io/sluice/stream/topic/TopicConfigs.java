package io.sluice.stream.topic;

import io.sluice.contract.Problem;
import io.sluice.contract.Violation;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Settings of topics. The broker alone knows which are valid; it refuses a set of them as a whole, so each is then tried by
 * itself (validated, not applied) to tell the caller which one is at fault.
 */
final class TopicConfigs {
    /** Kafka's client cannot write longer texts: its only thread would end of the attempt. */
    private static final int MAX_BYTES = Short.MAX_VALUE;

    private final Broker broker;

    TopicConfigs(Broker broker) {
        this.broker = broker;
    }

    /** Only the named settings change; null goes back to the default. */
    Future<Void> alter(String topic, Map<String, @Nullable String> configs) {
        Optional<Problem> fault = fault(configs);
        if (fault.isPresent()) {
            return Future.failedFuture(fault.get().toException());
        } else if (configs.isEmpty()) {
            return Future.succeededFuture();
        }
        List<AlterConfigOp> operations = new ArrayList<>();
        configs.forEach((key, value) -> operations.add(operation(key, value)));
        return apply(topic, operations, false)
                .recover(failure -> isRefusal(failure)
                        ? faults(operations, operation -> apply(topic, List.of(operation), true))
                        : Future.failedFuture(failure));
    }

    /** What no broker can be asked. */
    static Optional<Problem> fault(Map<String, ? extends @Nullable String> configs) {
        boolean fits = configs.entrySet().stream().allMatch(one -> fits(one.getKey()) && fits(one.getValue()));
        return fits
                ? Optional.empty()
                : Optional.of(
                        Problem.Invalid.at("/configs", "a name or a value is longer than " + MAX_BYTES + " bytes"));
    }

    private static boolean fits(@Nullable String text) {
        return text == null || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }

    /** After the broker refused to create {@code topic}: the problem that says which setting it was. */
    <T> Future<T> faultsOf(NewTopic topic) {
        Map<String, String> configs = topic.configs() == null ? Map.of() : topic.configs();
        List<AlterConfigOp> operations = new ArrayList<>();
        configs.forEach((key, value) -> operations.add(operation(key, value)));
        return this.<T>faults(operations, operation -> {
            ConfigEntry entry = operation.configEntry();
            NewTopic alone = new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor())
                    .configs(Map.of(entry.name(), String.valueOf(entry.value())));
            return broker.ask(admin -> admin.createTopics(List.of(alone), new CreateTopicsOptions().validateOnly(true))
                    .all());
        });
    }

    static boolean isRefusal(Throwable failure) {
        Throwable cause = Faults.unwrap(failure);
        return cause instanceof InvalidConfigurationException
                || cause instanceof InvalidRequestException
                || cause instanceof PolicyViolationException;
    }

    private Future<Void> apply(String topic, Collection<AlterConfigOp> operations, boolean validateOnly) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigsOptions options = new AlterConfigsOptions().validateOnly(validateOnly);
        return broker.ask(admin -> admin.incrementalAlterConfigs(Map.of(resource, operations), options)
                .all());
    }

    private <T> Future<T> faults(List<AlterConfigOp> operations, Attempt attempt) {
        List<Violation> violations = new ArrayList<>();
        Future<Void> tried = Future.succeededFuture();
        for (AlterConfigOp operation : operations) {
            tried = tried.compose(done -> attempt.of(operation)).recover(failure -> {
                if (!isRefusal(failure)) {
                    return Future.failedFuture(failure);
                }
                violations.add(violation(operation.configEntry()));
                return Future.succeededFuture();
            });
        }
        return tried.compose(done -> Future.failedFuture(
                violations.isEmpty()
                        ? Problem.Invalid.at("/configs", "the broker does not accept these settings together")
                                .toException()
                        : Problem.Invalid.of(violations).toException()));
    }

    private static Violation violation(ConfigEntry entry) {
        String pointer = "/configs/" + entry.name().replace("~", "~0").replace("/", "~1");
        return new Violation(
                pointer, "the broker does not accept \"" + entry.value() + "\" for \"" + entry.name() + "\"");
    }

    private static AlterConfigOp operation(String key, @Nullable String value) {
        AlterConfigOp.OpType type = value == null ? AlterConfigOp.OpType.DELETE : AlterConfigOp.OpType.SET;
        return new AlterConfigOp(new ConfigEntry(key, value == null ? "" : value), type);
    }

    private interface Attempt {
        Future<Void> of(AlterConfigOp operation);
    }
}
