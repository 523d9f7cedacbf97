package io.sluice.gateway.live;

import java.util.Arrays;

/**
 * The next offset to read of each partition: everything before it was delivered (or did not match). Immutable. A partition that
 * it does not know begins at 0, which is what makes a position survive a growing partition count.
 */
final class Position {
    private final long[] next;

    private Position(long[] next) {
        this.next = next;
    }

    static Position of(long... next) {
        return new Position(next.clone());
    }

    static Position zero(int partitions) {
        return new Position(new long[partitions]);
    }

    int partitions() {
        return next.length;
    }

    long next(int partition) {
        return partition < next.length ? next[partition] : 0;
    }

    /** A copy with at least {@code partitions} elements. */
    long[] toArray(int partitions) {
        return Arrays.copyOf(next, Math.max(partitions, next.length));
    }

    boolean isAtLeast(Position other) {
        for (int p = 0; p < Math.max(next.length, other.next.length); p++) {
            if (next(p) < other.next(p)) {
                return false;
            }
        }
        return true;
    }

    /** Records (offsets, to be exact) from {@code other} up to here; partitions where {@code other} is ahead count nothing. */
    long distanceFrom(Position other) {
        long distance = 0;
        for (int p = 0; p < next.length; p++) {
            distance += Math.max(0, next[p] - other.next(p));
        }
        return distance;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Position position && Arrays.equals(next, position.next);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(next);
    }

    @Override
    public String toString() {
        return Arrays.toString(next);
    }
}
