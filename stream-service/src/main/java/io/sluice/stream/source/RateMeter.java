package io.sluice.stream.source;

import java.util.ArrayDeque;
import java.util.Deque;

/** Events per second over the last {@link #WINDOW_S} seconds, fed about once a second. Belongs to one thread. */
public final class RateMeter {
    private static final int WINDOW_S = 15;
    private static final double NANOS = 1e9;

    private final Deque<Sample> samples = new ArrayDeque<>();
    private long count;

    public RateMeter(long now) {
        samples.add(new Sample(now, 0));
    }

    public void add(long events) {
        count += events;
    }

    /** @param now of a monotonic clock, in nanoseconds */
    public double rate(long now) {
        samples.addLast(new Sample(now, count));
        while (samples.size() > 2 && now - samples.getFirst().time() > WINDOW_S * NANOS) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        double seconds = (now - first.time()) / NANOS;
        return seconds <= 0 ? 0 : Math.round((count - first.count()) / seconds * 1000) / 1000.0;
    }

    private record Sample(long time, long count) {}
}
