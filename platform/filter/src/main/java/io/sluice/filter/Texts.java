package io.sluice.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts as bytes: UTF-8, with a lone surrogate (which JSON escapes can spell) as the three bytes that its code point would
 * have. Comparing such bytes as unsigned numbers compares by code point.
 */
final class Texts {
    /** 2^64 divided by the golden ratio (Knuth's multiplicative hashing). */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private Texts() {}

    static byte[] encode(String text) {
        byte[] out = new byte[text.length() * 3];
        int at = 0;
        int i = 0;
        while (i < text.length()) {
            int point = text.codePointAt(i);
            i += Character.charCount(point);
            at = put(point, out, at);
        }
        return Arrays.copyOf(out, at);
    }

    private static int put(int point, byte[] out, int at) {
        int next = at;
        if (point < 0x80) {
            out[next++] = (byte) point;
        } else if (point < 0x800) {
            out[next++] = (byte) (0xC0 | (point >> 6));
            out[next++] = (byte) (0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            out[next++] = (byte) (0xE0 | (point >> 12));
            out[next++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            out[next++] = (byte) (0x80 | (point & 0x3F));
        } else {
            out[next++] = (byte) (0xF0 | (point >> 18));
            out[next++] = (byte) (0x80 | ((point >> 12) & 0x3F));
            out[next++] = (byte) (0x80 | ((point >> 6) & 0x3F));
            out[next++] = (byte) (0x80 | (point & 0x3F));
        }
        return next;
    }

    static String decode(byte[] in, int from, int to) {
        if (!hasLoneSurrogate(in, from, to)) {
            return new String(in, from, to - from, StandardCharsets.UTF_8);
        }
        StringBuilder out = new StringBuilder(to - from);
        for (int at = from; at < to; at += width(in[at])) {
            out.appendCodePoint(point(in, at));
        }
        return out.toString();
    }

    private static boolean hasLoneSurrogate(byte[] in, int from, int to) {
        for (int i = from; i + 1 < to; i++) {
            if (in[i] == (byte) 0xED && (in[i + 1] & 0xFF) >= 0xA0) {
                return true;
            }
        }
        return false;
    }

    private static int point(byte[] in, int at) {
        int b = in[at] & 0xFF;
        return switch (width(in[at])) {
            case 1 -> b;
            case 2 -> ((b & 0x1F) << 6) | low(in, at + 1);
            case 3 -> ((b & 0x0F) << 12) | (low(in, at + 1) << 6) | low(in, at + 2);
            default -> ((b & 0x07) << 18) | (low(in, at + 1) << 12) | (low(in, at + 2) << 6) | low(in, at + 3);
        };
    }

    private static int low(byte[] in, int at) {
        return in[at] & 0x3F;
    }

    /** Bytes of the code point that begins with {@code first}. */
    static int width(byte first) {
        int b = first & 0xFF;
        return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    }

    static boolean isContinuation(byte b) {
        return (b & 0xC0) == 0x80;
    }

    static long codePoints(byte[] in, int from, int to) {
        long count = 0;
        for (int i = from; i < to; i++) {
            count += isContinuation(in[i]) ? 0 : 1;
        }
        return count;
    }

    static boolean isAscii(byte[] in, int from, int to) {
        for (int i = from; i < to; i++) {
            if (in[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Undoes the escapes of a JSON string known to be well formed; never longer than the source. Answers the length. */
    static int unescape(byte[] in, int from, int to, byte[] out) {
        int length = 0;
        int at = from;
        while (at < to) {
            byte b = in[at++];
            if (b != '\\') {
                out[length++] = b;
                continue;
            }
            byte escape = in[at++];
            if (escape != 'u') {
                out[length++] = plain(escape);
                continue;
            }
            int point = hex(in, at);
            at += 4;
            if (isHigh(point) && at + 6 <= to && in[at] == '\\' && in[at + 1] == 'u' && isLow(hex(in, at + 2))) {
                point = Character.toCodePoint((char) point, (char) hex(in, at + 2));
                at += 6;
            }
            length = put(point, out, length);
        }
        return length;
    }

    private static byte plain(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    private static boolean isHigh(int unit) {
        return unit >= 0xD800 && unit < 0xDC00;
    }

    private static boolean isLow(int unit) {
        return unit >= 0xDC00 && unit < 0xE000;
    }

    private static int hex(byte[] in, int at) {
        int value = 0;
        for (int i = at; i < at + 4; i++) {
            value = (value << 4) | Character.digit(in[i], 16);
        }
        return value;
    }

    /**
     * For each length of a beginning of {@code needle}, how much of it can be kept after a mismatch (Knuth, Morris and
     * Pratt): what makes {@link #indexOf} linear whatever the texts are.
     */
    static int[] borders(byte[] needle, int from, int to) {
        int[] borders = new int[to - from + 1];
        int border = -1;
        borders[0] = -1;
        for (int i = 0; i < to - from; i++) {
            while (border >= 0 && needle[from + border] != needle[from + i]) {
                border = borders[border];
            }
            borders[i + 1] = ++border;
        }
        return borders;
    }

    /** The first place in {@code in}, from {@code from}, where the needle {@code [start, end)} stands, or -1. */
    static int indexOf(byte[] in, int from, int to, byte[] needle, int start, int end, int[] borders) {
        int length = end - start;
        int matched = 0;
        for (int i = from; matched < length && i < to; i++) {
            while (matched >= 0 && needle[start + matched] != in[i]) {
                matched = borders[matched];
            }
            if (++matched == length) {
                return i + 1 - length;
            }
        }
        return length == 0 ? from : -1;
    }

    static boolean equal(Cell a, Cell b) {
        return Arrays.equals(a.bytes(), a.from(), a.to(), b.bytes(), b.from(), b.to());
    }

    /** A hash of the bytes, eight at a time. */
    static int hash(byte[] in, int from, int to) {
        long hash = to - from;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(in, at)) * GOLDEN;
            hash ^= hash >>> 32;
        }
        long rest = 0;
        for (; at < to; at++) {
            rest = rest << Byte.SIZE | (in[at] & 0xFF);
        }
        return mix(hash ^ rest, 0);
    }

    /** Spreads two numbers over an int. */
    static int mix(long a, int b) {
        long product = (a + b) * GOLDEN;
        product = (product ^ (product >>> 32) ^ b) * GOLDEN;
        return (int) (product >>> 32);
    }

    static boolean startsWith(Cell text, Cell start) {
        int length = start.to() - start.from();
        return text.to() - text.from() >= length
                && Arrays.equals(
                        text.bytes(), text.from(), text.from() + length, start.bytes(), start.from(), start.to());
    }

    static boolean endsWith(Cell text, Cell end) {
        int length = end.to() - end.from();
        return text.to() - text.from() >= length
                && Arrays.equals(text.bytes(), text.to() - length, text.to(), end.bytes(), end.from(), end.to());
    }
}
