package io.sluice.bench.endurance;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has received: a bit for each offset of each partition, where it stands, and what was wrong on the way. Owned by
 * its client's thread until that has ended, but for {@link #count}.
 */
final class Holding {
    private final BitSet[] offsets;
    private final long[] next;
    private @Nullable String token;
    private long repeated;
    private long gaps;
    private @Nullable String complaint;
    private volatile long count;

    Holding(int partitions) {
        offsets = new BitSet[partitions];
        Arrays.setAll(offsets, partition -> new BitSet());
        next = new long[partitions];
    }

    /** A record that is not behind the last of its partition is a repeat, or out of order. */
    void take(int partition, long offset) {
        if (offset < next[partition]) {
            repeated++;
            return;
        }
        offsets[partition].set(Math.toIntExact(offset));
        next[partition] = offset + 1;
        count = count + 1;
    }

    void gap() {
        gaps++;
    }

    /** The server said that something is wrong. The last one is kept. */
    void complaint(String text) {
        complaint = text;
    }

    /** Everything up to here is held. */
    void token(String token) {
        this.token = token;
    }

    @Nullable String token() {
        return token;
    }

    @Nullable String complaint() {
        return complaint;
    }

    /** Records, without repeats. */
    long count() {
        return count;
    }

    /** As {@code from=} wants it. */
    String nextOffsets() {
        return "offsets:"
                + IntStream.range(0, next.length)
                        .mapToObj(partition -> partition + "=" + next[partition])
                        .collect(Collectors.joining(","));
    }

    Verdict compare(BitSet[] expected) {
        long missing = 0;
        long unexpected = 0;
        for (int partition = 0; partition < expected.length; partition++) {
            missing += without(expected[partition], offsets[partition]);
            unexpected += without(offsets[partition], expected[partition]);
        }
        return new Verdict(count, missing, repeated, unexpected, gaps);
    }

    private static long without(BitSet from, BitSet these) {
        BitSet rest = (BitSet) from.clone();
        rest.andNot(these);
        return rest.cardinality();
    }
}
