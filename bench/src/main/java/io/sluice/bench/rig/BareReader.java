package io.sluice.bench.rig;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A plain consumer with its defaults on partition 0 of a topic: what one would write without a gateway. Owned by one thread. */
public final class BareReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);

    private final TopicPartition partition;
    private final KafkaConsumer<byte[], byte[]> consumer;

    /** Takes each record. */
    public interface Taker {
        void take(ConsumerRecord<byte[], byte[]> record);
    }

    public BareReader(Broker broker, String topic) {
        partition = new TopicPartition(topic, 0);
        consumer = new KafkaConsumer<>(broker.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(partition));
    }

    /** Reads the records at {@code from} and behind it up to {@code end}, which is not read. */
    public void read(long from, long end, Taker taker) {
        consumer.seek(partition, from);
        long next = from;
        while (next < end) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                taker.take(record);
                next = record.offset() + 1;
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
