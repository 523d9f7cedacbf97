package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled projection: writes the columns of the record at hand, after or in the place of the members of its value where it
 * keeps those. A path is copied as it was written and left out where it is missing, also where it is what a case has chosen; a
 * calculated column that is unknown is null.
 */
@SuppressWarnings("ArrayRecordComponent") // the record inside is never compared and never seen outside
final class Projector implements Members.Sink {
    private final Part[] parts;
    private final Output out = new Output();
    private final Inputs inputs;
    private final @Nullable Members members;
    /** Which columns stand where a member of their name stood. */
    private final boolean[] placed;

    /** One column; {@code copied} is the cell of a path into JSON, which is written as it stands. */
    private record Part(
            byte[] name, @Nullable Path path, @Nullable Cell copied, Eval value, Needs needs) {

        /** Whether the record has what the column needs. */
        boolean isAvailable() {
            return needs.fetch() || (copied != null && copied.kind == Cell.Kind.UNREADABLE);
        }
    }

    Projector(Projection projection, Inputs inputs) {
        this.inputs = inputs;
        this.parts = projection.columns().stream()
                .map(column -> part(column, inputs))
                .toArray(Part[]::new);
        this.placed = new boolean[parts.length];
        this.members = projection.isWhole() ? new Members(names(projection)) : null;
    }

    /** The columns first, so that their places are the places of the parts. */
    private static List<String> names(Projection projection) {
        List<String> names = new ArrayList<>();
        projection.columns().forEach(column -> names.add(column.name()));
        names.addAll(projection.except());
        return names;
    }

    private static Part part(Projection.Column column, Inputs inputs) {
        Output name = new Output();
        byte[] text = Texts.encode(column.name());
        name.string(text, 0, text.length);
        name.put(':');
        Compiler compiler = new Compiler(inputs);
        Eval value = compiler.compile(column.expr());
        Path path = column.expr() instanceof Expr.Field field ? field.path() : null;
        boolean json = path != null && (Inputs.inValue(path) || Inputs.inKey(path));
        return new Part(name.toBytes(), path, json ? value.get() : null, value, compiler.needs());
    }

    /** The projected object, or null where a column cannot be had from the record. */
    byte @Nullable [] project() {
        for (Part part : parts) {
            if (!part.isAvailable()) {
                return null;
            }
        }
        out.clear();
        out.put('{');
        Arrays.fill(placed, false);
        if (members != null && !members.copy(inputs.bytes(), out, this)) {
            return null;
        }
        for (int i = 0; i < parts.length; i++) {
            if (!placed[i]) {
                write(parts[i]);
            }
        }
        out.put('}');
        return out.toBytes();
    }

    @Override
    public void at(int i) {
        if (i < parts.length) {
            placed[i] = true;
            write(parts[i]);
        }
    }

    private void write(Part part) {
        Eval chosen = part.value instanceof Eval.Chosen choice ? choice.choice() : part.value;
        boolean held = chosen instanceof Eval.Held;
        Cell cell = chosen.get();
        if (held && cell.kind == Cell.Kind.MISSING) {
            return;
        }
        out.separate();
        out.put(part.name);
        if (part.copied != null || (held && cell.isInDocument())) {
            out.raw(cell.document, cell.rawFrom, cell.rawTo);
        } else if (part.path != null && cell.kind == Cell.Kind.TIME) {
            out.put(number(cell));
        } else {
            write(cell);
        }
    }

    private void write(Cell cell) {
        switch (cell.kind) {
            case TRUE -> out.put("true");
            case FALSE -> out.put("false");
            case OBJECT, ARRAY -> out.raw(cell.document, cell.rawFrom, cell.rawTo);
            case NUMBER -> out.put(Numbers.text(Numbers.big(cell)));
            case TEXT -> out.string(cell.bytes(), cell.from(), cell.to());
            case TIME -> out.put('"' + Times.text(cell) + '"');
            case DURATION -> out.put(number(cell));
            case PENDING, UNREADABLE, MISSING, NULL, OPAQUE -> out.put("null");
        }
    }

    private String number(Cell temporal) {
        return Numbers.text(Numbers.big(Times.toNumber(temporal, new Cell())));
    }

    void release() {
        for (Part part : parts) {
            part.needs.release();
        }
    }
}
