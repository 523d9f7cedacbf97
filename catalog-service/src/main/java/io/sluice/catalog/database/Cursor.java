package io.sluice.catalog.database;

import com.fasterxml.jackson.core.type.TypeReference;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The opaque text of a place in a list: base64url of a JSON array, the kind of list first, then the keys of the last row. */
public final class Cursor {
    private static final int MAX_LENGTH = 16_384;
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private Cursor() {}

    public static String encode(String kind, String... keys) {
        List<String> parts = new ArrayList<>();
        parts.add(kind);
        parts.addAll(List.of(keys));
        byte[] json = Columns.json(parts).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }

    /**
     * @return the keys
     * @throws ProblemException {@code Invalid} at {@code /cursor} when no list of this kind gave this cursor
     */
    public static List<String> decode(String kind, int keys, String text) {
        try {
            if (text.length() > MAX_LENGTH) {
                throw broken();
            }
            List<@Nullable String> parts =
                    Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), TEXTS);
            if (parts == null || parts.size() != keys + 1 || !kind.equals(parts.get(0)) || !storable(parts)) {
                throw broken();
            }
            return parts.subList(1, parts.size()).stream().map(String::valueOf).toList();
        } catch (IOException | IllegalArgumentException unreadable) {
            throw broken();
        }
    }

    public static ProblemException broken() {
        return Problem.Invalid.at("/cursor", "not a cursor of this list").toException();
    }

    private static boolean storable(List<@Nullable String> parts) {
        return parts.stream().allMatch(part -> part != null && Text.isStorable(part));
    }
}
