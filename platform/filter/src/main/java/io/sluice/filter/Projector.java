package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/**
 * A compiled projection: writes the columns of the record at hand. A path is copied as it was written and left out where it
 * is missing; a calculated column that is unknown is null.
 */
@SuppressWarnings("ArrayRecordComponent") // the record inside is never compared and never seen outside
final class Projector {
    private final Part[] parts;
    private final Output out = new Output();

    /** One column; {@code copied} is the cell of a path into JSON, which is written as it stands. */
    private record Part(
            byte[] name, @Nullable Path path, @Nullable Cell copied, Eval value, Needs needs) {

        /** Whether the record has what the column needs. */
        boolean isAvailable() {
            return needs.fetch() || (copied != null && copied.kind == Cell.Kind.UNREADABLE);
        }

        boolean isLeftOut() {
            return path != null && value.get().kind == Cell.Kind.MISSING;
        }
    }

    Projector(Projection projection, Inputs inputs) {
        parts = projection.columns().stream()
                .map(column -> part(column, inputs))
                .toArray(Part[]::new);
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
        out.clear();
        out.put('{');
        boolean first = true;
        for (Part part : parts) {
            if (!part.isAvailable()) {
                return null;
            }
            if (part.isLeftOut()) {
                continue;
            }
            if (!first) {
                out.put(',');
            }
            first = false;
            out.put(part.name);
            write(part);
        }
        out.put('}');
        return out.toBytes();
    }

    private void write(Part part) {
        Cell cell = part.value.get();
        if (part.copied != null) {
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
