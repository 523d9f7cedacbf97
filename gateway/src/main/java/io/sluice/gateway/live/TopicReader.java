package io.sluice.gateway.live;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** A tail's consumer, and which partitions of its topic it reads. Belongs to the tail's thread, but for {@link #wake}; blocks. */
final class TopicReader {
    private static final Duration HOLD = Duration.ofMillis(500);

    private final String topic;
    private final Consumer<byte[], byte[]> consumer;
    private final MetadataNews news = new MetadataNews();
    private List<TopicPartition> assigned = List.of();

    TopicReader(String topic, LiveConfig config) {
        this.topic = topic;
        this.consumer = Consumers.open(config.kafka(), "sluice-tail-" + topic, HOLD, news);
    }

    /** Where a tail is to begin in this many partitions. */
    Position begin(Begin begin, int partitions) {
        long[] next = new long[partitions];
        begin.offsets(consumer, all(partitions)).forEach((partition, offset) -> next[partition.partition()] = offset);
        return Position.of(next);
    }

    private List<TopicPartition> all(int partitions) {
        return IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** Reads this many partitions from a position on. */
    void seek(int partitions, Position start) {
        assigned = all(partitions);
        consumer.assign(assigned);
        assigned.forEach(partition -> consumer.seek(partition, start.next(partition.partition())));
    }

    /** How many partitions are read. */
    int partitions() {
        return assigned.size();
    }

    /**
     * What has come, perhaps nothing.
     *
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException where the records to come are no more
     * @throws org.apache.kafka.common.errors.WakeupException when it was woken
     */
    ConsumerRecords<byte[], byte[]> poll(Duration patience) {
        return consumer.poll(patience);
    }

    /** Whether what was polled may be of another topic of the same name; see {@link MetadataNews}. */
    MetadataNews news() {
        return news;
    }

    /**
     * Where a poll has brought us, holes included. The poll itself tells it: asking the consumer could be woken, and then what it
     * handed out would be lost.
     */
    Position after(ConsumerRecords<byte[], byte[]> records, Position before) {
        long[] next = before.toArray(assigned.size());
        records.nextOffsets().forEach((partition, place) -> next[partition.partition()] = place.offset());
        return Position.of(next);
    }

    /** The end of the topic as the consumer last heard of it. */
    Position end(Position after) {
        long[] next = after.toArray(0);
        assigned.forEach(partition ->
                next[partition.partition()] += consumer.currentLag(partition).orElse(0));
        return Position.of(next);
    }

    OutOfRange resolve(Map<TopicPartition, Long> lost, Position at) {
        return OutOfRange.resolve(consumer, lost, at);
    }

    /** Ends a poll that is under way, or the next one. Any thread. */
    void wake() {
        consumer.wakeup();
    }

    void close() {
        Consumers.close(consumer);
    }
}
