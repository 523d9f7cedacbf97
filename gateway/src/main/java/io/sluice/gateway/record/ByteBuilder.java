package io.sluice.gateway.record;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bytes that grow at their end, with what JSON text needs: numbers, and strings escaped straight from UTF-8. Not thread-safe;
 * made to be reused ({@link #clear()}), so that a batch is encoded without a copy per record.
 */
public final class ByteBuilder {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    /** Of a long, its sign included. */
    private static final int MAX_DIGITS = 20;
    /** 00 to 99. */
    private static final byte[] PAIRS = IntStream.range(0, 100)
            .mapToObj(n -> "" + n / 10 + n % 10)
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes;
    private int size;

    public ByteBuilder(int capacity) {
        bytes = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Takes back everything from {@code size} on. */
    public void truncate(int size) {
        this.size = Math.min(this.size, size);
    }

    /** A copy of what was written, of exactly its length. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    public ByteBuilder put(byte b) {
        reserve(1);
        bytes[size++] = b;
        return this;
    }

    public ByteBuilder put(char ascii) {
        return put((byte) ascii);
    }

    public ByteBuilder put(byte[] source) {
        return put(source, 0, source.length);
    }

    public ByteBuilder put(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, bytes, size, length);
        size += length;
        return this;
    }

    /** Like {@link #put(byte[])} with each carriage return and line feed turned into a space. */
    public ByteBuilder putOnOneLine(byte[] source) {
        reserve(source.length);
        for (byte b : source) {
            bytes[size++] = b == '\n' || b == '\r' ? (byte) ' ' : b;
        }
        return this;
    }

    public ByteBuilder put(long number) {
        if (number == Long.MIN_VALUE) {
            return put(Long.toString(number).getBytes(StandardCharsets.US_ASCII));
        }
        reserve(MAX_DIGITS);
        long rest = Math.abs(number);
        if (number < 0) {
            bytes[size++] = '-';
        }
        size += digits(rest);
        int at = size;
        while (rest >= 100) {
            int two = (int) (rest % 100) * 2;
            rest /= 100;
            bytes[--at] = PAIRS[two + 1];
            bytes[--at] = PAIRS[two];
        }
        int two = (int) rest * 2;
        bytes[--at] = PAIRS[two + 1];
        if (rest >= 10) {
            bytes[--at] = PAIRS[two];
        }
        return this;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long next = 10; digits < MAX_DIGITS - 1 && number >= next; next *= 10) {
            digits++;
        }
        return digits;
    }

    /** A JSON string, quotes included. */
    public ByteBuilder string(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return string(utf8, utf8.length);
    }

    /** A JSON string of the first {@code length} bytes, which are taken for UTF-8; each byte that is not becomes U+FFFD. */
    public ByteBuilder string(byte[] utf8, int length) {
        put('"');
        int plain = 0;
        int i = 0;
        while (i < length) {
            byte b = utf8[i];
            int step = b >= 0 ? 1 : Utf8.sequence(utf8, i, length);
            if (step > 0 && !escaped(b)) {
                i += step;
                continue;
            }
            put(utf8, plain, i - plain);
            if (step == 0) {
                put(REPLACEMENT);
            } else {
                escape(b);
            }
            i++;
            plain = i;
        }
        put(utf8, plain, length - plain);
        return put('"');
    }

    /** A JSON string with the Base64 (RFC 4648, padded) of {@code source}. */
    public ByteBuilder base64(byte[] source) {
        return put('"').put(Base64.getEncoder().encode(source)).put('"');
    }

    private static boolean escaped(byte b) {
        return (b >= 0 && b < 0x20) || b == '"' || b == '\\' || b == 0x7F;
    }

    private void escape(byte b) {
        put('\\');
        switch (b) {
            case '"', '\\' -> put(b);
            case '\n' -> put('n');
            case '\r' -> put('r');
            case '\t' -> put('t');
            default -> put('u').put('0').put('0').put(HEX[b >> 4]).put(HEX[b & 0xF]);
        }
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(size, more), bytes.length + (bytes.length >> 1)));
        }
    }
}
