package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.sluice.runtime.Json;
import io.sluice.stream.intake.Web;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the reader of a file stands, as text of one position.
 *
 * @param row how many rows were read, whatever became of them
 * @param bytes how many bytes were counted for them
 */
record Place(long row, long bytes, Version version) {
    static final String KEY = "";
    static final Place START = new Place(0, 0, new Version(null, null, null));

    /** What tells one content of a file from another, as far as the server says. */
    record Version(
            @Nullable String etag,
            @Nullable String modified,
            @Nullable Long length) {
        static Version of(Web.Answer answer) {
            Long length = answer.length().isPresent() ? (Long) answer.length().getAsLong() : null;
            return new Version(
                    answer.header("ETag").orElse(null),
                    answer.header("Last-Modified").orElse(null),
                    length);
        }

        /** Whether it is certainly another content. The entity tag alone decides where both have one. */
        boolean differs(Version other) {
            if (etag != null && other.etag != null) {
                return !etag.equals(other.etag);
            }
            boolean modifiedDiffers =
                    modified != null && other.modified != null && !Objects.equals(modified, other.modified);
            boolean lengthDiffers = length != null && other.length != null && !Objects.equals(length, other.length);
            return modifiedDiffers || lengthDiffers;
        }
    }

    static Place of(Map<String, String> positions) {
        String text = positions.get(KEY);
        try {
            return text == null ? START : Json.MAPPER.readValue(text, Place.class);
        } catch (JsonProcessingException notOurs) {
            throw new IllegalArgumentException("a position that is not one of a file", notOurs);
        }
    }

    String text() {
        try {
            return Json.MAPPER.writeValueAsString(this);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
