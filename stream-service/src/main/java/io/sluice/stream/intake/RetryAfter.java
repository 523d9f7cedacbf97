package io.sluice.stream.intake;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {
    /** A server is obeyed so far; longer pauses are for people. */
    static final Duration MOST = Duration.ofHours(1);

    private RetryAfter() {}

    /** @return zero for anything that is not understood */
    static Duration of(String header, Clock clock) {
        String text = header.strip();
        Duration asked = Duration.ZERO;
        if (!text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            asked = text.length() > 9 ? MOST : Duration.ofSeconds(Long.parseLong(text));
        } else {
            try {
                ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
                asked = Duration.between(clock.instant(), at.toInstant());
            } catch (DateTimeException malformed) {
                asked = Duration.ZERO;
            }
        }
        return asked.isNegative() ? Duration.ZERO : asked.compareTo(MOST) > 0 ? MOST : asked;
    }
}
