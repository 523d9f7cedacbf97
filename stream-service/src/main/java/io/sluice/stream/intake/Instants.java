package io.sluice.stream.intake;

import io.sluice.stream.intake.JsonSlices.Slice;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the forms in which sources write a time: ISO 8601 (a blank may stand for the T, the zone may be missing and is UTC then, as
 * may the time of day), numbers since 1970 in seconds, milli-, micro- or nanoseconds by their size, and arrays {@code [year, month,
 * day, hour, minute, second, nanosecond]} of which what follows the day may be missing. Any thread.
 */
public final class Instants {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendPattern("['T'][ ]HH:mm[:ss]")
            .optionalStart()
            .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
            .optionalEnd()
            .optionalStart()
            .appendPattern("[ ][XXX][XX][X]")
            .optionalEnd()
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern(
                    "uuuuMMdd'T'HHmm[ss][XXX][XX][X]", Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");
    private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");
    private static final BigDecimal NANOS_FROM = new BigDecimal("1e17");
    private static final int MAX_TEXT = 40;
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+([eE][-+]?[0-9]{1,2})?");
    private static final DateTimeFormatter WRITTEN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Instants() {}

    /** Seconds are cut, as in {@code 2026-01-31T12:00:00Z}. */
    static String write(Instant instant) {
        return WRITTEN.format(instant);
    }

    /**
     * The value that stands from {@code start} to before {@code end} in a text of JSON.
     *
     * @return null if it is no time
     */
    public static @Nullable Instant read(byte[] json, int start, int end) throws IOException {
        return read(new Slice(json, start, end));
    }

    /** @return null if it is no time */
    static @Nullable Instant read(Slice value) throws IOException {
        try {
            List<Slice> parts = value.json()[value.start()] == '[' ? JsonSlices.elements(value) : null;
            if (parts != null) {
                return ofParts(parts);
            }
            String text = value.scalar();
            return text == null ? null : read(text.strip());
        } catch (DateTimeException | ArithmeticException | NumberFormatException noTime) {
            return null;
        }
    }

    /** @return null if it is no time */
    public static @Nullable Instant read(String text) {
        if (text.isEmpty() || text.length() > MAX_TEXT) {
            return null;
        }
        try {
            return NUMBER.matcher(text).matches() ? ofNumber(new BigDecimal(text)) : ofText(text);
        } catch (DateTimeException | ArithmeticException | NumberFormatException noTime) {
            return null;
        }
    }

    private static Instant ofNumber(BigDecimal number) {
        BigDecimal size = number.abs();
        int digits = size.compareTo(NANOS_FROM) >= 0
                ? 9
                : size.compareTo(MICROS_FROM) >= 0 ? 6 : size.compareTo(MILLIS_FROM) >= 0 ? 3 : 0;
        BigDecimal seconds = number.movePointLeft(digits);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        long nanos = seconds.subtract(whole).movePointRight(9).longValue();
        return Instant.ofEpochSecond(whole.longValueExact(), nanos);
    }

    private static Instant ofText(String text) {
        TemporalAccessor read = (text.indexOf('-') == 4 ? ISO : BASIC).parse(text);
        LocalDate date = LocalDate.from(read);
        LocalTime time = read.query(TemporalQueries.localTime());
        ZoneOffset offset = read.query(TemporalQueries.offset());
        LocalDateTime local = time == null ? date.atStartOfDay() : date.atTime(time);
        return OffsetDateTime.of(local, offset == null ? ZoneOffset.UTC : offset)
                .toInstant();
    }

    private static @Nullable Instant ofParts(List<Slice> parts) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (Slice part : parts) {
            String text = part.scalar();
            if (text == null) {
                return null;
            }
            numbers.add(Integer.valueOf(text));
        }
        if (numbers.size() < 3 || numbers.size() > 7) {
            return null;
        }
        while (numbers.size() < 7) {
            numbers.add(0);
        }
        return LocalDateTime.of(
                        numbers.get(0),
                        numbers.get(1),
                        numbers.get(2),
                        numbers.get(3),
                        numbers.get(4),
                        numbers.get(5),
                        numbers.get(6))
                .toInstant(ZoneOffset.UTC);
    }
}
