package io.sluice.bench.rig;

import java.util.Arrays;

/** Times in nanoseconds, all of them kept. Filled by one thread, read after it has ended or while it has nothing to add. */
public final class Latencies {
    private static final int FIRST = 1 << 16;
    private static final double NANOS_PER_MILLI = 1e6;

    private long[] nanos = new long[FIRST];
    private int count;

    public void add(long time) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, count * 2);
        }
        nanos[count++] = time;
    }

    public int count() {
        return count;
    }

    /** @param share 0.99 for the 99th percentile. In milliseconds */
    public double percentile(double share) {
        if (count == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(share * count) - 1] / NANOS_PER_MILLI;
    }
}
