package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.chrono.IsoEra;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads when rows happened, from the value of {@link EventTime#of}. Any thread. */
public final class EventTimes {
    private static final Pattern LIST_OF_ONE = Pattern.compile("\\[\\s*\"([^\"\\\\]*)\"\\s*]");

    private final EventTime time;
    private final @Nullable DateTimeFormatter format;

    public EventTimes(EventTime time) {
        this.time = time;
        String pattern = time.format();
        this.format = pattern == null ? null : formatter(pattern);
    }

    /** In epoch milliseconds; none where it is no time. */
    public OptionalLong read(Value value) {
        Optional<Instant> instant = format == null ? value.time() : formatted(format, value);
        try {
            return instant.isPresent() ? OptionalLong.of(instant.get().toEpochMilli()) : OptionalLong.empty();
        } catch (ArithmeticException tooFar) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Instant> formatted(DateTimeFormatter format, Value value) {
        if (value instanceof Value.Text text) {
            return parsed(format, text.value());
        } else if (value instanceof Value.Structure structure) {
            Matcher one = LIST_OF_ONE.matcher(new String(structure.json(), UTF_8));
            return one.matches() ? parsed(format, one.group(1)) : value.time();
        }
        return value.time();
    }

    private static Optional<Instant> parsed(DateTimeFormatter format, String text) {
        try {
            TemporalAccessor found = format.parseBest(text, Instant::from, LocalDate::from);
            return Optional.of(
                    found instanceof LocalDate date
                            ? date.atStartOfDay(ZoneOffset.UTC).toInstant()
                            : Instant.from(found));
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }

    /** Why a value is no time: the reason of a row that fails. */
    public String refusal(Value value) {
        String of = Scope.brief(time.of().print());
        if (value.isNothing()) {
            return "timestamp by " + of + ": the row has none";
        }
        String hint = format != null
                ? " that is not of the format '" + time.format() + "'"
                : Kept.isNumericText(value) ? "; write cast(" + of + " as number) for epoch milliseconds" : "";
        return "timestamp by " + of + ": expected a time, found " + Kept.shown(value) + hint;
    }

    /** Why {@code pattern} is no pattern of times, if it is not. */
    static Optional<String> fault(String pattern) {
        if (pattern.isBlank() || pattern.length() > QueryLimits.MAX_FORMAT_LENGTH) {
            return Optional.of("expected a pattern of 1 to " + QueryLimits.MAX_FORMAT_LENGTH
                    + " characters, such as 'yyyy-MM-dd HH:mm:ss'");
        }
        try {
            formatter(pattern);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("this is no pattern of times; expected one such as 'yyyy-MM-dd HH:mm:ss'");
        }
    }

    /** Strict: a day that does not exist is not taken for another one. So {@code yyyy}, the year of an era, needs to be told which. */
    private static DateTimeFormatter formatter(String pattern) {
        return new DateTimeFormatterBuilder()
                .appendPattern(pattern)
                .parseDefaulting(ChronoField.ERA, IsoEra.CE.getValue())
                .toFormatter(Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT)
                .withZone(ZoneOffset.UTC);
    }
}
