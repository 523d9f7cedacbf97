package io.sluice.stream.intake.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A record for each point of a grid, in the order in which the values lie (the last dimension runs fastest). Only a block of at most
 * {@link #BLOCK} points is in memory. Belongs to one thread.
 */
final class GridTable {
    private static final int BLOCK = 1 << 16;

    private final List<GridField> fields;
    private final int[] shape;
    private final int split;
    private final int inner;
    private final int[] from;
    private final int[] length;
    private long blockStart;
    private long blockEnd;

    /** @param shape of the grid; empty for a single point */
    GridTable(List<GridField> fields, int[] shape) {
        this.fields = List.copyOf(fields);
        this.shape = shape.clone();
        int points = 1;
        int axis = shape.length - 1;
        while (axis > 0 && (long) points * shape[axis] <= BLOCK) {
            points *= shape[axis];
            axis--;
        }
        this.split = axis;
        this.inner = points;
        this.from = new int[shape.length];
        this.length = shape.clone();
    }

    long points() {
        long points = 1;
        for (int each : shape) {
            points = Math.multiplyExact(points, (long) each);
        }
        return points;
    }

    byte[] record(long point) throws IOException {
        if (point < blockStart || point >= blockEnd) {
            load(point);
        }
        int[] at = index(point);
        StringBuilder json = new StringBuilder("{");
        for (GridField field : fields) {
            if (json.length() > 1) {
                json.append(',');
            }
            field.write(at, json);
        }
        return json.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The block from a point on: some steps of the dimension at which the grid is split, and all of the inner ones. */
    private void load(long point) throws IOException {
        int[] at = index(point);
        int steps = 1;
        for (int i = 0; i < shape.length; i++) {
            from[i] = i <= split ? at[i] : 0;
            length[i] = i < split ? 1 : shape[i];
        }
        if (split >= 0) {
            steps = Math.min(Math.max(1, BLOCK / inner), shape[split] - at[split]);
            length[split] = steps;
        }
        for (GridField field : fields) {
            field.load(from, length);
        }
        blockStart = point - point % inner;
        blockEnd = blockStart + (long) steps * inner;
    }

    private int[] index(long point) {
        int[] at = new int[shape.length];
        long rest = point;
        for (int i = shape.length - 1; i >= 0; i--) {
            at[i] = (int) (rest % shape[i]);
            rest /= shape[i];
        }
        return at;
    }
}
