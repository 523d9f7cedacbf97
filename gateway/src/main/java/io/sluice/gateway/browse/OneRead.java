package io.sluice.gateway.browse;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.RecordJson;
import io.sluice.gateway.record.Sight;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One record with its whole value. Runs on a worker thread. */
final class OneRead {
    private OneRead() {}

    record Ask(TopicPartition partition, long offset, Sight sight, Clock clock) {}

    static byte[] read(Consumer<byte[], byte[]> consumer, Reading reading, Ask ask) {
        TopicPartition partition = ask.partition();
        long offset = ask.offset();
        Set<TopicPartition> one = Set.of(partition);
        consumer.assign(one);
        long begin = consumer.beginningOffsets(one).getOrDefault(partition, 0L);
        long end = consumer.endOffsets(one).getOrDefault(partition, 0L);
        if (offset < begin || offset >= end) {
            throw missing(partition, offset);
        }
        consumer.seek(partition, offset);
        Instant deadline = ask.clock().instant().plus(BrowseLimits.DEFAULT.time());
        while (consumer.position(partition) <= offset) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Reading.POLL)) {
                if (record.offset() == offset) {
                    return encode(record, ask);
                }
            }
            reading.check();
            if (ask.clock().instant().isAfter(deadline)) {
                throw new Problem.Unavailable("Kafka did not give the record in time.").toException();
            }
        }
        throw missing(partition, offset);
    }

    private static byte[] encode(ConsumerRecord<byte[], byte[]> record, Ask ask) {
        KafkaRecordView view = ask.sight().look(record);
        if (view == null) {
            throw missing(ask.partition(), ask.offset());
        }
        ByteBuilder out = new ByteBuilder(1024);
        new RecordJson(Integer.MAX_VALUE).append(view, null, out);
        return out.toBytes();
    }

    private static ProblemException missing(TopicPartition partition, long offset) {
        return new Problem.NotFound(
                        "There is no record " + offset + " in partition " + partition.partition() + " of this topic.")
                .toException();
    }
}
