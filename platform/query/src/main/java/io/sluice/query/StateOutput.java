package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/** Writes the state of groups. Whole numbers take as few bytes as they need. {@link StateInput} reads the same. */
final class StateOutput {
    private static final int INITIAL_BYTES = 32;
    private static final int LONG_BITS = 63;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    void octet(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    /** A number that is not negative: seven bits a byte, the lowest first. */
    void count(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Any number; small ones of either sign are short. */
    void number(long value) {
        count((value << 1) ^ (value >> LONG_BITS));
    }

    void real(double value) {
        fixed(Double.doubleToLongBits(value));
    }

    /** In eight bytes, whatever it is. */
    void fixed(long bits) {
        room(Long.BYTES);
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            bytes[length++] = (byte) (bits >>> shift);
        }
    }

    void bytes(byte[] value) {
        count(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    void decimal(BigDecimal value) {
        BigInteger digits = value.unscaledValue();
        boolean small = digits.bitLength() <= LONG_BITS;
        number(((long) value.scale() << 1) | (small ? 0 : 1));
        if (small) {
            number(digits.longValue());
        } else {
            bytes(digits.toByteArray());
        }
    }

    void value(Value value) {
        if (value instanceof Value.Truth truth) {
            octet(truth.value() ? StateInput.TRUE : StateInput.FALSE);
        } else if (value instanceof Value.Number number) {
            octet(StateInput.NUMBER);
            decimal(number.value());
        } else if (value instanceof Value.Text text) {
            octet(StateInput.TEXT);
            bytes(text.value().getBytes(UTF_8));
        } else if (value instanceof Value.Time time) {
            octet(StateInput.TIME);
            number(time.value().getEpochSecond());
            count(time.value().getNano());
        } else if (value instanceof Value.Span span) {
            octet(StateInput.SPAN);
            number(span.value().getSeconds());
            count(span.value().getNano());
        } else if (value instanceof Value.Structure structure) {
            octet(StateInput.STRUCTURE);
            bytes(structure.json());
        } else {
            octet(StateInput.NOTHING);
        }
    }
}
