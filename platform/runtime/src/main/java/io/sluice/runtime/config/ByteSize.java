package io.sluice.runtime.config;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512B}, {@code 64KiB}, {@code 16MiB} or {@code 1GiB}. */
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})\\s*(B|KiB|MiB|GiB)");
    private static final Map<String, Integer> SHIFT = Map.of("B", 0, "KiB", 10, "MiB", 20, "GiB", 30);

    /** @throws IllegalArgumentException if {@code text} is not of this form */
    public static ByteSize parse(String text) {
        Matcher size = FORM.matcher(text);
        if (!size.matches()) {
            throw new IllegalArgumentException("expected a size such as 512B, 64KiB, 16MiB or 1GiB");
        }
        return new ByteSize(Long.parseLong(size.group(1)) << SHIFT.getOrDefault(size.group(2), 0));
    }
}
