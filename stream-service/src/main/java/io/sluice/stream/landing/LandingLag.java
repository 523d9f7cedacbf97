package io.sluice.stream.landing;

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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** Ends of topics, for the lag of what reads them. While Kafka is away the ends are those that were seen last. Belongs to one event loop. */
final class LandingLag {
    private final Broker broker;
    private Map<TopicPartition, Long> seen = Map.of();

    LandingLag(Broker broker) {
        this.broker = broker;
    }

    /** By topic and partition; of topics that are gone, nothing. */
    Future<Map<TopicPartition, Long>> ends(Collection<String> topics) {
        return found(new HashSet<>(topics))
                .compose(found -> {
                    List<TopicPartition> partitions = found.stream()
                            .flatMap(topic -> Broker.partitions(topic).stream())
                            .toList();
                    return partitions.isEmpty()
                            ? Future.succeededFuture(Map.<TopicPartition, Long>of())
                            : broker.places(partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED)
                                    .map(places -> {
                                        Map<TopicPartition, Long> ends = new HashMap<>();
                                        places.forEach((partition, place) -> ends.put(partition, place.offset()));
                                        return ends;
                                    });
                })
                .onSuccess(ends -> {
                    Map<TopicPartition, Long> all = new HashMap<>(seen);
                    all.keySet().removeIf(partition -> topics.contains(partition.topic()));
                    all.putAll(ends);
                    seen = all;
                })
                .recover(failure -> Faults.isKafkaAway(Faults.unwrap(failure))
                        ? Future.succeededFuture(seen)
                        : Future.failedFuture(failure));
    }

    private Future<List<TopicDescription>> found(Set<String> topics) {
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
        return Future.join(steps).map(found);
    }

    static long lag(String topic, Map<Integer, Long> next, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .filter(end -> end.getKey().topic().equals(topic))
                .mapToLong(end -> Math.max(
                        0, end.getValue() - next.getOrDefault(end.getKey().partition(), 0L)))
                .sum();
    }
}
