package io.sluice.gateway.browse;

import io.sluice.contract.StartAt;
import io.sluice.gateway.record.Positions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The newest records of a topic, oldest of them first. Runs on a worker thread. */
final class NewestRead {
    private NewestRead() {}

    /** Fewer than {@code count} when there are fewer, when the time is over, or when they are larger than the limits allow. */
    static List<ConsumerRecord<byte[], byte[]>> read(Consumer<byte[], byte[]> consumer, Reading reading, Ask ask) {
        Instant deadline = ask.clock().instant().plus(ask.limits().time());
        Positions.Resolved resolved = Positions.resolve(
                consumer,
                ask.topic(),
                new StartAt.Last(ask.count()),
                ask.clock().instant());
        Map<Integer, Long> start = new HashMap<>(resolved.start());
        start.replaceAll(
                (partition, offset) -> Math.max(offset, resolved.begin().getOrDefault(partition, offset)));
        Merge merge = new Merge(consumer, ask.topic(), start, resolved.end());
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        long bytes = 0;
        while (!merge.atEnd()
                && bytes < ask.limits().responseBytes()
                && ask.clock().instant().isBefore(deadline)) {
            ConsumerRecord<byte[], byte[]> record = merge.take();
            if (record == null) {
                reading.check();
                merge.fill();
            } else {
                records.add(record);
                bytes += Math.max(0, record.serializedValueSize());
            }
        }
        return records;
    }

    record Ask(String topic, int count, BrowseLimits limits, Clock clock) {}
}
