package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.topic.TopicRows;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the topics that streams of this node write to: whether they are there, whether they are the ones that were made, how large
 * records may be, and how much they hold, where there is a limit for it. Kafka tells nobody of a topic that is deleted with its own tools, so this asks, for all streams at once, every
 * {@link #INTERVAL}. Belongs to one event loop.
 */
final class Destinations {
    private static final Logger LOG = LoggerFactory.getLogger(Destinations.class);
    private static final Duration INTERVAL = Duration.ofSeconds(2);
    /** Sizes are a larger question, and change more slowly. */
    private static final int LOOKS_PER_SIZE = 5;

    private final Broker broker;
    private final TopicRows topics;
    private final Map<Key, Watched> watched = new HashMap<>();
    private final Vertx vertx;
    private final TopicSizes sizes;
    private final long quota;
    private final long timer;
    private int looks;
    private Future<Void> looking = Future.succeededFuture();

    /** @param quota of bytes that a stream's topic may hold; 0: no limit */
    Destinations(Vertx vertx, Broker broker, TopicRows topics, long quota) {
        this.vertx = vertx;
        this.broker = broker;
        this.topics = topics;
        this.sizes = new TopicSizes(broker);
        this.quota = quota;
        this.timer = vertx.setPeriodic(INTERVAL.toMillis(), tick -> look());
    }

    /** @param user may watch the same stream's topic as another one does */
    private record Key(UUID stream, Object user) {}

    /** @param id the broker's id of the topic that was made; null: not known */
    private record Output(String topic, @Nullable String id) {
        /** @param ids of all topics, by name */
        @Nullable String fault(Map<String, String> ids) {
            String now = ids.get(topic);
            if (now == null) {
                return "The stream's topic \"" + topic + "\" is gone.";
            }
            return id == null || id.equals(now)
                    ? null
                    : "The stream's topic \"" + topic + "\" was deleted and created again.";
        }
    }

    /** @param outputs the stream's topic, and those of its branches */
    private record Watched(Destination destination, List<Output> outputs, Consumer<String> lost) {
        /** @param ids of all topics, by name */
        @Nullable String fault(Map<String, String> ids) {
            for (Output output : outputs) {
                String fault = output.fault(ids);
                if (fault != null) {
                    return fault;
                }
            }
            String deadLetters = destination.deadLetters();
            return deadLetters == null || ids.containsKey(deadLetters)
                    ? null
                    : "The stream's topic of dead letters \"" + deadLetters + "\" is gone.";
        }

        /** @param sizes of all topics, in bytes */
        long size(Map<String, Long> sizes) {
            return outputs.stream()
                    .mapToLong(output -> sizes.getOrDefault(output.topic(), 0L))
                    .sum();
        }
    }

    /**
     * Where a stream's records go, or why they cannot go there.
     *
     * @param fault null: there is none
     */
    record Opened(Destination destination, @Nullable String fault) {}

    /**
     * Watched from now on, unless there is a fault already.
     *
     * @param lost hears, once, why nothing more may be sent there
     */
    Future<Opened> open(StreamRow stream, Object user, Consumer<String> lost) {
        Destination destination = new Destination(stream.topic(), stream.deadLetters());
        return Future.all(outputs(stream), ids()).compose(both -> {
            Watched one = new Watched(destination, both.resultAt(0), lost);
            String fault = one.fault(both.resultAt(1));
            if (fault != null) {
                return Future.succeededFuture(new Opened(destination, fault));
            }
            return quotaFault(one).compose(full -> {
                if (full == null) {
                    watched.put(new Key(stream.id(), user), one);
                }
                return limit(List.of(one)).map(new Opened(destination, full));
            });
        });
    }

    private Future<List<Output>> outputs(StreamRow stream) {
        List<Future<Output>> outputs = stream.outputs().stream()
                .map(topic -> topics.find(topic)
                        .map(owned ->
                                new Output(topic, owned.map(TopicRows.Owned::id).orElse(null))))
                .toList();
        return Future.all(outputs)
                .map(found -> outputs.stream().map(Future::result).toList());
    }

    private Future<@Nullable String> quotaFault(Watched one) {
        return quota == 0 ? Future.succeededFuture() : sizes.all().map(sizes -> quotaFault(one, sizes));
    }

    private @Nullable String quotaFault(Watched one, Map<String, Long> sizes) {
        long size = one.size(sizes);
        return size <= quota
                ? null
                : "The stream's topic \"" + one.destination().topic() + "\" holds " + size
                        + (one.outputs().size() == 1 ? " bytes" : " bytes with those of its branches")
                        + ", more than the "
                        + quota + " that a stream may have.";
    }

    void close(UUID stream, Object user) {
        watched.remove(new Key(stream, user));
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    /** Looks now, because something seems to be wrong, and also every now and then. */
    void look() {
        if (!looking.isComplete() || watched.isEmpty()) {
            return;
        }
        looking = ids().compose(ids -> {
                    tell(one -> one.fault(ids));
                    return limit(List.copyOf(watched.values()));
                })
                .compose(limited -> measure())
                .onFailure(away -> LOG.debug("topics of streams not seen; cause={}", away.toString()));
    }

    private Future<Map<String, String>> ids() {
        return broker.ask(admin -> admin.listTopics().listings()).map(listings -> {
            Map<String, String> ids = new HashMap<>();
            listings.forEach(
                    listing -> ids.put(listing.name(), listing.topicId().toString()));
            return ids;
        });
    }

    private Future<Void> measure() {
        if (quota == 0 || ++looks % LOOKS_PER_SIZE != 0) {
            return Future.succeededFuture();
        }
        return sizes.all().map(sizes -> {
            tell(one -> quotaFault(one, sizes));
            return null;
        });
    }

    private void tell(Function<Watched, @Nullable String> faults) {
        List.copyOf(watched.entrySet()).forEach(entry -> {
            String fault = faults.apply(entry.getValue());
            if (fault != null) {
                watched.remove(entry.getKey(), entry.getValue());
                entry.getValue().lost().accept(fault);
            }
        });
    }

    private Future<Void> limit(List<Watched> streams) {
        List<ConfigResource> asked = new ArrayList<>();
        for (Watched one : streams) {
            one.outputs().forEach(output -> asked.add(resource(output.topic())));
            if (one.destination().deadLetters() != null) {
                asked.add(resource(one.destination().deadLetters()));
            }
        }
        return broker.ask(admin -> admin.describeConfigs(asked).all())
                .recover(Faults.on(UnknownTopicOrPartitionException.class, () -> Future.succeededFuture(Map.of())))
                .map(found -> {
                    streams.forEach(one -> limit(one, found));
                    return null;
                });
    }

    /** What one of its topics does not take, a stream does not send to any. */
    private static void limit(Watched one, Map<ConfigResource, Config> found) {
        int least = Integer.MAX_VALUE;
        for (Output output : one.outputs()) {
            Integer most = maxBytes(found, output.topic());
            if (most == null) {
                return;
            }
            least = Math.min(least, most);
        }
        String deadLetters = one.destination().deadLetters();
        Integer dead = deadLetters == null ? Integer.valueOf(least) : maxBytes(found, deadLetters);
        if (dead != null) {
            one.destination().limit(least, dead);
        }
    }

    private static @Nullable Integer maxBytes(Map<ConfigResource, Config> found, String topic) {
        Config config = found.get(resource(topic));
        ConfigEntry most = config == null ? null : config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        String bytes = most == null ? null : most.value();
        return bytes == null ? null : Integer.valueOf(bytes);
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
