package io.sluice.stream.query;

import io.sluice.query.Bounds;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * One window, as stores and people see it.
 *
 * @param start epoch milliseconds, as {@code end}, which is the first moment behind it
 */
record Frame(long start, long end) {
    /** Of what has no windows. */
    static final Frame EVER = new Frame(Long.MIN_VALUE, Long.MAX_VALUE);

    boolean isEver() {
        return equals(EVER);
    }

    static Frame of(Bounds bounds) {
        return new Frame(bounds.start(), bounds.end());
    }

    Bounds bounds() {
        return new Bounds(start, end);
    }

    /** In the order of their ends. */
    byte[] bytes() {
        return new Binary().ordered(end).ordered(start).toBytes();
    }

    static Frame of(ByteBuffer in) {
        long end = Binary.ordered(in);
        return new Frame(Binary.ordered(in), end);
    }

    String startText() {
        return Instant.ofEpochMilli(start).toString();
    }

    String endText() {
        return Instant.ofEpochMilli(end).toString();
    }
}
