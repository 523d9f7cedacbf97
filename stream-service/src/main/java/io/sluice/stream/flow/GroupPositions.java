package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Where a stream stands in its sources. The consumer group's committed offsets are the truth, because Kafka Streams moves them
 * in the transaction that writes the output; what Postgres keeps is used where the group has none: before the first start, and
 * when the broker has forgotten a group that was idle for long.
 */
final class GroupPositions {
    /** Ends the names of topics that Kafka Streams sends records to itself through. */
    private static final String REPARTITION = "-repartition";

    private final Broker broker;
    private final StoredPositions stored;
    private final SharedPlaces shared;

    GroupPositions(Broker broker, StoredPositions stored, SharedPlaces shared) {
        this.broker = broker;
        this.stored = stored;
        this.shared = shared;
    }

    /** Behind what is committed in a topic, by partition; empty where there is none. */
    Future<List<Long>> ends(String topic) {
        return broker.find(topic).compose(found -> {
            if (found == null) {
                return Future.succeededFuture(List.of());
            }
            List<TopicPartition> partitions = Broker.partitions(found);
            return broker.places(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                    .map(places -> partitions.stream()
                            .sorted(Comparator.comparingInt(TopicPartition::partition))
                            .map(partition -> Objects.requireNonNull(places.get(partition))
                                    .offset())
                            .toList());
        });
    }

    /** Commits the stored position of every partition for which the group has none. */
    Future<Void> pin(UUID stream) {
        String group = StreamRow.application(stream);
        return Future.all(stored.of(stream), committed(group)).compose(both -> {
            Map<TopicPartition, Long> wanted = both.resultAt(0);
            return commitMissing(group, wanted, both.resultAt(1));
        });
    }

    private Future<Void> commitMissing(
            String group, Map<TopicPartition, Long> wanted, Map<TopicPartition, Long> committed) {
        Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
        wanted.forEach((partition, offset) -> {
            if (!committed.containsKey(partition)) {
                missing.put(partition, new OffsetAndMetadata(offset));
            }
        });
        return missing.isEmpty() ? Future.succeededFuture() : commit(group, missing);
    }

    /**
     * The same for an application that streams share: where it was last, or else where the first of its members begins.
     *
     * @param starts of its members
     */
    Future<Void> pinShared(String application, Map<TopicPartition, Long> starts) {
        return Future.all(stored.ofShared(application), committed(application)).compose(both -> {
            Map<TopicPartition, Long> wanted = new HashMap<>(starts);
            wanted.putAll(both.<Map<TopicPartition, Long>>resultAt(0));
            return commitMissing(application, wanted, both.resultAt(1));
        });
    }

    /** Stores what the application has committed. */
    Future<Void> saveShared(String application) {
        return committed(application).compose(offsets -> stored.saveShared(application, offsets));
    }

    /** A group that has members is running on another node, which has pinned it. */
    private Future<Void> commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return broker.ask(
                        admin -> admin.alterConsumerGroupOffsets(group, offsets).all())
                .recover(Faults.on(UnknownMemberIdException.class, Future::succeededFuture))
                .recover(Faults.on(GroupNotEmptyException.class, Future::succeededFuture));
    }

    /** What is stored of a version; of a member of shared applications, where it began. */
    Future<Map<TopicPartition, Long>> stored(UUID stream) {
        return stored.of(stream);
    }

    /**
     * Where an application of a stream's own has ended, when no node runs it any more: nobody can move its positions then.
     *
     * @return none: some node is still in its group
     */
    Future<Optional<Map<TopicPartition, Long>>> ended(StreamRow stream) {
        return shared.isRunning(stream.application())
                .compose(runs -> runs
                        ? Future.succeededFuture(Optional.empty())
                        : Future.all(stored.of(stream.id()), settled(stream.application()))
                                .map(both -> {
                                    Map<TopicPartition, Long> ends = new HashMap<>(both.resultAt(0));
                                    ends.putAll(both.<Map<TopicPartition, Long>>resultAt(1));
                                    return Optional.of(ends);
                                }));
    }

    /** Stores what the group has committed. */
    Future<Void> save(UUID stream) {
        return committed(StreamRow.application(stream)).compose(offsets -> stored.save(stream, offsets));
    }

    /** Records that a stream's application has sent to itself and not read yet, so that their results are still to come. */
    Future<Long> inside(StreamRow stream) {
        return broker.topicNames().compose(names -> {
            Set<String> own = names.stream()
                    .filter(name -> stream.isInternal(name) && name.endsWith(REPARTITION))
                    .collect(Collectors.toSet());
            return own.isEmpty()
                    ? Future.succeededFuture(0L)
                    : Future.all(endsOf(own), committed(stream.application())).map(both -> {
                        Map<TopicPartition, Long> ends = both.resultAt(0);
                        Map<TopicPartition, Long> read = both.resultAt(1);
                        return ends.entrySet().stream()
                                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                                .sum();
                    });
        });
    }

