package io.sluice.gateway.alerts;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Durations as texts: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h30m}, {@code 7d}. */
final class DurationText {
    private static final Pattern PART = Pattern.compile("\\G(\\d{1,9})(ms|s|m|h|d|w)");
    private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

    private DurationText() {}

    static Optional<Duration> parse(String text) {
        Matcher part = PART.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (part.find()) {
            sum = sum.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
            end = part.end();
        }
        return end == 0 || end < text.length() ? Optional.empty() : Optional.of(sum);
    }

    /** The shortest text, which reads as the same duration; null for null. */
    static @Nullable String print(@Nullable Duration duration) {
        if (duration == null) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        Duration left = duration;
        for (String name : UNITS) {
            long amount = left.dividedBy(unit(name));
            if (amount > 0) {
                text.append(amount).append(name);
                left = left.minus(unit(name).multipliedBy(amount));
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> Duration.ofDays(7);
        };
    }
}
