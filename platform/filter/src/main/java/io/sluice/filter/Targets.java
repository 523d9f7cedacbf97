package io.sluice.filter;

import java.util.Arrays;

/** Programs that stand at one place of an index, or have been found in one; the order means nothing. */
final class Targets {
    private static final int FEW = 4;

    private Program[] programs = new Program[1];
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    Program get(int i) {
        return programs[i];
    }

    void add(Program program) {
        if (size == programs.length) {
            programs = Arrays.copyOf(programs, Math.max(FEW, size * 2));
        }
        programs[size++] = program;
    }

    void addAll(Targets others) {
        if (others.size == 1) {
            add(others.programs[0]);
            return;
        }
        if (programs.length < size + others.size) {
            programs = Arrays.copyOf(programs, Math.max(size * 2, size + others.size));
        }
        System.arraycopy(others.programs, 0, programs, size, others.size);
        size += others.size;
    }

    /** Takes out one mention of a program. */
    void remove(Program program) {
        for (int i = 0; i < size; i++) {
            if (programs[i] == program) {
                programs[i] = programs[--size];
                Arrays.fill(programs, size, size + 1, null);
                return;
            }
        }
    }

    /** Forgets them all and keeps the room. */
    void clear() {
        Arrays.fill(programs, 0, size, null);
        size = 0;
    }
}
