package io.sluice.stream.landing;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** For how long rows are kept, as a text: {@code 90s}, {@code 15m}, {@code 8h}, {@code 7d}. */
final class Retention {
    private static final Pattern FORM = Pattern.compile("(\\d{1,6})(s|m|h|d)");
    private static final Duration MOST = Duration.ofDays(100_000);

    private Retention() {}

    /**
     * @return null: for ever
     * @throws ProblemException {@link Problem.Invalid} if it is no such text
     */
    static @Nullable Duration parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Matcher form = FORM.matcher(text);
        if (form.matches()) {
            int count = Integer.parseInt(form.group(1));
            Duration time =
                    switch (form.group(2)) {
                        case "s" -> Duration.ofSeconds(count);
                        case "m" -> Duration.ofMinutes(count);
                        case "h" -> Duration.ofHours(count);
                        default -> Duration.ofDays(count);
                    };
            if (count > 0 && time.compareTo(MOST) <= 0) {
                return time;
            }
        }
        throw Problem.Invalid.at("/retention", "expected a time such as 90s, 15m, 8h or 7d")
                .toException();
    }
}
