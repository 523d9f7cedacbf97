package io.sluice.gateway.live;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * As much of a consumer as the hub uses, over a {@link ModelTopic}. Like the real one it knows a topic by its name alone, goes on
 * at the old offset in whatever has that name now, and tells only of refreshes.
 */
final class ModelConsumer {
    private final ModelTopic topic;
    private final Random random;
    final MetadataNews news = new MetadataNews();
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
    private TopicTail.TopicState seen;

    ModelConsumer(ModelTopic topic, Random random) {
        this.topic = topic;
        this.random = random;
        this.seen = topic.state();
    }

    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> asConsumer() {
        return (Consumer<byte[], byte[]>) Proxy.newProxyInstance(
                ModelConsumer.class.getClassLoader(),
                new Class<?>[] {Consumer.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "assignment" -> Set.copyOf(positions.keySet());
                    case "assign" -> assign((Collection<TopicPartition>) arguments[0]);
                    case "seek" -> positions.put((TopicPartition) arguments[0], (Long) arguments[1]);
                    case "position" -> positions.get((TopicPartition) arguments[0]);
                    case "poll" -> poll();
                    case "currentLag" -> lag((TopicPartition) arguments[0]);
                    case "beginningOffsets" -> offsets((Collection<TopicPartition>) arguments[0], part -> part.begin);
                    case "endOffsets" -> offsets((Collection<TopicPartition>) arguments[0], part -> part.end);
                    default -> throw new AssertionError(method.getName());
                });
    }

    private Object assign(Collection<TopicPartition> partitions) {
        positions.keySet().retainAll(partitions);
        partitions.forEach(partition -> positions.putIfAbsent(partition, 0L));
        return positions;
    }

    private OptionalLong lag(TopicPartition partition) {
        ModelTopic.Incarnation now = topic.now();
        return now == null || partition.partition() >= now.parts.size()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, now.parts.get(partition.partition()).end - positions.get(partition)));
    }

    private Map<TopicPartition, Long> offsets(
            Collection<TopicPartition> partitions, Function<ModelTopic.Part, Long> offset) {
        ModelTopic.Incarnation now = topic.now();
        if (topic.away || now == null || partitions.stream().anyMatch(one -> one.partition() >= now.parts.size())) {
            throw new TimeoutException("away");
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        partitions.forEach(partition -> offsets.put(partition, offset.apply(now.parts.get(partition.partition()))));
        return offsets;
    }

    private ConsumerRecords<byte[], byte[]> poll() {
        ModelTopic.Incarnation now = topic.now();
        if (topic.away) {
            if (random.nextBoolean()) {
                throw new TimeoutException("away");
            }
            return ConsumerRecords.empty();
        }
        if (!topic.state().equals(seen)) {
            seen = topic.state();
            news.onUpdate(new ClusterResource("simulation"));
        }
        return now == null ? ConsumerRecords.empty() : read(now);
    }

    private ConsumerRecords<byte[], byte[]> read(ModelTopic.Incarnation now) {
        Map<TopicPartition, Long> lost = new HashMap<>();
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : positions.keySet()) {
            if (partition.partition() < now.parts.size()) {
                ModelTopic.Part part = now.parts.get(partition.partition());
                long at = positions.get(partition);
                if (at < part.begin || at > part.end) {
                    lost.put(partition, at);
                } else if (at < part.end && random.nextInt(4) > 0) {
                    next.put(partition, new OffsetAndMetadata(take(part, at, partition, records)));
                }
            }
        }
        // Records are handed out first, the error comes with the next poll.
        if (next.isEmpty() && !lost.isEmpty()) {
            throw new OffsetOutOfRangeException(lost);
        }
        next.forEach((partition, place) -> positions.put(partition, place.offset()));
        return new ConsumerRecords<>(records, next);
    }

    private long take(
            ModelTopic.Part part,
            long at,
            TopicPartition partition,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records) {
        int most = 1 + random.nextInt(8);
        List<Long> offsets = new ArrayList<>();
        for (Long offset : new TreeSet<>(part.records.tailMap(at).keySet())) {
            if (offsets.size() < most) {
                offsets.add(offset);
            }
        }
        if (!offsets.isEmpty()) {
            records.put(partition, offsets.stream().map(part.records::get).toList());
        }
        return offsets.size() < most ? part.end : offsets.get(most - 1) + 1;
    }
}
