package io.sluice.contract;

import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of {@link Processing}. Clients of older systems send numbers and flags as texts ({@code "1"}, {@code
 * "True"}); both forms are taken. An option that the type does not know is a fault.
 */
final class ProcessingReader {
    private static final int MAX_COLUMNS = 10_000;
    private static final int MAX_LINE = 1_000_000;
    private static final int MAX_DELIMITER = 10;
    private static final double MAX_SECONDS = 86_400;
    /** As people write it: a number and a unit. */
    private static final Pattern TIME = Pattern.compile(
            "(\\d{1,9}(?:\\.\\d{1,9})?)\\s*(ms|milliseconds?|s|secs?|seconds?|m|mins?|minutes?|h|hours?)");

    private static final Duration BATCH_INTERVAL = Duration.ofMillis(200);
    private static final Duration TIME_WINDOW = Duration.ofSeconds(10);

    private static final Set<String> ALL = Set.of("key", "timestamp", "batch_mode", "batch_interval", "time_window");
    private static final Set<String> TABLE = Set.of(
            "delimiter", "header_line", "start_line", "comment_char", "quote_char", "encoding", "columns", "types");
    private static final Set<String> TREE = Set.of("data_key", "info_key", "additional_key", "encoding");
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "kafka", union(ALL, Set.of("data_key", "auto_offset_reset")),
            "generator", Set.of(),
            "csv", union(ALL, TABLE),
            "text", union(ALL, TABLE),
            "json", union(ALL, TREE),
            "netcdf", union(ALL, Set.of("group", "variables")),
            "event_stream", union(ALL, Set.of("data_key", "refresh_rate")),
            "websocket", union(ALL, Set.of("data_key", "refresh_rate")),
            "poll", union(ALL, union(TREE, Set.of("id_key"))),
            "directory", union(ALL, union(union(TABLE, TREE), Set.of("skip_same_content"))));

    private final String type;
    private final Map<String, Object> options;
    private final List<Violation> violations = new ArrayList<>();

    ProcessingReader(String type, Map<String, Object> options) {
        this.type = type;
        this.options = options;
    }

    static Set<String> known(String type) {
        return KNOWN.getOrDefault(type, Set.of());
    }

    List<Violation> violations() {
        return violations;
    }

    Processing read() {
        Set<String> known = known(type);
        options.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(name, "a source of type " + type + " has " + list(known)));
        return new Processing(table(), tree(), grid(), flow(), path("key"), path("timestamp"));
    }

    private Processing.Table table() {
        Boolean infer = choice("types", "infer", "text");
        return new Processing.Table(
                text("delimiter", MAX_DELIMITER),
                whole("header_line"),
                whole("start_line"),
                character("comment_char"),
                character("quote_char"),
                charset("encoding"),
                texts("columns"),
                infer == null || infer);
    }

    private Processing.Tree tree() {
        return new Processing.Tree(path("data_key"), path("info_key"), path("additional_key"));
    }

    private Processing.Grid grid() {
        return new Processing.Grid(path("group"), texts("variables"));
    }

    private Processing.Flow flow() {
        Boolean earliest = choice("auto_offset_reset", "earliest", "latest");
        return new Processing.Flow(
                flag("batch_mode"),
                seconds("batch_interval", BATCH_INTERVAL),
                seconds("time_window", TIME_WINDOW),
                earliest == null || earliest,
                optionalSeconds("refresh_rate"),
                path("id_key"),
                flag("skip_same_content"));
    }

    private @Nullable String path(String name) {
        return text(name, 500);
    }

    private @Nullable String text(String name, int most) {
        Object value = options.get(name);
        if (value == null) {
            return null;
        }
        if (!(value instanceof String text) || text.isEmpty() || text.length() > most) {
            fault(name, "expected a text of 1 to " + most + " characters");
            return null;
        }
        return text;
    }

    private @Nullable Character character(String name) {
        String text = text(name, 1);
        return text == null ? null : text.charAt(0);
    }

    private @Nullable Charset charset(String name) {
        String text = text(name, 100);
        try {
            return text == null ? null : Charset.forName(text);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            fault(name, "expected the name of a character encoding, such as UTF-8 or ISO-8859-1");
            return null;
        }
    }

    private List<String> texts(String name) {
        Object value = options.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)
                || list.isEmpty()
                || list.size() > MAX_COLUMNS
                || !list.stream().allMatch(each -> each instanceof String text && !text.isEmpty())) {
            fault(name, "expected a list of 1 to " + MAX_COLUMNS + " texts");
            return List.of();
        }
        return list.stream().map(String::valueOf).toList();
    }

    private @Nullable Integer whole(String name) {
        BigDecimal number = number(name, "a whole number from 0 to " + MAX_LINE);
        if (number == null) {
            return null;
        }
        boolean whole = number.stripTrailingZeros().scale() <= 0
                && number.signum() >= 0
                && number.compareTo(BigDecimal.valueOf(MAX_LINE)) <= 0;
        if (!whole) {
            fault(name, "expected a whole number from 0 to " + MAX_LINE);
            return null;
        }
        return number.intValue();
    }

    private Duration seconds(String name, Duration whenAbsent) {
        Duration given = optionalSeconds(name);
        return given == null ? whenAbsent : given;
    }

    /** A number of seconds, or a text such as {@code 500ms}, {@code 5 seconds} or {@code 2 minutes}. */
    private @Nullable Duration optionalSeconds(String name) {
        Matcher text = TIME.matcher(String.valueOf(options.get(name)).strip());
        BigDecimal number = text.matches() ? new BigDecimal(text.group(1)) : number(name, "a number of seconds");
        if (number == null) {
            return null;
        }
        double seconds = number.doubleValue() * (text.matches() ? unit(text.group(2)) : 1);
        if (!(seconds >= 0 && seconds <= MAX_SECONDS)) {
            fault(name, "expected 0 to 86400 seconds");
            return null;
        }
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Seconds in a unit of {@link #TIME}. */
    private static double unit(String name) {
        return switch (name.charAt(0)) {
            case 'h' -> 3_600;
            case 'm' -> name.startsWith("ms") || name.startsWith("mil") ? 0.001 : 60;
            default -> 1;
        };
    }

    private @Nullable BigDecimal number(String name, String expected) {
        Object value = options.get(name);
        if (value == null) {
            return null;
        }
        try {
            if ((value instanceof Number || value instanceof String)
                    && value.toString().length() <= 30) {
                return new BigDecimal(value.toString().strip());
            }
        } catch (NumberFormatException notANumber) {
            // told below, like any other value that is no number
        }
        fault(name, "expected " + expected);
        return null;
    }

    private boolean flag(String name) {
        Object value = options.get(name);
        if (value == null || value instanceof Boolean) {
            return Boolean.TRUE.equals(value);
        }
        String text = value.toString().toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            fault(name, "expected true or false");
        }
        return text.equals("true");
    }

    /** True for the first of two words; null when absent or at fault. */
    private @Nullable Boolean choice(String name, String first, String second) {
        Object value = options.get(name);
        if (value == null) {
            return null;
        }
        if (first.equals(value) || second.equals(value)) {
            return first.equals(value);
        }
        fault(name, "expected " + first + " or " + second);
        return null;
    }

    /** With the pointer as RFC 6901 wants it. */
    private void fault(String name, String reason) {
        violations.add(new Violation("/processing/" + name.replace("~", "~0").replace("/", "~1"), reason));
    }

    private static String list(Set<String> known) {
        return known.isEmpty() ? "no options" : "only " + String.join(", ", new TreeSet<>(known));
    }

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
