package io.sluice.contract;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text forms of {@link StartAt}. */
final class StartAtText {
    private static final int MAX_LAST = 100_000;
    private static final int MAX_PARTITIONS = 10_000;
    private static final Pattern AGO = Pattern.compile("-(\\d{1,9})([smhd])");
    private static final Pattern LAST = Pattern.compile("last:(\\d{1,9})");
    private static final Pattern OFFSET = Pattern.compile("(\\d{1,9})=(\\d{1,18})");
    private static final String EXPECTED =
            "expected latest, earliest, an RFC 3339 time, -15m, last:100 or offsets:0=17,1=4";

    private StartAtText() {}

    static StartAt parse(String text, String pointer) {
        Matcher ago = AGO.matcher(text);
        Matcher last = LAST.matcher(text);
        if (text.equals("latest")) {
            return new StartAt.Latest();
        } else if (text.equals("earliest")) {
            return new StartAt.Earliest();
        } else if (ago.matches()) {
            return new StartAt.Ago(duration(Long.parseLong(ago.group(1)), ago.group(2)));
        } else if (last.matches()) {
            return last(Integer.parseInt(last.group(1)), pointer);
        } else if (text.startsWith("offsets:")) {
            return offsets(text.substring("offsets:".length()), pointer);
        }
        return time(text, pointer);
    }

    private static Duration duration(long amount, String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static StartAt last(int count, String pointer) {
        if (count < 1 || count > MAX_LAST) {
            throw Problem.Invalid.at(pointer, "last: takes a count from 1 to " + MAX_LAST)
                    .toException();
        }
        return new StartAt.Last(count);
    }

    private static StartAt offsets(String list, String pointer) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String item : list.split(",", MAX_PARTITIONS + 1)) {
            Matcher offset = OFFSET.matcher(item);
            if (!offset.matches() || offsets.size() >= MAX_PARTITIONS) {
                throw Problem.Invalid.at(pointer, "expected offsets:partition=offset,…")
                        .toException();
            }
            offsets.put(Integer.parseInt(offset.group(1)), Long.parseLong(offset.group(2)));
        }
        return new StartAt.Offsets(offsets);
    }

    private static StartAt time(String text, String pointer) {
        try {
            return new StartAt.At(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notATime) {
            throw Problem.Invalid.at(pointer, EXPECTED).toException();
        }
    }
}
