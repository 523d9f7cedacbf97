package io.sluice.query;

import io.sluice.filter.SyntaxReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Lengths of time as they are read and written: {@code 20 minutes}, {@code 1 hour}, {@code '1h30m'}. Whole milliseconds. */
final class Durations {
    /** Largest first. */
    private enum Unit {
        WEEK("w", 604_800_000L),
        DAY("d", 86_400_000L),
        HOUR("h", 3_600_000L),
        MINUTE("m", 60_000L),
        SECOND("s", 1_000L),
        MILLISECOND("ms", 1L);

        private final String brief;
        private final long millis;

        Unit(String brief, long millis) {
            this.brief = brief;
            this.millis = millis;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        private static Optional<Unit> named(String word) {
            String lower = word.toLowerCase(Locale.ROOT);
            return Arrays.stream(values())
                    .filter(unit ->
                            lower.equals(unit.brief) || lower.equals(unit.word()) || lower.equals(unit.word() + "s"))
                    .findFirst();
        }

        /** The largest in which {@code value} is a whole number; weeks are counted as days. */
        private static Unit of(Duration value) {
            return value.isZero()
                    ? SECOND
                    : Arrays.stream(values())
                            .filter(unit -> unit != WEEK && value.toMillis() % unit.millis == 0)
                            .findFirst()
                            .orElse(MILLISECOND);
        }
    }

    private static final String EXPECTED = "expected a length of time, such as 20 minutes or '15m'";

    private Durations() {}

    /** Takes a length of time: a number with its unit, or a text. */
    static Statement.Span read(SyntaxReader reader, String pointer) {
        int start = reader.position();
        BigDecimal millis = reader.atText() ? text(reader) : amount(reader);
        return checked(millis, reader, new Place(pointer, start, reader.lastEnd()));
    }

    private static Statement.Span checked(BigDecimal millis, SyntaxReader reader, Place place) {
        if (millis.compareTo(BigDecimal.valueOf(QueryLimits.MAX_DURATION.toMillis())) > 0) {
            reader.report("expected at most " + print(QueryLimits.MAX_DURATION), place.start(), place.end());
            return new Statement.Span(QueryLimits.MAX_DURATION, place);
        }
        if (millis.stripTrailingZeros().scale() > 0) {
            reader.report("expected whole milliseconds", place.start(), place.end());
        }
        return new Statement.Span(Duration.ofMillis(millis.longValue()), place);
    }

    /** Takes all of {@code text}, which is what the reader reads: {@code 15m}, or as in SQL. */
    static Statement.Span word(String text, SyntaxReader reader, String pointer) {
        Duration value = SyntaxReader.duration(text.strip()).orElse(null);
        if (value == null) {
            return read(reader, pointer);
        }
        reader.skipAll();
        return checked(millis(value), reader, new Place(pointer, 0, text.length()));
    }

    private static BigDecimal text(SyntaxReader reader) {
        SyntaxReader.Word text = reader.text(EXPECTED);
        Duration value = SyntaxReader.duration(text.value().strip()).orElse(null);
        if (value == null) {
            reader.report(EXPECTED + ", found the text '" + Scope.brief(text.value()) + "'", text.start(), text.end());
            return BigDecimal.ONE;
        }
        return millis(value);
    }

    private static BigDecimal millis(Duration value) {
        return BigDecimal.valueOf(value.getSeconds())
                .movePointRight(3)
                .add(BigDecimal.valueOf(value.getNano()).movePointLeft(6));
    }

    private static BigDecimal amount(SyntaxReader reader) {
        BigDecimal amount = reader.number(EXPECTED);
        SyntaxReader.Word unit = reader.name("expected a unit, such as seconds, minutes, hours or days");
        Unit known = unit.quoted() ? null : Unit.named(unit.value()).orElse(null);
        if (known == null) {
            reader.report(
                    "expected a unit: milliseconds, seconds, minutes, hours, days or weeks, found '"
                            + Scope.brief(unit.value()) + "'",
                    unit.start(),
                    unit.end());
            return BigDecimal.ONE;
        }
        return amount.multiply(BigDecimal.valueOf(known.millis));
    }

    /** In the largest unit in which it is a whole number. */
    static String print(Duration value) {
        Unit unit = Unit.of(value);
        long amount = value.toMillis() / unit.millis;
        return amount + " " + unit.word() + (amount == 1 ? "" : "s");
    }

    /** The same as one short word, as in {@code 15m}. */
    static String brief(Duration value) {
        Unit unit = Unit.of(value);
        return value.toMillis() / unit.millis + unit.brief;
    }
}
