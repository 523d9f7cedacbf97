package io.sluice.stream.consumer;

import io.sluice.contract.Consumers.Edge;
import io.sluice.contract.Consumers.Lane;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Place;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.stream.consumer.PositionRows.Held;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.GroupOffsets;
import io.sluice.stream.store.Sql;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What falls to a consumer, written down under the lock of its group. Whoever finds that a partition is theirs takes it, and begins where
 * the group has committed; from then on the one who had it can neither hand out records of it nor commit for it. Where nothing is
 * committed it begins where the group began, so nothing that came meanwhile is passed over.
 */
final class Allotment {
    private final Broker broker;
    private final GroupOffsets groups;
    private final ConsumerRows rows;

    Allotment(Broker broker, GroupOffsets groups, ConsumerRows rows) {
        this.broker = broker;
        this.groups = groups;
        this.rows = rows;
    }

    /** Of a subscription to these topics. Within a transaction that has the lock. */
    Future<List<Lane>> share(Sql tx, Place place, ConsumerRow consumer, List<TopicAccess> topics) {
        return rows.subscribers(tx, place)
                .compose(subscribers -> PositionRows.ofGroup(tx, place).compose(held -> {
                    Map<Partition, String> wanted = wanted(place, topics, subscribers);
                    List<Held> kept = held.stream()
                            .filter(one -> one.isOf(place) && one.shared() && isWanted(one, wanted))
                            .toList();
                    List<Partition> over = held.stream()
                            .filter(one -> one.isOf(place) && one.shared() && isOver(one, topics))
                            .map(Held::at)
                            .toList();
                    Map<Partition, String> taken = new HashMap<>(wanted);
                    kept.forEach(one -> taken.remove(one.at()));
                    return PositionRows.drop(tx, place, over)
                            .compose(dropped -> take(tx, place, consumer, taken, held))
                            .map(fresh -> lanes(fresh, kept));
                }));
    }

    /** By partition, the incarnation of its topic. */
    private static Map<Partition, String> wanted(Place place, List<TopicAccess> topics, List<ConsumerRow> subscribers) {
        Map<Partition, String> wanted = new HashMap<>();
        for (TopicAccess topic : topics) {
            List<String> followers = subscribers.stream()
                    .filter(each -> each.follows(place.namespace(), topic.name()))
                    .map(ConsumerRow::id)
                    .toList();
            Share.of(place.id(), topic, followers)
                    .forEach(partition -> wanted.put(new Partition(topic.name(), partition), topic.id()));
        }
        return wanted;
    }

    private static boolean isWanted(Held held, Map<Partition, String> wanted) {
        return held.topicId().equals(wanted.get(held.at()));
    }

    /** Of a topic that is none of the subscription any more. What is somebody else's now stays until they take it. */
    private static boolean isOver(Held held, List<TopicAccess> topics) {
        return topics.stream().noneMatch(topic -> topic.name().equals(held.at().topic()));
    }

    private Future<List<Held>> take(
            Sql tx, Place place, ConsumerRow consumer, Map<Partition, String> taken, List<Held> held) {
        Map<Partition, Held> before = held.stream()
                .filter(one -> one.shared() && taken.containsKey(one.at()))
                .collect(Collectors.toMap(Held::at, Function.identity()));
        return begin(place, consumer.settings().reset(), taken.keySet()).compose(begins -> {
            List<Held> fresh = new ArrayList<>();
            taken.forEach(
                    (at, topicId) -> fresh.add(taken(place, at, topicId, begins, Optional.ofNullable(before.get(at)))));
            return PositionRows.take(tx, place, fresh).map(fresh);
        });
    }

    private static Held taken(Place place, Partition at, String topicId, Begins begins, Optional<Held> before) {
        Optional<Long> committed = Optional.ofNullable(begins.committed().get(at));
        long begun = before.filter(one -> one.topicId().equals(topicId))
                .map(Held::begun)
                .orElseGet(() -> begins.reset().getOrDefault(at, 0L));
        return new Held(place.id(), at, topicId, true, committed.orElse(begun), begun, null, false);
    }

