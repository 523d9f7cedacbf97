package io.sluice.stream.consumer;

import io.sluice.contract.Consumers.Offset;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Problem;
import io.sluice.stream.consumer.PositionRows.Held;
import io.sluice.stream.kafka.GroupOffsets;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * What consumers commit to their group in Kafka. Within the lock of the group, so that whoever takes a partition over knows of it, and
 * only for what is nobody else's, so that a late commit does not take back a newer one.
 */
final class GroupCommits {
    private final GroupOffsets groups;

    GroupCommits(GroupOffsets groups) {
        this.groups = groups;
    }

    /** @param given empty: where the consumer stands with all that it has */
    Future<Void> commit(Sql tx, Place place, Optional<List<Offset>> given) {
        return PositionRows.ofGroup(tx, place).compose(held -> {
            List<Offset> offsets = given.orElseGet(
                    () -> own(held, place).stream().map(GroupCommits::standing).toList());
            Set<Partition> others = held.stream()
                    .filter(one -> one.shared() && !one.isOf(place))
                    .map(Held::at)
                    .collect(Collectors.toSet());
            boolean late = offsets.stream().map(Offset::at).anyMatch(others::contains);
            return late
                    ? Future.failedFuture(new Problem.Conflict(
                                    "Some of these partitions have fallen to another consumer of the group.")
                            .toException())
                    : commit(tx, place, offsets);
        });
    }

    /** What earlier answers brought, if the consumer was made so. */
    Future<Void> automatic(Sql tx, Place place, ConsumerRow consumer) {
        if (!consumer.settings().autoCommit()) {
            return Future.succeededFuture();
        }
        return PositionRows.ofGroup(tx, place)
                .map(held -> own(held, place).stream()
                        .filter(one ->
                                one.wasRead() && !Long.valueOf(one.next()).equals(one.committed()))
                        .map(GroupCommits::standing)
                        .toList())
                .compose(moved -> commit(tx, place, moved));
    }

    private Future<Void> commit(Sql tx, Place place, List<Offset> offsets) {
        Map<TopicPartition, Long> places = new HashMap<>();
        offsets.forEach(offset -> places.put(Allotment.toKafka(offset.at()), offset.offset()));
        return groups.commit(place.kafkaGroup(), places)
                .compose(committed -> PositionRows.committed(tx, place, offsets));
    }

    /** In the order of the question; -1 where nothing is committed. */
    Future<List<Offset>> find(Place place, List<Partition> partitions) {
        return groups.find(place.kafkaGroup()).map(all -> {
            Map<Partition, Long> committed = Allotment.ofContract(all);
            return partitions.stream()
                    .map(at -> new Offset(at.topic(), at.partition(), committed.getOrDefault(at, -1L)))
                    .toList();
        });
    }

    private static List<Held> own(List<Held> held, Place place) {
        return held.stream().filter(one -> one.isOf(place)).toList();
    }

    private static Offset standing(Held held) {
        return new Offset(held.at().topic(), held.at().partition(), held.next());
    }
}
