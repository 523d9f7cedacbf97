package io.sluice.gateway.live;

import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Where to go on when offsets are no more, and what that costs: to the beginning where retention took them; to the end where the
 * log is shorter than it was (it lost its tail). Blocks on the broker.
 */
record OutOfRange(Position position, Gap gap) {

    static OutOfRange resolve(Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> lost, Position from) {
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(lost.keySet());
        Map<TopicPartition, Long> end = consumer.endOffsets(lost.keySet());
        // A partition that has just grown may be out of range before the position knows it.
        int partitions = lost.keySet().stream()
                .mapToInt(one -> one.partition() + 1)
                .max()
                .orElse(0);
        long[] next = from.toArray(partitions);
        long count = 0;
        for (Map.Entry<TopicPartition, Long> entry : lost.entrySet()) {
            TopicPartition partition = entry.getKey();
            long first = begin.getOrDefault(partition, 0L);
            if (entry.getValue() < first) {
                count += first - entry.getValue();
                next[partition.partition()] = first;
            } else {
                next[partition.partition()] = end.getOrDefault(partition, entry.getValue());
            }
        }
        Gap gap = count > 0 ? new Gap(count, Gap.Reason.RETENTION) : new Gap(0, Gap.Reason.RECREATED);
        return new OutOfRange(Position.of(next), gap);
    }
}