    private static List<Lane> lanes(Collection<Held> fresh, Collection<Held> kept) {
        List<Lane> lanes = new ArrayList<>();
        fresh.forEach(held -> lanes.add(lane(held)));
        kept.forEach(held -> lanes.add(lane(held)));
        return lanes;
    }

    private static Lane lane(Held held) {
        return new Lane(held.at().topic(), held.at().partition(), held.next());
    }

    /** What was assigned by hand, of topics that may still be read; others can have the same. */
    Future<List<Lane>> assigned(Sql tx, Place place, List<TopicAccess> topics) {
        Set<String> readable = topics.stream().map(TopicAccess::name).collect(Collectors.toSet());
        return PositionRows.ofGroup(tx, place).map(held -> held.stream()
                .filter(one -> one.isOf(place)
                        && !one.shared()
                        && readable.contains(one.at().topic()))
                .map(Allotment::lane)
                .toList());
    }

    /** Takes the place of what was assigned before; what is in both stays where it is. */
    Future<Void> assign(
            Sql tx, Place place, ConsumerRow consumer, List<Partition> partitions, List<TopicAccess> topics) {
        Map<String, String> ids = topics.stream().collect(Collectors.toMap(TopicAccess::name, TopicAccess::id));
        return PositionRows.ofGroup(tx, place).compose(held -> {
            List<Held> own = held.stream()
                    .filter(one -> one.isOf(place) && partitions.contains(one.at()))
                    .filter(one -> one.topicId().equals(ids.get(one.at().topic())))
                    .toList();
            Set<Partition> kept = own.stream().map(Held::at).collect(Collectors.toSet());
            List<Partition> gone = held.stream()
                    .filter(one -> one.isOf(place) && !kept.contains(one.at()))
                    .map(Held::at)
                    .toList();
            Set<Partition> added = new HashSet<>(partitions);
            added.removeAll(kept);
            return PositionRows.drop(tx, place, gone)
                    .compose(dropped -> begin(place, consumer.settings().reset(), added))
                    .compose(begins -> PositionRows.put(
                            tx,
                            place,
                            added.stream()
                                    .map(at -> taken(
                                            place, at, ids.getOrDefault(at.topic(), ""), begins, Optional.empty()))
                                    .map(Held::byHand)
                                    .toList()));
        });
    }

    /** @param reset where to begin without a commit */
    private record Begins(Map<Partition, Long> committed, Map<Partition, Long> reset) {}

    private Future<Begins> begin(Place place, Reset reset, Collection<Partition> partitions) {
        if (partitions.isEmpty()) {
            return Future.succeededFuture(new Begins(Map.of(), Map.of()));
        }
        Future<Map<Partition, Long>> committed = groups.find(place.kafkaGroup()).map(Allotment::ofContract);
        Future<Map<Partition, Long>> edge = edge(partitions, reset == Reset.EARLIEST ? Edge.BEGINNING : Edge.END);
        return Future.all(committed, edge).map(both -> new Begins(committed.result(), edge.result()));
    }

    Future<Map<Partition, Long>> edge(Collection<Partition> partitions, Edge edge) {
        if (partitions.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return broker.offsets(
                        partitions.stream().map(Allotment::toKafka).toList(),
                        edge == Edge.BEGINNING ? OffsetSpec.earliest() : OffsetSpec.latest())
                .map(Allotment::ofContract);
    }

    static TopicPartition toKafka(Partition at) {
        return new TopicPartition(at.topic(), at.partition());
    }

    static Map<Partition, Long> ofContract(Map<TopicPartition, Long> offsets) {
        Map<Partition, Long> by = new HashMap<>();
        offsets.forEach((at, offset) -> by.put(new Partition(at.topic(), at.partition()), offset));
        return by;
    }
}
