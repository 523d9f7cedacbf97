package io.sluice.catalog.federation;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Out of answers and into questions. */
final class Texts {
    static final int MAX_EXTRAS = 200;

    private static final int MAX = 20_000;

    /** What a browser would run instead of opening it. */
    private static final Pattern RUN = Pattern.compile("(?is)\\s*(?:javascript|data|vbscript)\\s*:.*");

    private Texts() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Cut where it is longer than any text of ours. */
    static String text(JsonNode from, String name) {
        String text = from.path(name).asText("");
        return text.length() <= MAX ? text : text.substring(0, MAX);
    }

    /** Where something can be had; empty for what is not to be followed. */
    static String address(JsonNode from, String name) {
        String text = text(from, name);
        return RUN.matcher(text).matches() ? "" : text;
    }

    /** @throws IllegalArgumentException if a member is none */
    static List<JsonNode> objects(JsonNode array) {
        List<JsonNode> objects = new ArrayList<>();
        for (JsonNode member : array) {
            if (!member.isObject() || text(member, "name").isBlank()) {
                throw new IllegalArgumentException("no datasets");
            }
            objects.add(member);
        }
        return objects;
    }

    /** Not below what is there, and small enough that all sums of such are numbers. */
    static long count(JsonNode number, int least) {
        return Math.max(least, Math.min(number.asLong(least), Integer.MAX_VALUE));
    }

    static @Nullable String orNull(JsonNode from, String name) {
        JsonNode value = from.path(name);
        return value.isTextual() && !value.asText().isBlank() ? text(from, name) : null;
    }

    /** RFC 3339, or without an offset, which is UTC then. */
    static @Nullable Instant time(JsonNode from, String name) {
        String text = from.path(name).asText("");
        try {
            return text.matches(".*(Z|[+-]\\d\\d:\\d\\d)$")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException none) {
            return null;
        }
    }
}
