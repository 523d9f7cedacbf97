package io.sluice.stream.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.JsonText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What older consumers expect around each value: {@code {"values": value, "stream_info": {…}}}. A value that is an object of
 * scalars becomes one row there. Any thread.
 */
final class Envelope {
    static final Envelope NONE = new Envelope(Map.of());

    private static final int MAX_DEPTH = 512;
    private static final byte[] BEGIN = "{\"values\":".getBytes(UTF_8);
    private static final byte[] NULL = "null".getBytes(UTF_8);

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
        byte[] inside = value == null ? NULL : value;
        if (value != null && JsonText.of(value, MAX_DEPTH) == JsonText.NONE) {
            return null;
        }
        byte[] end = ends.getOrDefault(topic, end("{}"));
        byte[] whole = new byte[BEGIN.length + inside.length + end.length];
        System.arraycopy(BEGIN, 0, whole, 0, BEGIN.length);
        System.arraycopy(inside, 0, whole, BEGIN.length, inside.length);
        System.arraycopy(end, 0, whole, BEGIN.length + inside.length, end.length);
        return whole;
    }

    private static byte[] end(String info) {
        return (",\"stream_info\":" + info + "}").getBytes(UTF_8);
    }
}
