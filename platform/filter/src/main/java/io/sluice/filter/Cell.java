package io.sluice.filter;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A value while a record is evaluated: mutable, owned by one node or one path of one evaluator, filled again for each
 * record, so that a record that matches nothing costs no allocation.
 *
 * <p>A number is {@code number × 10^-scale}, or {@code big} where that does not fit. A time is {@code number} seconds of
 * the epoch and {@code scale} nanoseconds, a duration likewise. A text is the bytes {@code from} to {@code to} in UTF-8,
 * in which a lone surrogate stands as its three bytes (so byte order is code point order). A value read from JSON also
 * keeps where it stands in its document, {@code rawFrom} to {@code rawTo}.
 */
final class Cell {
    private static final byte[] NOTHING = {};
    /** The largest buffer kept from one record to the next, in bytes. */
    private static final int MAX_KEPT_BUFFER = 8 * 1024;

    Kind kind = Kind.MISSING;
    long number;
    int scale;

    @Nullable BigDecimal big;

    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private boolean escaped;
    private byte[] buffer = NOTHING;

    byte[] document = NOTHING;
    int rawFrom;
    int rawTo;
    /** Elements of an array. */
    int count;

    enum Kind {
        /** Not known: the document ended or broke before it was found. */
        PENDING,
        /** A number that is too long to be read; it can be copied, not compared. */
        UNREADABLE,
        MISSING,
        NULL,
        FALSE,
        TRUE,
        NUMBER,
        TEXT,
        TIME,
        DURATION,
        OBJECT,
        ARRAY,
        /** Bytes that are not text. */
        OPAQUE
    }

    /** Whether it is null or missing, which makes everything that is done with it unknown. */
    boolean isNothing() {
        return kind == Kind.NULL || kind == Kind.MISSING || kind == Kind.PENDING || kind == Kind.UNREADABLE;
    }

    Cell nothing() {
        kind = Kind.NULL;
        return this;
    }

    Cell truth(Truth truth) {
        kind = switch (truth) {
            case TRUE -> Kind.TRUE;
            case FALSE -> Kind.FALSE;
            case UNKNOWN -> Kind.NULL;
        };
        return this;
    }

    Cell number(long unscaled, int withScale) {
        kind = Kind.NUMBER;
        number = unscaled;
        scale = withScale;
        big = null;
        return this;
    }

    Cell number(BigDecimal value) {
        kind = Kind.NUMBER;
        big = value;
        return this;
    }

    Cell time(long seconds, int nanos) {
        kind = Kind.TIME;
        number = seconds;
        scale = nanos;
        return this;
    }

    Cell duration(long seconds, int nanos) {
        kind = Kind.DURATION;
        number = seconds;
        scale = nanos;
        return this;
    }

    /** A list that stands by itself, not in a record. */
    Cell array(byte[] json, int elements) {
        kind = Kind.ARRAY;
        count = elements;
        raw(json, 0, json.length);
        return this;
    }

    Cell text(byte[] source, int start, int end) {
        kind = Kind.TEXT;
        bytes = source;
        from = start;
        to = end;
        escaped = false;
        return this;
    }

    /** A JSON text, without its quotes, whose escapes are undone when it is first looked at. */
    void jsonText(byte[] source, int start, int end, boolean hasEscapes) {
        text(source, start, end);
        escaped = hasEscapes;
    }

    /** Where it stands in its document, quotes and brackets included. */
    void raw(byte[] source, int start, int end) {
        document = source;
        rawFrom = start;
        rawTo = end;
    }

    /** Whether it was read from a document, or is JSON by itself, and can be copied from there. */
    boolean isInDocument() {
        return document.length > 0;
    }

    /** The bytes that hold the text; between {@link #from} and {@link #to}. */
    byte[] bytes() {
        if (escaped) {
            unescape();
        }
        return bytes;
    }

    int from() {
        if (escaped) {
            unescape();
        }
        return from;
    }

    int to() {
        if (escaped) {
            unescape();
        }
        return to;
    }

    private void unescape() {
        byte[] target = buffer.length >= to - from ? buffer : new byte[Math.max(64, to - from)];
        int length = Texts.unescape(bytes, from, to, target);
        buffer = target.length <= MAX_KEPT_BUFFER ? target : NOTHING;
        bytes = target;
        from = 0;
        to = length;
        escaped = false;
    }

    /** Takes over the value that another cell holds, but not its place in a document; bytes are shared, not copied. */
    Cell copy(Cell other) {
        kind = other.kind;
        number = other.number;
        scale = other.scale;
        big = other.big;
        if (kind == Kind.TEXT) {
            text(other.bytes(), other.from(), other.to());
        }
        return this;
    }

    @Override
    public String toString() {
        return kind == Kind.TEXT ? Texts.decode(bytes(), from(), to()) : kind.toString();
    }
}
