package io.sluice.gateway.live;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Where a tail begins to read; blocks, on the tail's thread. */
interface Begin {
    /** The end, which is where everybody is served who wants what comes from now on. */
    Begin END = Consumer::endOffsets;

    Map<TopicPartition, Long> offsets(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions);
}
