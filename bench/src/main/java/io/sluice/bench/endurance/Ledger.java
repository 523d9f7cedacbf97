package io.sluice.bench.endurance;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What was written and stands: the group of each committed record by partition and offset, a byte each. Offsets that hold nothing
 * (aborted, or a marker of a transaction) are holes. Filled on the producers' threads.
 */
final class Ledger {
    private static final int FIRST = 1 << 16;
    private static final byte HOLE = 0;

    private final byte[][] groups;
    private long records;

    Ledger(int partitions) {
        groups = new byte[partitions][FIRST];
    }

    synchronized void add(int partition, long offset, int group) {
        int at = Math.toIntExact(offset);
        if (at >= groups[partition].length) {
            groups[partition] = Arrays.copyOf(groups[partition], Math.max(at + 1, groups[partition].length * 2));
        }
        groups[partition][at] = (byte) (group + 1);
        records++;
    }

    synchronized long records() {
        return records;
    }

    /** The offsets of each partition that a subscriber must hold. */
    synchronized BitSet[] expected(Wanted wanted) {
        BitSet[] expected = new BitSet[groups.length];
        for (int partition = 0; partition < groups.length; partition++) {
            expected[partition] = new BitSet();
            byte[] written = groups[partition];
            for (int offset = 0; offset < written.length; offset++) {
                if (written[offset] != HOLE && wanted.matches().test(written[offset] - 1)) {
                    expected[partition].set(offset);
                }
            }
        }
        return expected;
    }
}
