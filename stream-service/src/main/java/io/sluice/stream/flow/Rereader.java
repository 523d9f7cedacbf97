package io.sluice.stream.flow;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads committed records once more that a task is past already, for members that have not seen them. */
interface Rereader {
    /** The position that the application has committed in the partition, with no transaction of it open; -1: none. Any thread completes it. */
    CompletionStage<Long> committed(TopicPartition partition);

    Reading open(TopicPartition partition);

    /** Belongs to one thread, which it never keeps waiting. */
    interface Reading extends AutoCloseable {
        /** Begins anew; what was read before is forgotten. */
        void from(long offset);

        /** What comes next; the empty batch at the same place when nothing has come yet. */
        Batch take();

        @Override
        void close();
    }

    /** @param next the offset behind these records, or behind what there is in their place */
    record Batch(List<ConsumerRecord<byte[], byte[]>> records, long next) {}
}
