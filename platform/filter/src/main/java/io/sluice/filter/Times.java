package io.sluice.filter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the world writes for a time: RFC 3339; a date and time without an offset, which is UTC; a date, which is its
 * midnight in UTC; a number, which is epoch milliseconds; an array {@code [year, month, day, hour, minute, second,
 * nanosecond]} of three to seven numbers, in UTC; an array of one text, which is what that text is. Years 0000 to 9999; no leap seconds.
 */
final class Times {
    private static final int NANOS = 1_000_000_000;
    /** The largest epoch second of a time, and the largest length of a duration in seconds: about 31,000 years. */
    private static final long MAX_SECONDS = 1_000_000_000_000L;

    private static final int[] MONTH_DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final Pattern DURATION_PART = Pattern.compile("\\G([0-9]{1,12})(?:\\.([0-9]{1,9}))?(ms|s|m|h|d|w)");

    private Times() {}

    /** Reads {@code source} as a time into {@code out}; false where it is none. */
    static boolean read(Cell source, Cell out) {
        switch (source.kind) {
            case TIME -> {
                out.time(source.number, source.scale);
                return true;
            }
            case NUMBER -> {
                return fromMillis(source, out);
            }
            case TEXT -> {
                return new Reader(source.bytes(), source.from(), source.to()).text(out);
            }
            case ARRAY -> {
                return new Reader(source.document, source.rawFrom, source.rawTo).array(out);
            }
            default -> {
                return false;
            }
        }
    }

    private static boolean fromMillis(Cell source, Cell out) {
        if (source.big == null && source.scale == 0) {
            long seconds = Math.floorDiv(source.number, 1000L);
            out.time(seconds, (int) Math.floorMod(source.number, 1000L) * 1_000_000);
            return Math.abs(seconds) <= MAX_SECONDS;
        }
        BigDecimal millis = Numbers.big(source);
        if ((long) millis.precision() - millis.scale() > 16 || millis.scale() > Limits.MAX_RESULT_DIGITS) {
            return false;
        }
        BigDecimal nanos = millis.movePointRight(6).setScale(0, RoundingMode.FLOOR);
        BigDecimal[] parts = nanos.divideAndRemainder(BigDecimal.valueOf(NANOS));
        long seconds = parts[0].longValueExact();
        int rest = parts[1].intValueExact();
        out.time(rest < 0 ? seconds - 1 : seconds, rest < 0 ? rest + NANOS : rest);
        return Math.abs(seconds) <= MAX_SECONDS;
    }

    /** Adds seconds and nanoseconds of {@code b}, {@code sign} times, to those of {@code a}; null where it is too far. */
    static Cell add(Cell a, Cell b, int sign, Cell.Kind kind, Cell out) {
        long seconds = a.number + sign * b.number;
        int nanos = a.scale + sign * b.scale;
        if (nanos < 0) {
            seconds--;
            nanos += NANOS;
        } else if (nanos >= NANOS) {
            seconds++;
            nanos -= NANOS;
        }
        if (Math.abs(seconds) > MAX_SECONDS) {
            return out.nothing();
        }
        return kind == Cell.Kind.TIME ? out.time(seconds, nanos) : out.duration(seconds, nanos);
    }

    /** The negative of a duration. */
    static Cell negate(Cell duration, Cell out) {
        return duration.scale == 0
                ? out.duration(-duration.number, 0)
                : out.duration(-duration.number - 1, NANOS - duration.scale);
    }

    /** A duration's seconds, or a time's epoch milliseconds, as a number. */
    static Cell toNumber(Cell source, Cell out) {
        BigDecimal seconds = BigDecimal.valueOf(source.number).add(BigDecimal.valueOf(source.scale, 9));
        return out.number(source.kind == Cell.Kind.TIME ? seconds.movePointRight(3) : seconds);
    }

    /** A time as RFC 3339 in UTC. */
    static String text(Cell time) {
        return Instant.ofEpochSecond(time.number, time.scale).toString();
    }

    /** Reads {@code 15m}, {@code 1h30m}, {@code 2.5s}; null where it is no duration. */
    static @Nullable Cell duration(String text) {
        Matcher part = DURATION_PART.matcher(text);
        BigDecimal seconds = BigDecimal.ZERO;
        int end = 0;
        while (end < text.length() && part.find()) {
            String fraction = part.group(2) == null ? "0" : part.group(2);
            BigDecimal amount = new BigDecimal(part.group(1) + "." + fraction);
            seconds = seconds.add(amount.multiply(unit(part.group(3))));
            end = part.end();
        }
        if (end == 0 || end < text.length() || seconds.compareTo(BigDecimal.valueOf(MAX_SECONDS)) > 0) {
            return null;
        }
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        BigDecimal rest = seconds.subtract(whole).movePointRight(9);
        return new Cell().duration(whole.longValueExact(), rest.intValue());
    }

