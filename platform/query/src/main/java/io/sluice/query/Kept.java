package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.SyntaxReader;
import io.sluice.filter.Value;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Values that groups keep: their order, their limits, and how they are named where they do not fit. */
final class Kept {
    /** Bytes of a value that is kept by itself. */
    static final int MAX_BYTES = 8 * 1024;
    /** Digits of a number before its point, and behind it: with these a sum stays exact and small. */
    static final int MAX_DIGITS = 500;
    /** Bytes of an exact number: digits on both sides and those that counting adds, with length and scale. */
    static final int MAX_DECIMAL_BYTES = 2 * MAX_DIGITS / 2 + 16;

    /** The head of a kept value: its kind and its length. */
    static final int HEAD_BYTES = 6;

    private static final int MAX_SHOWN = 40;
    private static final int UTF8_PER_CHAR = 3;

    private Kept() {}

    /** Whether it is a number that fits; what is said of it otherwise. */
    static @Nullable String numberRefusal(Value value) {
        if (!(value instanceof Value.Number number)) {
            return "expected a number, found " + shown(value);
        }
        BigDecimal decimal = number.value();
        boolean fits = decimal.scale() <= MAX_DIGITS && (long) decimal.precision() - decimal.scale() <= MAX_DIGITS;
        return fits ? null : "a number of more than " + MAX_DIGITS + " digits before or behind its point";
    }

    /** The same for what is calculated with binary floating point. */
    static @Nullable String realRefusal(Value value) {
        if (!(value instanceof Value.Number number)) {
            return "expected a number, found " + shown(value);
        }
        return Double.isInfinite(number.value().doubleValue()) ? "a number beyond 1.8e308" : null;
    }

    /** Whether it has an order and fits. */
    static @Nullable String orderedRefusal(Value value, int maxBytes) {
        if (value instanceof Value.Truth || value instanceof Value.Structure) {
            return "expected a number, a text or a time, found " + shown(value);
        }
        return value instanceof Value.Number ? numberRefusal(value) : sizeRefusal(value, maxBytes);
    }

    static @Nullable String sizeRefusal(Value value, int maxBytes) {
        if (value instanceof Value.Number) {
            return numberRefusal(value);
        }
        boolean fits = true;
        if (value instanceof Value.Text text && text.value().length() > maxBytes / UTF8_PER_CHAR) {
            fits = text.value().getBytes(UTF_8).length <= maxBytes;
        } else if (value instanceof Value.Structure structure) {
            fits = structure.json().length <= maxBytes;
        }
        return fits ? null : "a value of more than " + maxBytes + " bytes, which a group does not keep";
    }

    /** As a message names it. */
    static String shown(Value value) {
        if (value instanceof Value.Text text) {
            String brief = text.value().length() <= MAX_SHOWN
                    ? text.value()
                    : text.value().substring(0, MAX_SHOWN) + "…";
            return "a text ('" + brief + "')";
        } else if (value instanceof Value.Truth truth) {
            return truth.value() ? "true" : "false";
        } else if (value instanceof Value.Structure structure) {
            return structure.json().length > 0 && structure.json()[0] == '[' ? "a list" : "an object";
        } else if (value instanceof Value.Time) {
            return "a time";
        } else if (value instanceof Value.Span) {
            return "a duration";
        }
        return value instanceof Value.Number ? "a number" : "nothing";
    }

    /** Whether a text says a number, so that a cast would help. */
    static boolean isNumericText(Value value) {
        return value instanceof Value.Text text && SyntaxReader.isNumber(text.value());
    }

    /** As equal numbers are kept alike. */
    static Value plain(Value value) {
        if (value instanceof Value.Number number) {
            BigDecimal decimal = number.value();
            return new Value.Number(decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
        }
        return value;
    }

    /** Numbers before texts, times and durations; texts by code point. */
    static int compare(Value left, Value right) {
        if (left instanceof Value.Number a && right instanceof Value.Number b) {
            return a.value().compareTo(b.value());
        } else if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return byCodePoint(a.value(), b.value());
        } else if (left instanceof Value.Time a && right instanceof Value.Time b) {
            return a.value().compareTo(b.value());
        } else if (left instanceof Value.Span a && right instanceof Value.Span b) {
            return a.value().compareTo(b.value());
        }
        return Integer.compare(rank(left), rank(right));
    }

    static boolean isOfOneKind(Value left, Value right) {
        return rank(left) == rank(right);
    }

    private static int rank(Value value) {
        if (value instanceof Value.Number) {
            return 0;
        } else if (value instanceof Value.Text) {
            return 1;
        }
        return value instanceof Value.Time ? 2 : 3;
    }

    /** Surrogates stand for code points beyond all others; otherwise units of UTF-16 are in the order of code points. */
    private static int byCodePoint(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int i = 0; i < common; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean far = Character.isSurrogate(a) != Character.isSurrogate(b);
                return far ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
