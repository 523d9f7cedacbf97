package io.sluice.stream.landing.column;

import io.sluice.stream.intake.Instants;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The value of a cell, made from a text by the type of its column and checked as Postgres would check it: a text or JSON as bytes of UTF-8,
 * numbers as {@link Short}, {@link Integer}, {@link Long}, {@link Float}, {@link Double} and {@link BigDecimal}, a time as
 * {@link Instant} in UTC, a day as {@link LocalDate}. Any thread.
 */
public final class Cell {
    /** Times that Postgres can hold, rounded to full years. */
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-01-01T00:00:00Z");
    private static final int MAX_NUMBER = 10_000;
    private static final int MAX_WHOLE_DIGITS = 131_072;
    private static final int MAX_SCALE = 16_383;
    private static final int UUID_CHARS = 36;

    private Cell() {}

    /** @param text what a string says, or a number or a word as it is written */
    public static Object of(ColumnType type, String text) throws Unfit {
        return switch (type.kind()) {
            case TEXT -> text(text, 0);
            case VARCHAR -> text(text, type.size());
            case BOOLEAN -> truth(text);
            case SMALLINT -> (short) whole(text, "a smallint", Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER -> (int) whole(text, "an integer", Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(text, "a bigint", Long.MIN_VALUE, Long.MAX_VALUE);
            case REAL -> single(text);
            case DOUBLE -> floating(text);
            case NUMERIC -> numeric(type, text);
            case TIMESTAMPTZ, TIMESTAMP -> time(text);
            case DATE -> LocalDate.ofInstant(time(text), ZoneOffset.UTC);
            case UUID -> uuid(text);
            case JSONB -> throw new IllegalArgumentException("JSON is taken as it is");
            case BYTEA -> bytes(text);
        };
    }

    /** The forms that most times have cost little, any other what it costs. */
    private static Instant time(String text) throws Unfit {
        Instant known = PlainTime.read(text);
        return known == null ? inRange(Instants.read(text.strip()), text) : known;
    }

    /** A time that was found; null: none was. */
    static Instant inRange(@Nullable Instant time, String text) throws Unfit {
        if (time == null) {
            throw new Unfit("expected a time, found " + shown(text));
        } else if (time.isBefore(EARLIEST) || !time.isBefore(LATEST)) {
            throw new Unfit("the time " + shown(text) + " is out of range");
        }
        return time;
    }

    static Object text(String text, int most) throws Unfit {
        if (text.indexOf('\0') >= 0) {
            throw new Unfit("the text has a character U+0000, which Postgres cannot hold");
        }
        int characters = characters(text);
        if (most > 0 && characters > most) {
            throw new Unfit("the text has " + characters + " characters, the column takes " + most);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Half a surrogate pair is no character, and would become a question mark without a word. */
    private static int characters(String text) throws Unfit {
        int pairs = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (!pair) {
                throw new Unfit("the text has half a character (a lone surrogate)");
            }
            i++;
            pairs++;
        }
        return text.length() - pairs;
    }

    private static Object truth(String text) throws Unfit {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw new Unfit("expected true or false, found " + shown(text));
        };
    }

    private static long whole(String text, String what, long least, long most) throws Unfit {
        long value;
        if (isShortWhole(text)) {
            value = Long.parseLong(text);
        } else {
            BigDecimal number = number(text, what);
            try {
                value = number.longValueExact();
            } catch (ArithmeticException notOne) {
                boolean large = number.precision() - (long) number.scale() > 18;
                throw new Unfit(large ? outOfRange(text, what) : "expected a whole number, found " + shown(text));
            }
        }
        if (value < least || value > most) {
            throw new Unfit(outOfRange(text, what));
        }
        return value;
    }

    /** Digits that fit a long for certain, and a minus perhaps. */
    private static boolean isShortWhole(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int length = text.length();
        if (length == from || length - from > 18) {
            return false;
        }
        for (int i = from; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    private static String outOfRange(String text, String what) {
        return shown(text) + " is out of the range of " + what;
    }

    private static BigDecimal number(String text, String what) throws Unfit {
        String digits = text.strip();
        if (digits.length() > MAX_NUMBER) {
            throw new Unfit("the number has more than " + MAX_NUMBER + " digits");
        }
        try {
            return new BigDecimal(digits);
        } catch (NumberFormatException none) {
            throw new Unfit("expected " + what + ", found " + shown(text));
        }
    }

    private static Object single(String text) throws Unfit {
        double wide = (Double) floating(text);
        float value = (float) wide;
        if (Float.isInfinite(value) && !Double.isInfinite(wide)) {
            throw new Unfit(outOfRange(text, "a real"));
        }
        return value;
    }

    private static Object floating(String text) throws Unfit {
        switch (isPlainNumber(text) ? "" : text.strip().toLowerCase(Locale.ROOT)) {
            case "nan":
                return Double.NaN;
            case "infinity", "inf", "+infinity":
                return Double.POSITIVE_INFINITY;
            case "-infinity", "-inf":
                return Double.NEGATIVE_INFINITY;
            default:
                double value = isPlainNumber(text)
                        ? Double.parseDouble(text)
                        : number(text, "a number").doubleValue();
                if (Double.isInfinite(value)) {
                    throw new Unfit(outOfRange(text, "a double precision"));
                }
                return value;
        }
    }

    /** Digits, a point within them, and a minus perhaps: what the parser of Java and that of JSON agree on. */
    private static boolean isPlainNumber(String text) {
        int from = text.startsWith("-") ? 1 : 0;
        int points = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean point = c == '.' && i > from && i + 1 < text.length();
            points += point ? 1 : 0;
            if (!point && (c < '0' || c > '9')) {
                return false;
            }
        }
        return points <= 1 && text.length() > from && text.length() <= MAX_NUMBER;
    }

    /** Digits behind the last place are rounded, as Postgres does. */
    private static Object numeric(ColumnType type, String text) throws Unfit {
        BigDecimal number = number(text, "a number");
        if (number.signum() == 0) {
            return BigDecimal.ZERO.setScale(type.scale());
        }
        long whole = (long) number.precision() - number.scale();
        if (whole > MAX_WHOLE_DIGITS || number.scale() > MAX_SCALE && type.size() == 0) {
            throw new Unfit(outOfRange(text, type.sql()));
        } else if (type.size() == 0) {
            return number;
        }
        // Far behind the last place there is nothing to round, and much to calculate.
        BigDecimal rounded = whole < -type.scale()
                ? BigDecimal.ZERO.setScale(type.scale())
                : number.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.precision() - rounded.scale() > type.size() - type.scale() && rounded.signum() != 0) {
            throw new Unfit(outOfRange(text, type.sql()));
        }
        return rounded;
    }

    private static Object uuid(String text) throws Unfit {
        try {
            if (text.length() == UUID_CHARS) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException none) {
            // told below, together with what has another length
        }
        throw new Unfit("expected a UUID, found " + shown(text));
    }

    private static Object bytes(String text) throws Unfit {
        try {
            return text.startsWith("\\x")
                    ? HexFormat.of().parseHex(text.substring(2))
                    : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException neither) {
            throw new Unfit("expected bytes as Base64, or as hexadecimal digits behind \\x");
        }
    }

    /** As it is shown in a reason. */
    static String shown(String text) {
        String line = text.replaceAll("\\p{Cntrl}", " ");
        return "\"" + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + "\"";
    }
}
