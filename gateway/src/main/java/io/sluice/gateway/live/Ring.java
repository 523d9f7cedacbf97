package io.sluice.gateway.live;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The newest raw records of a tail, bounded by bytes: who is no further behind than this need not go to Kafka. Batches leave
 * whole, so it holds {@code maxBytes} and one batch at most. One thread.
 */
final class Ring {
    /** What a record costs beside its key and value, roughly. */
    private static final int OVERHEAD = 128;

    private final int maxBytes;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private Position start;
    private Position end;
    private long bytes;

    private record Batch(List<List<ConsumerRecord<byte[], byte[]>>> records, Position after, long bytes) {}

    Ring(int maxBytes, Position start) {
        this.maxBytes = maxBytes;
        this.start = start;
        this.end = start;
    }

    /** Forgets everything and begins at {@code position}. */
    void reset(Position position) {
        batches.clear();
        bytes = 0;
        start = position;
        end = position;
    }

    /** @param records by partition, in the order in which they were read */
    void add(List<List<ConsumerRecord<byte[], byte[]>>> records, Position after) {
        long size = 0;
        for (List<ConsumerRecord<byte[], byte[]>> partition : records) {
            for (ConsumerRecord<byte[], byte[]> record : partition) {
                size += OVERHEAD + Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
            }
        }
        batches.addLast(new Batch(records, after, size));
        bytes += size;
        end = after;
        while (bytes > maxBytes) {
            Batch oldest = batches.removeFirst();
            bytes -= oldest.bytes();
            start = oldest.after();
        }
    }

    Position end() {
        return end;
    }

    long bytes() {
        return bytes;
    }

    /** Whether every record from {@code position} to the end is here. */
    boolean covers(Position position) {
        return position.isAtLeast(start);
    }

    /**
     * Shows the records from {@code position} on, in order per partition, until {@code more} says that it has enough.
     *
     * @return whether the end was reached
     */
    boolean from(Position position, Predicate<ConsumerRecord<byte[], byte[]>> more) {
        for (Batch batch : batches) {
            if (!position.isAtLeast(batch.after()) && !from(batch, position, more)) {
                return false;
            }
        }
        return true;
    }

    private static boolean from(Batch batch, Position position, Predicate<ConsumerRecord<byte[], byte[]>> more) {
        for (List<ConsumerRecord<byte[], byte[]>> partition : batch.records()) {
            for (ConsumerRecord<byte[], byte[]> record : partition) {
                if (record.offset() >= position.next(record.partition()) && !more.test(record)) {
                    return false;
                }
            }
        }
        return true;
    }
}
