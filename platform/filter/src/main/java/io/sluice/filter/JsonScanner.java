package io.sluice.filter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Passes over JSON in a byte array without making anything of it: each method takes the place where a part begins and
 * answers the place behind it, or {@link #BROKEN}. Strict RFC 8259 in UTF-8, nested at most {@link Limits#MAX_VALUE_DEPTH}
 * deep. Does not recurse and does not allocate.
 *
 * <p>A scanner of our own because what is wanted is places, not values: numbers and texts stay slices of the record until
 * something compares them, columns are copied as they were written, and a record that matches nothing leaves no garbage.
 * A general parser makes an object for each place it tells and a parser for each record.
 */
final class JsonScanner {
    static final int BROKEN = -1;

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Each of eight bytes: its lowest bit, its highest, and characters that end or interrupt a run of plain ones. */
    private static final long ONES = 0x0101010101010101L;

    private static final long HIGH = ONES << 7;
    private static final long SPACES = ONES * ' ';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';

    private final long[] inArray = new long[Limits.MAX_VALUE_DEPTH / 64 + 1];
    private byte[] in = {};
    private int end;
    private boolean escaped;
    private boolean lines;
    private int elements;
    private int outer;

    void reset(byte[] bytes) {
        outer = 0;
        lines = false;
        in = bytes;
        end = bytes.length;
    }

    /** From here on only so many objects and arrays may be in each other. */
    void allow(int depth) {
        outer = Limits.MAX_VALUE_DEPTH - depth;
    }

    /** The byte at a place, or 0 behind the end. */
    byte at(int at) {
        return at < end ? in[at] : 0;
    }

    /** Where the document begins: behind a byte order mark and white space. */
    int start() {
        boolean mark = end >= 3 && in[0] == (byte) 0xEF && in[1] == (byte) 0xBB && in[2] == (byte) 0xBF;
        return space(mark ? 3 : 0);
    }

    int space(int from) {
        int at = from;
        while (at < end && in[at] <= ' ' && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            lines |= in[at] == '\n' || in[at] == '\r';
            at++;
        }
        return at;
    }

    /** Whether there was a line break in the white space passed so far. */
    boolean hasLines() {
        return lines;
    }

    /** Whether the string last passed has escapes. */
    boolean escaped() {
        return escaped;
    }

    /** Elements of the array last passed. */
    int elements() {
        return elements;
    }

    /** Tells the elements of an array that was passed one by one. */
    void elements(int count) {
        elements = count;
    }

    /** Passes a value of any kind that begins at {@code from}. */
    int value(int from) {
        byte b = at(from);
        return b == '{' || b == '[' ? container(from) : scalar(from);
    }

    private int scalar(int from) {
        return switch (at(from)) {
            case '"' -> string(from + 1);
            case 't' -> word(from, "true");
            case 'f' -> word(from, "false");
            case 'n' -> word(from, "null");
            default -> number(from);
        };
    }

    private int container(int from) {
        int depth = 0;
        int count = 0;
        int at = from;
        while (at >= 0) {
            byte b = at(at);
            if (b == '{' || b == '[') {
                if (outer + ++depth > Limits.MAX_VALUE_DEPTH) {
                    return BROKEN;
                }
                mark(depth, b == '[');
                at = space(at + 1);
                if (at(at) != closer(depth)) {
                    count += depth == 1 ? 1 : 0;
                    at = b == '[' ? at : name(at);
                    continue;
                }
            } else {
                at = scalar(at);
                at = at < 0 ? at : space(at);
            }
            while (depth > 0 && at >= 0 && at(at) == closer(depth)) {
                depth--;
                at = depth == 0 ? at + 1 : space(at + 1);
            }
            if (depth == 0) {
                elements = count;
                return at;
            }
            count += depth == 1 ? 1 : 0;
            at = next(at, depth);
        }
        return BROKEN;
    }

    /** Passes the comma, and in an object the next name. */
    private int next(int from, int depth) {
        if (from < 0 || at(from) != ',') {
            return BROKEN;
        }
        int at = space(from + 1);
        return isArray(depth) ? at : name(at);
    }

    private void mark(int depth, boolean array) {
        long bit = 1L << depth;
        int word = depth >> 6;
        inArray[word] = array ? inArray[word] | bit : inArray[word] & ~bit;
    }

    private boolean isArray(int depth) {
        return (inArray[depth >> 6] & (1L << depth)) != 0;
    }

    private char closer(int depth) {
        return isArray(depth) ? ']' : '}';
    }

    /** Says that an object or array is being read part by part, so that what is in it is deeper by one. */
    void enter() {
        outer++;
    }

    /** Says that it has ended. */
    void leave() {
        outer--;
    }

    /** Passes a member's name, its colon, and the white space around; answers where its value begins. */
    private int name(int from) {
        if (at(from) != '"') {
            return BROKEN;
        }
        int after = string(from + 1);
        return after < 0 ? BROKEN : colon(after);
    }

    /** Passes the colon that follows a name. */
    int colon(int from) {
        int at = space(from);
        return at(at) == ':' ? space(at + 1) : BROKEN;
    }

    /** Passes the rest of a string, from behind its opening quote to behind its closing one. */
    int string(int from) {
        escaped = false;
        int at = plain(from);
        while (at >= 0 && at < end) {
            byte b = in[at];
            if (b == '"') {
                return at + 1;
            } else if (b == '\\') {
                escaped = true;
                at = escape(at);
            } else if (b >= ' ') {
                at++;
            } else {
                at = b < 0 ? utf8(at) : BROKEN;
            }
        }
        return BROKEN;
    }

    /**
     * Passes characters of a string that stand for themselves, eight at a time: the highest bit of each byte in {@code special} says
     * that there something else begins. A borrow makes it wrong only behind a byte for which it is right.
     */
    private int plain(int from) {
        int at = from;
        while (at <= end - Long.BYTES) {
            long eight = (long) EIGHT_BYTES.get(in, at);
            long quote = eight ^ QUOTES;
            long backslash = eight ^ BACKSLASHES;
            long special =
                    (eight | (eight - SPACES) | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH;
            if (special != 0) {
                return at + Long.numberOfTrailingZeros(special) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        return at;
    }

    private int escape(int from) {
        switch (at(from + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return from + 2;
            }
            case 'u' -> {
                for (int i = from + 2; i < from + 6; i++) {
                    byte b = at(i);
                    boolean hex = (b >= '0' && b <= '9') || (b >= 'a' && b <= 'f') || (b >= 'A' && b <= 'F');
                    if (!hex) {
                        return BROKEN;
                    }
                }
                return from + 6;
            }
            default -> {
                return BROKEN;
            }
        }
    }

    private int utf8(int from) {
        return utf8(in, from, end);
    }

    /** Passes one code point beyond ASCII in well-formed UTF-8 (Unicode, table 3-7). */
    static int utf8(byte[] in, int from, int end) {
        int first = in[from] & 0xFF;
        int second = from + 1 < end ? in[from + 1] & 0xFF : 0;
        int width = Texts.width(in[from]);
        boolean well =
                switch (first) {
                    case 0xE0 -> second >= 0xA0 && second < 0xC0;
                    case 0xED -> second >= 0x80 && second < 0xA0;
                    case 0xF0 -> second >= 0x90 && second < 0xC0;
                    case 0xF4 -> second >= 0x80 && second < 0x90;
                    default -> first >= 0xC2 && first < 0xF4 && second >= 0x80 && second < 0xC0;
                };
        for (int i = 2; well && i < width; i++) {
            well = from + i < end && Texts.isContinuation(in[from + i]);
        }
        return well ? from + width : BROKEN;
    }

    /** Whether all of it is well-formed UTF-8. */
    static boolean isUtf8(byte[] in) {
        int at = 0;
        while (at >= 0 && at < in.length) {
            at = in[at] >= 0 ? at + 1 : utf8(in, at, in.length);
        }
        return at >= 0;
    }

    private int word(int from, String word) {
        for (int i = 1; i < word.length(); i++) {
            if (at(from + i) != word.charAt(i)) {
                return BROKEN;
            }
        }
        return from + word.length();
    }

    private int number(int from) {
        int at = at(from) == '-' ? from + 1 : from;
        int whole = digits(at);
        if (whole == at || (at(at) == '0' && whole > at + 1)) {
            return BROKEN;
        }
        at = whole;
        if (at(at) == '.') {
            int fraction = digits(at + 1);
            if (fraction == at + 1) {
                return BROKEN;
            }
            at = fraction;
        }
        if ((at(at) | 0x20) == 'e') {
            int start = at(at + 1) == '+' || at(at + 1) == '-' ? at + 2 : at + 1;
            int exponent = digits(start);
            return exponent == start ? BROKEN : exponent;
        }
        return at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        return at;
    }

    byte[] bytes() {
        return in;
    }
}
