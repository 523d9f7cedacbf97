package io.sluice.gateway.live;

import io.sluice.gateway.socket.Deflate;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some records of a channel, encoded once and shared by all its subscribers on all event loops. Immutable but for the
 * forms that are made when the first subscriber wants them, where a race costs no more than making one twice.
 */
final class Chunk {
    private final byte[] body;
    private final int[] ends;
    private final int[] partitions;
    private final long[] offsets;
    private final String topicId;
    private final Position before;
    private final Position after;
    private final byte[] foot;
    private volatile byte @Nullable [] deflated;
    private volatile @Nullable Buffer buffer;

    /** The records in their order: where each ends in the body, and what it was. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Index(int[] ends, int[] partitions, long[] offsets) {}

    Chunk(byte[] body, Index index, String topicId, Position before, Position after) {
        this.body = body;
        this.ends = index.ends();
        this.partitions = index.partitions();
        this.offsets = index.offsets();
        this.topicId = topicId;
        this.before = before;
        this.after = after;
        this.foot = Frames.recordsFoot(new ResumeToken(topicId, after).text());
    }

    /** How many records it holds. */
    int count() {
        return ends.length;
    }

    int bytes() {
        return body.length;
    }

    Position after() {
        return after;
    }

    /** The position behind the first {@code count} records. */
    Position after(int count) {
        if (count == ends.length) {
            return after;
        }
        long[] next = before.toArray(after.partitions());
        for (int i = 0; i < count; i++) {
            next[partitions[i]] = offsets[i] + 1;
        }
        return Position.of(next);
    }

    /** The bytes of all records, as the channel's format has them. Not to be changed. */
    byte[] body() {
        return body;
    }

    /** What ends a WebSocket frame of all records. Not to be changed. */
    byte[] foot() {
        return foot;
    }

    /** Body and foot as the last part of a compressed message. Not to be changed. */
    byte[] deflated() {
        byte @Nullable [] known = deflated;
        if (known == null) {
            known = Deflate.last(body, foot);
            deflated = known;
        }
        return known;
    }

    /** The body as an HTTP response takes it, the same for all of them. */
    Buffer buffer() {
        @Nullable Buffer known = buffer;
        if (known == null) {
            known = Buffer.buffer(body);
            buffer = known;
        }
        return known;
    }

    /** The first {@code count} records alone, for a subscriber whose limit ends within this chunk. */
    Chunk first(int count) {
        if (count == ends.length) {
            return this;
        }
        Index some =
                new Index(Arrays.copyOf(ends, count), Arrays.copyOf(partitions, count), Arrays.copyOf(offsets, count));
        return new Chunk(Arrays.copyOf(body, ends[count - 1]), some, topicId, before, after(count));
    }
}
