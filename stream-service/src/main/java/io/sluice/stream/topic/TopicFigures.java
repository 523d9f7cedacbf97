package io.sluice.stream.topic;

import io.sluice.contract.Topics.Topic;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How large topics are and when they were last written to, as far as they are still there. */
final class TopicFigures {
    private final Broker broker;
    private final TopicRows rows;

    TopicFigures(Broker broker, TopicRows rows) {
        this.broker = broker;
        this.rows = rows;
    }

    /** @return by name; without those that were deleted meanwhile */
    Future<Map<String, Topic>> of(Collection<TopicDescription> described, Map<String, Owned> owned) {
        List<TopicPartition> partitions = described.stream()
                .flatMap(topic -> Broker.partitions(topic).stream())
                .toList();
        if (partitions.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        Future<Map<TopicPartition, ListOffsetsResultInfo>> begins = broker.existing(partitions, OffsetSpec.earliest());
        Future<Map<TopicPartition, ListOffsetsResultInfo>> ends = broker.existing(partitions, OffsetSpec.latest());
        Future<Map<TopicPartition, ListOffsetsResultInfo>> newest =
                broker.existing(partitions, OffsetSpec.maxTimestamp());
        Future<Map<TopicPartition, Long>> sizes = sizes(described);
        Future<Set<String>> silenced = rows.silenced();
        return Future.all(begins, ends, newest, sizes, silenced).compose(all -> {
            Figures figures =
                    new Figures(begins.result(), ends.result(), newest.result(), sizes.result(), silenced.result());
            Map<String, Topic> topics = new TreeMap<>();
            List<TopicDescription> unanswered = new ArrayList<>();
            for (TopicDescription topic : described) {
                if (figures.isKnown(topic)) {
                    Owned current = TopicRights.current(owned.get(topic.name()), topic);
                    topics.put(topic.name(), figures.of(topic, current));
                } else {
                    unanswered.add(topic);
                }
            }
            return requireGone(unanswered).map(topics);
        });
    }

    /** The broker says nothing of a topic that is deleted, and nothing of one that it cannot answer for now: those are told apart. */
    private Future<Void> requireGone(List<TopicDescription> unanswered) {
        if (unanswered.isEmpty()) {
            return Future.succeededFuture();
        }
        return broker.existing(unanswered.stream().map(TopicDescription::name).toList())
                .compose(there -> unanswered.stream().anyMatch(topic -> isSame(topic, there.get(topic.name())))
                        ? Future.failedFuture(new TimeoutException("no figures of a topic that is there"))
                        : Future.succeededFuture());
    }

    private static boolean isSame(TopicDescription topic, @Nullable TopicDescription other) {
        return other != null && other.topicId().equals(topic.topicId());
    }

    /** Bytes on disk of each partition's leader. */
    private Future<Map<TopicPartition, Long>> sizes(Collection<TopicDescription> described) {
        Map<TopicPartition, Integer> leaders = new HashMap<>();
        described.forEach(topic -> topic.partitions().stream()
                .filter(info -> info.leader() != null && !info.leader().isEmpty())
                .forEach(info -> leaders.put(
                        new TopicPartition(topic.name(), info.partition()),
                        info.leader().id())));
        if (leaders.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return broker.ask(admin ->
                        admin.describeLogDirs(Set.copyOf(leaders.values())).allDescriptions())
                .map(brokers -> {
                    Map<TopicPartition, Long> sizes = new HashMap<>();
                    brokers.forEach((node, dirs) -> addSizes(node, dirs, leaders, sizes));
                    return sizes;
                });
    }

    private static void addSizes(
            int node,
            Map<String, LogDirDescription> dirs,
            Map<TopicPartition, Integer> leaders,
            Map<TopicPartition, Long> sizes) {
        for (LogDirDescription dir : dirs.values()) {
            dir.replicaInfos().forEach((partition, replica) -> {
                if (!replica.isFuture() && leaders.getOrDefault(partition, -1) == node) {
                    sizes.merge(partition, replica.size(), Long::sum);
                }
            });
        }
    }

    private record Figures(
            Map<TopicPartition, ListOffsetsResultInfo> begins,
            Map<TopicPartition, ListOffsetsResultInfo> ends,
            Map<TopicPartition, ListOffsetsResultInfo> newest,
            Map<TopicPartition, Long> sizes,
            Set<String> silenced) {

        boolean isKnown(TopicDescription topic) {
            return Broker.partitions(topic).stream()
                    .allMatch(partition -> begins.containsKey(partition)
                            && ends.containsKey(partition)
                            && newest.containsKey(partition));
        }

        Topic of(TopicDescription topic, @Nullable Owned owned) {
            long records = 0;
            long size = 0;
            long activity = -1;
            for (TopicPartition partition : Broker.partitions(topic)) {
                records += Math.max(0, offset(ends, partition) - offset(begins, partition));
                size += sizes.getOrDefault(partition, 0L);
                activity = Math.max(
                        activity, Objects.requireNonNull(newest.get(partition)).timestamp());
            }
            return new Topic(
                    topic.name(),
                    topic.partitions().size(),
                    topic.partitions().get(0).replicas().size(),
                    records,
                    size,
                    owned == null || owned.released() ? null : owned.owner(),
                    owned == null ? null : owned.dataset(),
                    owned == null ? null : owned.stream(),
                    activity < 0 ? null : activity,
                    !silenced.contains(topic.topicId().toString()),
                    owned != null && owned.isPrivate());
        }

        private static long offset(Map<TopicPartition, ListOffsetsResultInfo> places, TopicPartition partition) {
            return Objects.requireNonNull(places.get(partition)).offset();
        }
    }
}