    /**
     * Records between each stream's position and the end of its sources; topics that are gone, and tables, have none.
     *
     * @param sources by source topic
     */
    record Lag(Map<String, Long> sources) {
        static final Lag NONE = new Lag(Map.of());

        Lag {
            sources = Map.copyOf(sources);
        }

        long of(String source) {
            return sources.getOrDefault(source, 0L);
        }

        long total() {
            return sources.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** By stream. */
    Future<Map<UUID, Lag>> lags(Collection<StreamRow> streams) {
        return ends(streams).compose(ends -> {
            Map<UUID, Lag> lags = new HashMap<>();
            List<Future<Void>> steps = new ArrayList<>();
            for (StreamRow stream : streams) {
                steps.add(lag(stream, ends).map(lag -> {
                    lags.put(stream.id(), lag);
                    return null;
                }));
            }
            return Future.join(steps).map(lags);
        });
    }

    private Future<Lag> lag(StreamRow stream, Map<TopicPartition, Long> ends) {
        Future<Map<TopicPartition, Long>> reached = stream.shared() ? reached(stream) : committed(stream.application());
        return Future.all(stored.of(stream.id()), reached).map(both -> {
            Map<TopicPartition, Long> positions = new HashMap<>(both.<Map<TopicPartition, Long>>resultAt(0));
            positions.putAll(both.<Map<TopicPartition, Long>>resultAt(1));
            Map<String, Long> behind = new HashMap<>();
            ends.forEach((partition, end) -> behind.merge(
                    partition.topic(), Math.max(0, end - positions.getOrDefault(partition, 0L)), Long::sum));
            Map<String, Long> sources = new HashMap<>();
            stream.sources().stream()
                    .filter(source -> !source.table())
                    .forEach(source -> sources.put(source.topic(), behind.getOrDefault(source.read(), 0L)));
            return new Lag(sources);
        });
    }

    /** Of a member of shared applications: the position of each that it goes along with, else its own. */
    private Future<Map<TopicPartition, Long>> reached(StreamRow stream) {
        Map<TopicPartition, Long> reached = new HashMap<>();
        return Future.all(stream.sources().stream()
                        .map(source -> Future.all(
                                        shared.of(source.sharedApplication()), committed(source.sharedApplication()))
                                .onSuccess(both -> {
                                    Map<TopicPartition, Long> committed = both.resultAt(1);
                                    both.<Map<Integer, Map<UUID, Long>>>resultAt(0)
                                            .forEach((partition, places) -> {
                                                TopicPartition here = new TopicPartition(source.topic(), partition);
                                                Long place = places.get(stream.id());
                                                Long at = place != null && place == Places.JOINED
                                                        ? committed.get(here)
                                                        : place == null ? null : Places.offset(place);
                                                if (at != null) {
                                                    reached.put(here, at);
                                                }
                                            });
                                }))
                        .toList())
                .map(reached);
    }

    private Future<Map<TopicPartition, Long>> ends(Collection<StreamRow> streams) {
        Set<String> topics = new HashSet<>();
        streams.forEach(stream -> stream.sources().forEach(source -> topics.add(source.read())));
        return endsOf(topics);
    }

    private Future<Map<TopicPartition, Long>> endsOf(Set<String> topics) {
        List<TopicDescription> found = new ArrayList<>();
        List<Future<Void>> steps = new ArrayList<>();
        for (String topic : topics) {
            steps.add(broker.find(topic).map(description -> {
                if (description != null) {
                    found.add(description);
                }
                return null;
            }));
        }
        return Future.join(steps)
                .compose(done -> {
                    List<TopicPartition> partitions = found.stream()
                            .flatMap(topic -> Broker.partitions(topic).stream())
                            .toList();
                    return partitions.isEmpty()
                            ? Future.succeededFuture(Map.<TopicPartition, ListOffsetsResultInfo>of())
                            : broker.places(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
                })
                .recover(Faults.on(UnknownTopicOrPartitionException.class, () -> Future.succeededFuture(Map.of())))
                .map(places -> {
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    places.forEach((partition, place) -> ends.put(partition, place.offset()));
                    return ends;
                });
    }

    private Future<Map<TopicPartition, Long>> committed(String group) {
        return committed(group, new ListConsumerGroupOffsetsOptions());
    }

    /** Waits for transactions that are being ended. */
    private Future<Map<TopicPartition, Long>> settled(String group) {
        return committed(group, new ListConsumerGroupOffsetsOptions().requireStable(true));
    }

    private Future<Map<TopicPartition, Long>> committed(String group, ListConsumerGroupOffsetsOptions options) {
        return broker.ask(
                        admin -> admin.listConsumerGroupOffsets(group, options).partitionsToOffsetAndMetadata())
                .recover(Faults.on(GroupIdNotFoundException.class, () -> Future.succeededFuture(Map.of())))
                .map(offsets -> {
                    Map<TopicPartition, Long> committed = new HashMap<>();
                    offsets.forEach((partition, place) -> {
                        if (place != null) {
                            committed.put(partition, place.offset());
                        }
                    });
                    return committed;
                });
    }
}
