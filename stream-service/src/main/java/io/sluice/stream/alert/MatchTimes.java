package io.sluice.stream.alert;

import java.util.Arrays;

/** The newest times of matches, oldest first, at most a fixed number of them. Belongs to one thread. */
final class MatchTimes {
    private final long[] times;
    private int size;

    /** @param most of them that are kept */
    MatchTimes(int most) {
        this.times = new long[most];
    }

    /** @return false when it is older than all that are kept, and there is no room for it */
    boolean add(long time) {
        if (size == times.length) {
            if (time < times[0]) {
                return false;
            }
            System.arraycopy(times, 1, times, 0, --size);
        }
        int at = size;
        while (at > 0 && times[at - 1] > time) {
            times[at] = times[at - 1];
            at--;
        }
        times[at] = time;
        size++;
        return true;
    }

    /** Whether there are as many as are kept at most, and the first and the last of them are less than {@code within} apart. */
    boolean isFull(long within) {
        return size == times.length && times[size - 1] - times[0] < within;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    /** Of those that there are. */
    long newest() {
        return times[size - 1];
    }

    void clear() {
        size = 0;
    }

    Long[] toArray() {
        return Arrays.stream(times, 0, size).boxed().toArray(Long[]::new);
    }
}