    private static BigDecimal unit(String unit) {
        return switch (unit) {
            case "ms" -> BigDecimal.valueOf(1, 3);
            case "s" -> BigDecimal.ONE;
            case "m" -> BigDecimal.valueOf(60);
            case "h" -> BigDecimal.valueOf(3_600);
            case "d" -> BigDecimal.valueOf(86_400);
            default -> BigDecimal.valueOf(604_800);
        };
    }

    /** Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms"). */
    private static long days(int year, int month, int day) {
        long y = month <= 2 ? year - 1L : year;
        long era = Math.floorDiv(y, 400L);
        long yearOfEra = y - era * 400;
        long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private static boolean isDate(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1 || day > MONTH_DAYS[month - 1]) {
            return false;
        }
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month != 2 || day < 29 || leap;
    }

    /** Reads one text or array from its beginning to its end. Every step answers -1, and the next ones too, once it fails. */
    private static final class Reader {
        private final byte[] in;
        private final int end;
        private int at;
        private boolean failed;

        Reader(byte[] in, int from, int to) {
            this.in = in;
            this.at = from;
            this.end = to;
        }

        boolean text(Cell out) {
            int year = digits(4);
            expect('-');
            int month = digits(2);
            expect('-');
            int day = digits(2);
            long seconds = 0;
            int nanos = 0;
            if (at < end && !failed) {
                failed = !(take('T') || take('t') || take(' '));
                seconds = timeOfDay();
                nanos = fraction();
                seconds -= offset();
            }
            if (failed || at != end || !isDate(year, month, day)) {
                return false;
            }
            out.time(days(year, month, day) * 86_400 + seconds, nanos);
            return true;
        }

        private long timeOfDay() {
            int hour = digits(2);
            expect(':');
            int minute = digits(2);
            int second = take(':') ? digits(2) : 0;
            failed |= hour > 23 || minute > 59 || second > 59;
            return hour * 3_600L + minute * 60L + second;
        }

        /** Digits behind a point, to the nanosecond; further ones are cut off. */
        private int fraction() {
            if (!take('.') && !take(',')) {
                return 0;
            }
            int nanos = 0;
            int places = 0;
            while (at < end && in[at] >= '0' && in[at] <= '9') {
                nanos = places < 9 ? nanos * 10 + in[at] - '0' : nanos;
                places++;
                at++;
            }
            failed |= places == 0;
            for (int i = places; i < 9; i++) {
                nanos *= 10;
            }
            return nanos;
        }

        private int offset() {
            if (at == end || take('Z') || take('z')) {
                return 0;
            }
            int sign = take('-') ? -1 : 1;
            if (sign == 1) {
                expect('+');
            }
            int hours = digits(2);
            take(':');
            int minutes = at < end ? digits(2) : 0;
            failed |= hours > 18 || minutes > 59;
            return sign * (hours * 3_600 + minutes * 60);
        }

        boolean array(Cell out) {
            expect('[');
            space();
            if (take('"')) {
                return onlyText(out);
            }
            int[] parts = new int[7];
            int count = 0;
            do {
                space();
                failed |= count == parts.length;
                if (failed) {
                    return false;
                }
                parts[count++] = integer();
                space();
            } while (take(','));
            expect(']');
            boolean inDay = parts[3] < 24 && parts[4] < 60 && parts[5] < 60 && parts[6] < NANOS;
            if (failed || count < 3 || !inDay || parts[0] > 9999 || !isDate(parts[0], parts[1], parts[2])) {
                return false;
            }
            long seconds = days(parts[0], parts[1], parts[2]) * 86_400 + parts[3] * 3_600L + parts[4] * 60L + parts[5];
            out.time(seconds, parts[6]);
            return true;
        }

        /** The rest of a list of one text, behind its first quote. */
        private boolean onlyText(Cell out) {
            int start = at;
            boolean escapes = false;
            while (at < end && in[at] != '"') {
                boolean escape = in[at] == '\\';
                escapes |= escape;
                at += escape ? 2 : 1;
            }
            int close = at;
            expect('"');
            space();
            expect(']');
            if (failed || at != end) {
                return false;
            }
            Cell only = new Cell();
            only.jsonText(in, start, close, escapes);
            return read(only, out);
        }

        /** A number of one to nine digits and no sign. */
        private int integer() {
            int value = 0;
            int start = at;
            while (at < end && at - start < 9 && in[at] >= '0' && in[at] <= '9') {
                value = value * 10 + in[at++] - '0';
            }
            failed |= at == start;
            return value;
        }

        private int digits(int count) {
            int value = 0;
            for (int i = 0; i < count && !failed; i++) {
                failed = at >= end || in[at] < '0' || in[at] > '9';
                value = failed ? 0 : value * 10 + in[at++] - '0';
            }
            return value;
        }

        private void space() {
            while (at < end && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
                at++;
            }
        }

        private boolean take(char sign) {
            boolean there = at < end && in[at] == sign;
            at += there ? 1 : 0;
            return there;
        }

        private void expect(char sign) {
            failed |= !take(sign);
        }
    }
}
