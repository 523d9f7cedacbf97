package io.sluice.gateway.live;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Some records of a channel, encoded once and shared by all its subscribers on all event loops. Immutable but for one cached
 * frame, where a race costs no more than encoding it twice.
 */
final class Chunk {
    private final Buffer body;
    private final int[] ends;
    private final int[] partitions;
    private final long[] offsets;
    private final String topicId;
    private final Position before;
    private final Position after;
    private final String token;
    private volatile @Nullable Framed framed;

    private record Framed(String id, Buffer frame) {}

    /** The records in their order: where each ends in the body, and what it was. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Index(int[] ends, int[] partitions, long[] offsets) {}

    Chunk(byte[] body, Index index, String topicId, Position before, Position after) {
        this.body = Buffer.buffer(body);
        this.ends = index.ends();
        this.partitions = index.partitions();
        this.offsets = index.offsets();
        this.topicId = topicId;
        this.before = before;
        this.after = after;
        this.token = new ResumeToken(topicId, after).text();
    }

    /** How many records it holds. */
    int count() {
        return ends.length;
    }

    int bytes() {
        return body.length();
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

    /** The body of the first {@code count} records. */
    Buffer body(int count) {
        return count == ends.length ? body : body.slice(0, ends[count - 1]);
    }

    /** The first {@code count} records as a WebSocket frame of subscription {@code id}; the frame of the whole is cached. */
    Buffer frame(String id, int count) {
        if (count < ends.length) {
            return Frames.records(id, body(count), new ResumeToken(topicId, after(count)).text());
        }
        @Nullable Framed last = framed;
        if (last == null || !last.id().equals(id)) {
            last = new Framed(id, Frames.records(id, body, token));
            framed = last;
        }
        return last.frame();
    }
}
