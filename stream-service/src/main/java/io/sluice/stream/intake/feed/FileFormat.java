package io.sluice.stream.intake.feed;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a directory source reads, by the exact extension of a name, in any case; each may be compressed ({@code .gz} behind it). */
enum FileFormat {
    JSON,
    JSON_LINES,
    YAML,
    CSV;

    /** A text that says itself where it ends is looked at soon: when it is not whole yet, that shows. */
    private static final Duration WHOLE = Duration.ofMillis(300);

    private static final Duration OPEN = Duration.ofSeconds(2);

    /** @return null: not a file for us, such as a hidden one, a copy ({@code x.json.bak}) or one that is being made ({@code x.json.tmp}) */
    static @Nullable FileFormat of(String fileName) {
        String name = plain(fileName);
        int dot = name.lastIndexOf('.');
        if (dot < 1 || fileName.startsWith(".")) {
            return null;
        }
        return switch (name.substring(dot + 1)) {
            case "json" -> JSON;
            case "jsonl", "ndjson" -> JSON_LINES;
            case "yaml", "yml" -> YAML;
            case "csv" -> CSV;
            default -> null;
        };
    }

    static boolean isCompressed(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** How long a file must not have changed before it is looked at. */
    Duration settling(String fileName) {
        return this == JSON || isCompressed(fileName) ? WHOLE : OPEN;
    }

    private static String plain(String fileName) {
        String lower = fileName.toLowerCase(Locale.ROOT);
        return lower.endsWith(".gz") ? lower.substring(0, lower.length() - ".gz".length()) : lower;
    }
}
