package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;

/** How much topics hold on disk: of each partition the largest replica. */
final class TopicSizes {
    private final Broker broker;

    TopicSizes(Broker broker) {
        this.broker = broker;
    }

    /** In bytes, of all topics, by name. */
    Future<Map<String, Long>> all() {
        return broker.ask(admin -> admin.describeCluster().nodes())
                .map(nodes -> nodes.stream().map(Node::id).toList())
                .compose(brokers ->
                        broker.ask(admin -> admin.describeLogDirs(brokers).allDescriptions()))
                .map(found -> sizes(found.values().stream()
                        .flatMap(dirs -> dirs.values().stream())
                        .toList()));
    }

    private static Map<String, Long> sizes(List<LogDirDescription> dirs) {
        Map<TopicPartition, Long> partitions = new HashMap<>();
        dirs.forEach(dir -> dir.replicaInfos()
                .forEach((partition, replica) -> partitions.merge(partition, replica.size(), Math::max)));
        Map<String, Long> topics = new HashMap<>();
        partitions.forEach((partition, size) -> topics.merge(partition.topic(), size, Long::sum));
        return topics;
    }
}
