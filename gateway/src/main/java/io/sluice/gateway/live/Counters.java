package io.sluice.gateway.live;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one event loop has delivered since it began. Written on that loop, as plain fields, because every delivery comes by; read by
 * any thread, which may see figures that are a moment old.
 */
final class Counters {
    private final Map<Gap.Reason, long[]> gaps = new EnumMap<>(Gap.Reason.class);
    private long records;
    private long bytes;
    private long dropped;

    Counters() {
        for (Gap.Reason reason : Gap.Reason.values()) {
            gaps.put(reason, new long[1]);
        }
    }

    void delivered(long count, long written) {
        records += count;
        bytes += written;
    }

    void dropped(long count) {
        dropped += count;
    }

    void gap(Gap.Reason reason) {
        gaps.getOrDefault(reason, new long[1])[0]++;
    }

    long records() {
        return records;
    }

    long bytes() {
        return bytes;
    }

    long dropped() {
        return dropped;
    }

    long gaps(Gap.Reason reason) {
        return gaps.getOrDefault(reason, new long[1])[0];
    }
}
