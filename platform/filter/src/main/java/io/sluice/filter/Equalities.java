package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/**
 * Programs by the constant that an operand has to be equal to: a number, a text, true or false. A hash table with open
 * addressing and linear probing; the hashes stand apart from the entries, so that a value that nobody asks for mostly
 * costs one look at an array of ints. Nothing is made when it is asked. Owned by one thread.
 *
 * <p>Equal numbers have equal hashes however they are written ({@link Numbers#hash}), and two values are equal when {@link
 * Comparing} says so.
 */
final class Equalities {
    private static final int LEAST = 8;

    /** 0 where nothing stands. */
    private int[] hashes = new int[LEAST];

    private @Nullable Entry[] entries = new Entry[LEAST];
    private int size;

    private record Entry(Cell value, Targets targets) {}

    boolean isEmpty() {
        return size == 0;
    }

    void add(Cell value, Program program) {
        int hash = hash(value);
        int slot = slot(value, hash);
        Entry entry = entries[slot];
        if (entry == null) {
            entry = new Entry(value, new Targets());
            put(slot, hash, entry);
            size++;
            if (size * 2 > entries.length) {
                grow();
            }
        }
        entry.targets.add(program);
    }

    void remove(Cell value, Program program) {
        int slot = slot(value, hash(value));
        Entry entry = entries[slot];
        if (entry == null) {
            return;
        }
        entry.targets.remove(program);
        if (entry.targets.isEmpty()) {
            size--;
            close(slot);
        }
    }

    /** The programs of a value, or null. */
    @Nullable Targets find(Cell value) {
        Entry entry = entries[slot(value, hash(value))];
        return entry == null ? null : entry.targets;
    }

    /** Where the value stands, or the free slot where it would. */
    private int slot(Cell value, int hash) {
        int mask = hashes.length - 1;
        int slot = hash & mask;
        while (hashes[slot] != 0) {
            Entry entry = entries[slot];
            if (hashes[slot] == hash && entry != null && isSame(entry.value, value)) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean isSame(Cell a, Cell b) {
        return a.kind == b.kind
                && switch (a.kind) {
                    case TEXT -> Texts.equal(a, b);
                    case NUMBER -> Numbers.compare(a, b) == 0;
                    default -> true;
                };
    }

    private static int hash(Cell value) {
        int hash =
                switch (value.kind) {
                    case TEXT -> Texts.hash(value.bytes(), value.from(), value.to());
                    case NUMBER -> Numbers.hash(value);
                    default -> value.kind.ordinal();
                };
        return hash == 0 ? 1 : hash;
    }

    private void put(int slot, int hash, @Nullable Entry entry) {
        hashes[slot] = hash;
        entries[slot] = entry;
    }

    private void grow() {
        int[] oldHashes = hashes;
        @Nullable Entry[] oldEntries = entries;
        hashes = new int[oldHashes.length * 2];
        entries = new Entry[oldHashes.length * 2];
        for (int i = 0; i < oldHashes.length; i++) {
            Entry entry = oldEntries[i];
            if (entry != null) {
                put(slot(entry.value, oldHashes[i]), oldHashes[i], entry);
            }
        }
    }

    /** Frees a slot and moves up those behind it that would not be found across the gap. */
    private void close(int freed) {
        int mask = hashes.length - 1;
        int gap = freed;
        for (int i = (gap + 1) & mask; hashes[i] != 0; i = (i + 1) & mask) {
            int home = hashes[i] & mask;
            if (((i - home) & mask) >= ((i - gap) & mask)) {
                put(gap, hashes[i], entries[i]);
                gap = i;
            }
        }
        put(gap, 0, null);
    }
}
