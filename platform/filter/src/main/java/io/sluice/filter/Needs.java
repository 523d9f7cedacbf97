package io.sluice.filter;

import java.util.List;

/** What a compiled expression reads of a record. */
final class Needs {
    private final Inputs inputs;
    private final List<Path> paths;
    private final Cell[] cells;
    private final int usesOfNow;
    private final List<Commons.Once> shared;
    private final boolean value;
    private final boolean key;

    Needs(Inputs inputs, List<Path> paths, Cell[] cells, int usesOfNow, List<Commons.Once> shared) {
        this.inputs = inputs;
        this.paths = paths;
        this.cells = cells;
        this.usesOfNow = usesOfNow;
        this.shared = shared;
        this.value = paths.stream().anyMatch(Inputs::inValue);
        this.key = paths.stream().anyMatch(Inputs::inKey);
    }

    /** Whether some of it is in the value, read as JSON. */
    boolean isOfValue() {
        return value;
    }

    /** Whether some of it is in the key, read as JSON. */
    boolean isOfKey() {
        return key;
    }

    /** Has it read; answers whether all of it is there to be used. */
    boolean fetch() {
        if (value) {
            inputs.needValue();
        }
        if (key) {
            inputs.needKey();
        }
        for (Cell cell : cells) {
            if (cell.kind == Cell.Kind.PENDING || cell.kind == Cell.Kind.UNREADABLE) {
                return false;
            }
        }
        return true;
    }

    /** Gives up what was acquired for it. */
    void release() {
        paths.forEach(inputs::release);
        shared.forEach(Commons.Once::release);
        for (int i = 0; i < usesOfNow; i++) {
            inputs.releaseNow();
        }
    }
}
