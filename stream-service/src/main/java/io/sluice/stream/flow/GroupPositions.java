package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
    private final Broker broker;
    private final StreamRows rows;

    GroupPositions(Broker broker, StreamRows rows) {
        this.broker = broker;
        this.rows = rows;
    }

    /** Commits the stored position of every partition for which the group has none. */
    Future<Void> pin(UUID stream) {
        String group = StreamRow.application(stream);
        return Future.all(rows.positions(stream), committed(group)).compose(both -> {
            Map<TopicPartition, Long> stored = both.resultAt(0);
            Map<TopicPartition, Long> committed = both.resultAt(1);
            Map<TopicPartition, OffsetAndMetadata> missing = new HashMap<>();
            stored.forEach((partition, offset) -> {
                if (!committed.containsKey(partition)) {
                    missing.put(partition, new OffsetAndMetadata(offset));
                }
            });
            return missing.isEmpty() ? Future.succeededFuture() : commit(group, missing);
        });
    }

    /** A group that has members is running on another node, which has pinned it. */
    private Future<Void> commit(String group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        return broker.ask(
                        admin -> admin.alterConsumerGroupOffsets(group, offsets).all())
                .recover(Faults.on(UnknownMemberIdException.class, Future::succeededFuture))
                .recover(Faults.on(GroupNotEmptyException.class, Future::succeededFuture));
    }

    /** Stores what the group has committed. */
    Future<Void> save(UUID stream) {
        return committed(StreamRow.application(stream)).compose(offsets -> rows.savePositions(stream, offsets));
    }

    /** Records between each stream's position and the end of its sources; topics that are gone count nothing. */
    Future<Map<UUID, Long>> lags(Collection<StreamRow> streams) {
        return ends(streams).compose(ends -> {
            Map<UUID, Long> lags = new HashMap<>();
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

    private Future<Long> lag(StreamRow stream, Map<TopicPartition, Long> ends) {
        return Future.all(rows.positions(stream.id()), committed(stream.application()))
                .map(both -> {
                    Map<TopicPartition, Long> positions = new HashMap<>(both.<Map<TopicPartition, Long>>resultAt(0));
                    positions.putAll(both.<Map<TopicPartition, Long>>resultAt(1));
                    Set<String> topics = new HashSet<>();
                    stream.sources().forEach(source -> topics.add(source.read()));
                    return ends.entrySet().stream()
                            .filter(end -> topics.contains(end.getKey().topic()))
                            .mapToLong(end -> Math.max(0, end.getValue() - positions.getOrDefault(end.getKey(), 0L)))
                            .sum();
                });
    }

    private Future<Map<TopicPartition, Long>> ends(Collection<StreamRow> streams) {
        Set<String> topics = new HashSet<>();
        streams.forEach(stream -> stream.sources().forEach(source -> topics.add(source.topic())));
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
        return broker.ask(admin -> admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
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
