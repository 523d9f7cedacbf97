package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

/** Reads what {@link StateOutput} has written. Anything else is a bug of the caller, and ends in an exception. */
final class StateInput {
    static final int NOTHING = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    static final int NUMBER = 3;
    static final int TEXT = 4;
    static final int TIME = 5;
    static final int SPAN = 6;
    static final int STRUCTURE = 7;

    private final ByteBuffer in;

    StateInput(ByteBuffer in) {
        this.in = in;
    }

    int octet() {
        return in.get();
    }

    long count() {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (next & 0x7FL) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }

    long number() {
        long coded = count();
        return (coded >>> 1) ^ -(coded & 1);
    }

    double real() {
        return Double.longBitsToDouble(fixed());
    }

    long fixed() {
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits = (bits << Byte.SIZE) | (in.get() & 0xFF);
        }
        return bits;
    }

    byte[] bytes() {
        long length = count();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("not a state: " + length + " bytes of " + in.remaining());
        }
        byte[] bytes = new byte[(int) length];
        in.get(bytes);
        return bytes;
    }

    BigDecimal decimal() {
        long scale = number();
        return (scale & 1) == 0
                ? BigDecimal.valueOf(number(), (int) (scale >> 1))
                : new BigDecimal(new BigInteger(bytes()), (int) (scale >> 1));
    }

    Value value() {
        int kind = octet();
        return switch (kind) {
            case NOTHING -> Value.NOTHING;
            case FALSE -> new Value.Truth(false);
            case TRUE -> new Value.Truth(true);
            case NUMBER -> new Value.Number(decimal());
            case TEXT -> new Value.Text(new String(bytes(), UTF_8));
            case TIME -> new Value.Time(Instant.ofEpochSecond(number(), count()));
            case SPAN -> new Value.Span(Duration.ofSeconds(number(), count()));
            case STRUCTURE -> new Value.Structure(bytes());
            default -> throw new IllegalArgumentException("not a state: no value is of kind " + kind);
        };
    }
}
