package io.sluice.runtime.config;

import io.sluice.contract.Secret;
import java.math.BigInteger;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a text becomes a value of a configuration record's component, by the component's type. */
final class Values {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})\\s*([A-Za-z]*)");
    private static final Map<String, Duration> DURATIONS = Map.of(
            "ms", Duration.ofMillis(1),
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1));

    private static final Map<Class<?>, Kind> KINDS = Map.of(
            String.class, new Kind("a text", text -> text),
            int.class, new Kind("a whole number", Integer::valueOf),
            short.class, new Kind("a whole number", Short::valueOf),
            long.class, new Kind("a whole number", Long::valueOf),
            boolean.class, new Kind("true or false", Values::parseBoolean),
            Duration.class, new Kind("a duration such as 500ms, 30s, 15m, 8h or 7d", Values::parseDuration),
            ByteSize.class, new Kind("a size such as 512B, 64KiB, 16MiB or 1GiB", ByteSize::parse),
            Path.class, new Kind("a path", Path::of),
            Secret.class, new Kind("a text", Secret::of),
            List.class, new Kind("values separated by commas", Values::parseList));

    private Values() {}

    static Kind of(Class<?> type) {
        Kind kind = KINDS.get(type);
        if (kind == null) {
            throw new IllegalStateException("no configuration value can be a " + type.getName());
        }
        return kind;
    }

    /**
     * @param expects in words, for the fault
     * @param parse throws {@link IllegalArgumentException} when the text is no such value
     */
    record Kind(String expects, Function<String, Object> parse) {
        Object value(String text) {
            try {
                return parse.apply(text);
            } catch (InvalidPathException notAPath) {
                throw new IllegalArgumentException(notAPath);
            }
        }
    }

    private static Boolean parseBoolean(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static Duration parseDuration(String text) {
        Matcher amount = AMOUNT.matcher(text);
        Duration unit = amount.matches() ? DURATIONS.get(amount.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("not a duration");
        }
        BigInteger millis = new BigInteger(amount.group(1)).multiply(BigInteger.valueOf(unit.toMillis()));
        if (millis.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("too long a duration");
        }
        return Duration.ofMillis(millis.longValueExact());
    }

    private static List<String> parseList(String text) {
        return Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }
}
