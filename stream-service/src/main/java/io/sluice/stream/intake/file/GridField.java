package io.sluice.stream.intake.file;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.stream.intake.file.GridValues.Format;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ucar.ma2.InvalidRangeException;
import ucar.nc2.Variable;

/**
 * A field of the records of a grid: a variable, or, where a dimension has no variable of its name, the index in that dimension. Holds
 * the values of one block at a time. Belongs to one thread.
 */
final class GridField {
    private final String quoted;
    private final @Nullable Variable variable;
    private final List<Integer> axes;
    private final Format format;
    private final boolean characters;
    private Object values = new int[0];
    private int width = 1;
    private int[] origin = new int[0];
    private int[] strides = new int[0];

    /** @param axes of the table, for each dimension of the variable */
    private GridField(String name, @Nullable Variable variable, List<Integer> axes, Format format, boolean characters) {
        this.quoted = "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(name)) + "\":";
        this.variable = variable;
        this.axes = List.copyOf(axes);
        this.format = format;
        this.characters = characters;
    }

    static GridField of(Variable variable, List<Integer> axes) {
        return new GridField(
                variable.getShortName(), variable, axes, GridValues.format(variable), GridValues.isText(variable));
    }

    static GridField ofIndex(String name, int axis) {
        return new GridField(name, null, List.of(axis), (values, at, width) -> Integer.toString(at), false);
    }

    /**
     * Reads the values of a block.
     *
     * @param from index in each dimension of the table; {@code length} how many there
     */
    void load(int[] from, int[] length) throws IOException {
        int rank = axes.size();
        int text = characters ? 1 : 0;
        origin = new int[rank];
        strides = new int[rank];
        int[] start = new int[rank + text];
        int[] shape = new int[rank + text];
        for (int i = 0; i < rank; i++) {
            origin[i] = from[axes.get(i)];
            start[i] = origin[i];
            shape[i] = length[axes.get(i)];
        }
        int stride = 1;
        for (int i = rank - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape[i];
        }
        if (variable == null) {
            return;
        }
        if (characters) {
            width = variable.getDimension(rank).getLength();
            shape[rank] = width;
        }
        try {
            values = variable.read(start, shape).copyTo1DJavaArray();
        } catch (InvalidRangeException outside) {
            throw new IllegalStateException("a block outside of its variable", outside);
        }
    }

    /** @param at index in each dimension of the table, within the block */
    void write(int[] at, StringBuilder json) {
        int offset = 0;
        for (int i = 0; i < origin.length; i++) {
            offset += (at[axes.get(i)] - origin[i]) * strides[i];
        }
        String value = variable == null ? format.json(values, at[axes.get(0)], 1) : format.json(values, offset, width);
        json.append(quoted).append(value);
    }
}
