package io.sluice.gateway.live;

import io.sluice.gateway.record.ByteBuilder;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.RecordJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns the matches of one channel into chunks of at most {@code frameBytes} (a larger record is a chunk of its own). Owned by a
 * {@link Scan} and its thread. Its buffer lives as long as the channel; what it hands out is copied once, at its exact size.
 */
final class ChannelEncoder {
    private static final int FIRST = 16;

    private final ChannelKey key;
    private final RecordJson json;
    private final int frameBytes;
    private final ByteBuilder body = new ByteBuilder(1024);
    private final List<Chunk> chunks = new ArrayList<>();

    private int[] ends = new int[FIRST];
    private int[] partitions = new int[FIRST];
    private long[] offsets = new long[FIRST];
    private int count;
    private long matched;
    private long failed;
    private int chunkBytes;
    private Position before = Position.zero(0);
    private boolean open;

    ChannelEncoder(ChannelKey key, RecordJson json, int frameBytes) {
        this.key = key;
        this.json = json;
        this.frameBytes = frameBytes;
    }

    ChannelKey key() {
        return key;
    }

    /** Begins a batch at {@code position}; whether it had not begun already. */
    boolean open(Position position) {
        if (open) {
            return false;
        }
        open = true;
        before = position;
        return true;
    }

    void failed() {
        failed++;
    }

    /** Bytes of records since the batch began. */
    int bytes() {
        return chunkBytes + body.size();
    }

    /** @param next the position behind the record; read, not kept */
    void append(KafkaRecordView record, byte @Nullable [] projected, String topicId, long[] next) {
        matched++;
        key.format().open(body, count == 0, topicId, next);
        json.append(record, projected, body);
        key.format().close(body);
        remember(record.record());
        if (body.size() >= frameBytes) {
            cut(topicId, Position.of(next));
        }
    }

    private void remember(ConsumerRecord<byte[], byte[]> record) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
            partitions = Arrays.copyOf(partitions, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
        }
        ends[count] = body.size();
        partitions[count] = record.partition();
        offsets[count] = record.offset();
        count++;
    }

    private void cut(String topicId, Position after) {
        Chunk.Index index = new Chunk.Index(
                Arrays.copyOf(ends, count), Arrays.copyOf(partitions, count), Arrays.copyOf(offsets, count));
        chunks.add(new Chunk(body.toBytes(), index, topicId, before, after));
        chunkBytes += body.size();
        before = after;
        count = 0;
        body.clear();
    }

    /** Ends the batch. */
    Output close(String topicId, Position after) {
        if (count > 0) {
            cut(topicId, after);
        }
        Output output = new Output(key, chunks, matched, failed);
        chunks.clear();
        matched = 0;
        failed = 0;
        chunkBytes = 0;
        open = false;
        return output;
    }
}
