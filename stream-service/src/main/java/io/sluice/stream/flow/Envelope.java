package io.sluice.stream.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.JsonText;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What older consumers expect around each value: {@code {"values": value, "stream_info": {…}}}. A value that is an object of
 * scalars becomes one row there, a list of objects a row for each. They cannot read anything else, so a number or a text stands for an object
 * with one field, {@code value}, and where there is no value there are no {@code values}, which is an empty row. Any thread.
 */
final class Envelope {
    static final Envelope NONE = new Envelope(Map.of());

    private static final int MAX_DEPTH = 512;
    private static final byte[] ROWS = "{\"values\":".getBytes(UTF_8);
    private static final byte[] SCALAR = "{\"values\":{\"value\":".getBytes(UTF_8);
    private static final byte[] NOTHING = {};

    private final Map<String, byte[]> ends = new HashMap<>();

    private Envelope(Map<String, String> infos) {
        infos.forEach((topic, info) -> ends.put(topic, end(info)));
    }

    /** @param infos JSON objects by source topic; none: no envelope at all */
    static Envelope of(Map<String, String> infos) {
        return infos.isEmpty() ? NONE : new Envelope(infos);
    }

    boolean isNone() {
        return ends.isEmpty();
    }

    /** @return null when the value is not JSON, and so cannot be inside of any */
    byte @Nullable [] around(String topic, byte @Nullable [] value) {
        byte[] end = ends.getOrDefault(topic, end("{}"));
        if (value == null) {
            return joined(NOTHING, NOTHING, "{", end);
        } else if (JsonText.of(value, MAX_DEPTH) == JsonText.NONE) {
            return null;
        }
        return switch (first(value)) {
            case '{', '[' -> joined(ROWS, value, ",", end);
            case 'n' -> joined(NOTHING, NOTHING, "{", end);
            default -> joined(SCALAR, value, "},", end);
        };
    }

    /** The byte that tells what a JSON text is. */
    private static char first(byte[] json) {
        int at = 0;
        while (json[at] <= ' ') {
            at++;
        }
        return (char) json[at];
    }

    private static byte[] joined(byte[] begin, byte[] value, String between, byte[] end) {
        return ByteBuffer.allocate(begin.length + value.length + between.length() + end.length)
                .put(begin)
                .put(value)
                .put(between.getBytes(UTF_8))
                .put(end)
                .array();
    }

    private static byte[] end(String info) {
        return ("\"stream_info\":" + info + "}").getBytes(UTF_8);
    }
}
