package io.sluice.catalog.federation;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Out of answers and into questions. */
final class Texts {
    private static final int MAX = 20_000;

    private Texts() {}

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Cut where it is longer than any text of ours. */
    static String text(JsonNode from, String name) {
        String text = from.path(name).asText("");
        return text.length() <= MAX ? text : text.substring(0, MAX);
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
