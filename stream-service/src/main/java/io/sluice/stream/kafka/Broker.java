package io.sluice.stream.kafka;

import io.sluice.runtime.KafkaLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's admin client as Vert.x futures: one per node, no call blocks, every call ends within {@link #API_TIMEOUT}. Futures
 * fail with Kafka's own exceptions, unwrapped; {@link Faults} says what they mean.
 *
 * <p>The plain client, not the one of vertx-kafka-client, which has no log dirs by name, record deletion by name or incremental
 * configuration.
 */
public final class Broker {
    /** No topic has a longer name; of asking for one that is far longer the client's only thread would end. */
    private static final int MAX_NAME = 249;

    static final Duration API_TIMEOUT = Duration.ofSeconds(8);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final long PROPAGATION_POLL_MS = 50;
    private static final int PROPAGATION_POLLS = 160;

    private final Vertx vertx;
    private final Admin admin;

    private Broker(Vertx vertx, Admin admin) {
        this.vertx = vertx;
        this.admin = admin;
    }

    /** Does not need the broker to be there; looks up its name, so it runs on a worker. */
    public static Future<Broker> open(Vertx vertx, KafkaLink link) {
        Map<String, Object> config = link.client(Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                "sluice-stream-admin",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                (int) REQUEST_TIMEOUT.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                (int) API_TIMEOUT.toMillis()));
        return vertx.executeBlocking(() -> new Broker(vertx, Admin.create(config)));
    }

    public Future<Void> close() {
        return vertx.executeBlocking(() -> {
            admin.close(CLOSE_TIMEOUT);
            return null;
        });
    }

    /** Completes on the caller's context. */
    public <T> Future<T> ask(Function<Admin, KafkaFuture<T>> question) {
        return answer(question.apply(admin));
    }

    private <T> Future<T> answer(KafkaFuture<T> answer) {
        Context context = vertx.getOrCreateContext();
        Promise<T> promise = ((ContextInternal) context).promise();
        answer.whenComplete((value, failure) -> {
            if (failure == null) {
                promise.complete(value);
            } else {
                promise.fail(Faults.unwrap(failure));
            }
        });
        return promise.future();
    }

    /** Like {@link #ask}, for threads that have no context; completes on a thread of the client. */
    public <T> CompletionStage<T> stage(Function<Admin, KafkaFuture<T>> question) {
        return question.apply(admin).toCompletionStage();
    }

    /** Gives a topic as many partitions as another one has, if both are there and it has fewer. */
    public Future<Void> widen(@Nullable TopicDescription topic, @Nullable TopicDescription like) {
        if (topic == null
                || like == null
                || topic.partitions().size() >= like.partitions().size()) {
            return Future.succeededFuture();
        }
        NewPartitions more = NewPartitions.increaseTo(like.partitions().size());
        return ask(admin -> admin.createPartitions(Map.of(topic.name(), more)).all())
                .recover(Faults.on(InvalidPartitionsException.class, Future::succeededFuture));
    }

    /** The names of all topics but the broker's own ({@code __…}). */
    public Future<Set<String>> topicNames() {
        return ask(admin -> admin.listTopics().names());
    }

    /** @return null when there is no such topic */
    public Future<@Nullable TopicDescription> find(String topic) {
        if (topic.length() > MAX_NAME) {
            return Future.succeededFuture();
        }
        return this.<@Nullable TopicDescription>ask(admin -> admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .thenApply(described -> described.get(topic)))
                .recover(Faults.on(UnknownTopicOrPartitionException.class, Future::succeededFuture))
                .recover(Faults.on(InvalidTopicException.class, Future::succeededFuture));
    }

    public Future<Map<String, TopicDescription>> describe(Collection<String> topics) {
        return ask(admin -> admin.describeTopics(topics).allTopicNames());
    }

    /** Without those that are not there. */
    public Future<Map<String, TopicDescription>> existing(Collection<String> topics) {
        return known(admin.describeTopics(topics).topicNameValues(), UnknownTopicOrPartitionException.class);
    }

    /** Without partitions of which the broker knows nothing: the client asks again until its time is over, so that is kept short. */
    public Future<Map<TopicPartition, ListOffsetsResultInfo>> existing(
            Collection<TopicPartition> partitions, OffsetSpec spec) {
        ListOffsetsOptions options =
                new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED).timeoutMs((int) REQUEST_TIMEOUT.toMillis());
        ListOffsetsResult asked = admin.listOffsets(each(partitions, spec), options);
        Map<TopicPartition, KafkaFuture<ListOffsetsResultInfo>> answers = new HashMap<>();
        partitions.forEach(partition -> answers.put(partition, asked.partitionResult(partition)));
        return known(answers, RetriableException.class);
    }

    /** @param absent the failures that leave a key out; any other fails all */
    private <K, V> Future<Map<K, V>> known(Map<K, KafkaFuture<V>> answers, Class<? extends Throwable> absent) {
        Map<K, Future<Optional<V>>> values = new HashMap<>();
        answers.forEach((key, asked) -> values.put(
                key,
                answer(asked)
                        .map(Optional::of)
                        .recover(Faults.on(absent, () -> Future.succeededFuture(Optional.empty())))));
        return Future.all(List.copyOf(values.values())).map(all -> {
            Map<K, V> known = new HashMap<>();
            values.forEach((key, value) -> value.result().ifPresent(there -> known.put(key, there)));
            return known;
        });
    }

    public Future<Map<TopicPartition, Long>> offsets(Collection<TopicPartition> partitions, OffsetSpec spec) {
        return places(partitions, spec, IsolationLevel.READ_UNCOMMITTED).map(places -> {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            places.forEach((partition, place) -> offsets.put(partition, place.offset()));
            return offsets;
        });
    }

    public Future<Map<TopicPartition, ListOffsetsResultInfo>> places(
            Collection<TopicPartition> partitions, OffsetSpec spec, IsolationLevel isolation) {
        return ask(admin -> admin.listOffsets(each(partitions, spec), new ListOffsetsOptions(isolation))
                .all());
    }

    private static Map<TopicPartition, OffsetSpec> each(Collection<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> specs = new HashMap<>();
        partitions.forEach(partition -> specs.put(partition, spec));
        return specs;
    }

    /** Waits until the topic has a leader for each of its partitions: a created topic is known to brokers a moment later. */
    public Future<TopicDescription> untilReady(String topic, int partitions) {
        return untilReady(topic, partitions, PROPAGATION_POLLS);
    }

    private Future<TopicDescription> untilReady(String topic, int partitions, int polls) {
        return find(topic).compose(found -> {
            if (found != null && isReady(found, partitions)) {
                return Future.succeededFuture(found);
            }
            return again(polls).compose(left -> untilReady(topic, partitions, left));
        });
    }

    private static boolean isReady(TopicDescription topic, int partitions) {
        return topic.partitions().size() >= partitions
                && topic.partitions().stream()
                        .allMatch(p -> p.leader() != null && !p.leader().isEmpty());
    }

    /** Deletes a topic and waits until brokers do not know it any more, so that its name is free. */
    public Future<Boolean> deleteTopic(String topic) {
        return ask(admin -> admin.deleteTopics(List.of(topic)).all())
                .map(true)
                .recover(Faults.on(UnknownTopicOrPartitionException.class, () -> Future.succeededFuture(false)))
                .compose(deleted -> untilGone(topic, PROPAGATION_POLLS).map(deleted));
    }

    private Future<Void> untilGone(String topic, int polls) {
        return find(topic)
                .compose(found -> found == null
                        ? Future.succeededFuture()
                        : again(polls).compose(left -> untilGone(topic, left)));
    }

    /** Brokers learn of a change from the controller and raise no event for clients, so this asks again, a bounded number of times. */
    private Future<Integer> again(int polls) {
        if (polls <= 0) {
            return Future.failedFuture(new org.apache.kafka.common.errors.TimeoutException("metadata did not settle"));
        }
        return vertx.timer(PROPAGATION_POLL_MS).map(fired -> polls - 1);
    }

    public static List<TopicPartition> partitions(TopicDescription topic) {
        return topic.partitions().stream()
                .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                .toList();
    }
}
