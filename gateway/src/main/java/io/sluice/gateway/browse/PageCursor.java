package io.sluice.gateway.browse;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.contract.Problem;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Map;

/**
 * Where the next page goes on, opaque to clients.
 *
 * @param topic the broker's id of the topic: one that was deleted and created again is not continued
 * @param next offset by partition; {@code end} where the first page said that it would stop
 */
record PageCursor(String topic, Map<Integer, Long> next, Map<Integer, Long> end) {

    String text() {
        try {
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.MAPPER.writeValueAsBytes(this));
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** @throws io.sluice.contract.ProblemException when it was not made by {@link #text} for this incarnation of the topic */
    static PageCursor parse(String text, String topic) {
        PageCursor cursor;
        try {
            cursor = Json.MAPPER.readValue(Base64.getUrlDecoder().decode(text), PageCursor.class);
        } catch (IOException | IllegalArgumentException notACursor) {
            throw refused("is not a cursor of this list");
        }
        if (cursor == null || cursor.topic == null || cursor.next == null || cursor.end == null) {
            throw refused("is not a cursor of this list");
        }
        if (!cursor.topic.equals(topic)) {
            throw refused("the topic is not the same any more; start again without a cursor");
        }
        if (!cursor.next.keySet().equals(cursor.end.keySet())
                || cursor.next.containsValue(null)
                || cursor.end.containsValue(null)) {
            throw refused("is not a cursor of this list");
        }
        return cursor;
    }

    private static RuntimeException refused(String reason) {
        return Problem.Invalid.at("/cursor", reason).toException();
    }
}
