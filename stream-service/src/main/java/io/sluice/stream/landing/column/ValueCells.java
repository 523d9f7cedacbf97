package io.sluice.stream.landing.column;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.stream.intake.Instants;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes one JSON text apart, in one pass: what the paths of columns lead to becomes cells, everything else is copied as it was written. A
 * member that a column took whole is not copied; elements of a list are, because those behind them would change their places. Of several
 * members with one name the first becomes the cell, and so it is with filters. Belongs to one thread.
 */
final class ValueCells {
    private static final int MAX_NUMBER = 10_000;
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(MAX_NUMBER)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    private static final JsonStringEncoder NAMES = JsonStringEncoder.getInstance();

    private final List<TableColumn> columns;
    private final PathTree tree;
    private final boolean strict;
    private final Copy rest;

    /**
     * @param strict a member that no column takes is unfit
     * @param copying whether somebody wants what no column takes
     */
    ValueCells(List<TableColumn> columns, PathTree tree, boolean strict, boolean copying) {
        this.columns = columns;
        this.tree = tree;
        this.strict = strict;
        this.rest = new Copy(copying);
    }

    /** What is left of the value, piece by piece. */
    private static final class Copy extends ByteArrayOutputStream {
        private final boolean wanted;
        /** Inside of an object that has no member yet. */
        private boolean first = true;

        Copy(boolean wanted) {
            this.wanted = wanted;
        }

        void separate() {
            if (!first) {
                write(',');
            }
            first = false;
        }

        void cut(int size) {
            count = size;
        }
    }

    /**
     * @param cells filled where something is found
     * @return what no column took, as JSON; null where nobody wants it
     * @throws Unfit where it is not JSON, or a value does not fit its column
     */
    byte @Nullable [] read(byte[] json, @Nullable Object[] cells) throws Unfit {
        rest.reset();
        rest.first = true;
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                throw new Unfit("the value is empty, expected JSON");
            } else if (!tree.columns().isEmpty()) {
                all(parser, json, cells);
            } else if (token == JsonToken.START_OBJECT) {
                rest.write('{');
                object(parser, json, tree, cells, "");
                rest.write('}');
            } else {
                whole(parser, json, cells);
            }
            if (parser.nextToken() != null) {
                throw new Unfit("the value is not one JSON text");
            }
        } catch (JsonParseException broken) {
            throw new Unfit(
                    "the value is not JSON, from byte " + broken.getLocation().getByteOffset() + " on");
        } catch (IOException broken) {
            throw new Unfit("the value is not JSON that can be read");
        }
        return rest.wanted ? rest.toByteArray() : null;
    }

    /** A column takes the whole value; others may take something of it besides. */
    private void all(JsonParser parser, byte[] json, @Nullable Object[] cells) throws IOException, Unfit {
        int from = start(parser);
        parser.skipChildren();
        inside(json, from, end(parser), tree, cells);
        rest.write('{');
        rest.write('}');
    }

    /** A list or a single value. */
    private void whole(JsonParser parser, byte[] json, @Nullable Object[] cells) throws IOException, Unfit {
        if (strict) {
            throw new Unfit("the value is no JSON object");
        }
        int from = start(parser);
        parser.skipChildren();
        int to = end(parser);
        inside(json, from, to, tree, cells);
        rest.write(json, from, to - from);
    }

    private void object(JsonParser parser, byte[] json, PathTree at, @Nullable Object[] cells, String path)
            throws IOException, Unfit {
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            PathTree below = at.member(name);
            if (below == null) {
                unknown(parser, json, path + name);
            } else if (!below.columns().isEmpty()) {
                taken(parser, json, below, cells);
            } else {
                partly(parser, json, below, cells, path + name);
            }
        }
    }

    private void unknown(JsonParser parser, byte[] json, String path) throws IOException, Unfit {
        if (strict) {
            throw new Unfit("there is no column for the member " + Cell.shown(path), path);
        }
        if (!rest.wanted) {
            parser.nextToken();
            parser.skipChildren();
            return;
        }
        int from = start(parser);
        parser.nextToken();
        parser.skipChildren();
        int to = end(parser);
        rest.separate();
        rest.write(json, from, to - from);
    }

    /** By a column, whole; other columns may take something of it besides. */
    private void taken(JsonParser parser, byte[] json, PathTree below, @Nullable Object[] cells)
            throws IOException, Unfit {
        JsonToken token = parser.nextToken();
        if (token.isScalarValue() && below.columns().size() == 1) {
            put(below.columns().get(0), cells, parser, json);
            return;
        }
        int from = start(parser);
        parser.skipChildren();
        int to = end(parser);
        inside(json, from, to, below, cells);
    }

    /** Columns take something inside of it. */
    private void partly(JsonParser parser, byte[] json, PathTree below, @Nullable Object[] cells, String path)
            throws IOException, Unfit {
        String name = parser.currentName();
        int from = start(parser);
        JsonToken token = parser.nextToken();
        if (token == JsonToken.START_OBJECT && below.hasMembers()) {
            int before = rest.size();
            boolean wasFirst = rest.first;
            rest.separate();
            rest.write('"');
            rest.writeBytes(NAMES.quoteAsUTF8(name));
            rest.writeBytes(new byte[] {'"', ':', '{'});
            rest.first = true;
            object(parser, json, below, cells, path + ".");
            boolean nothing = rest.first;
            rest.first = false;
            rest.write('}');
            if (nothing) {
                rest.cut(before);
                rest.first = wasFirst;
            }
            return;
        }
        int value = start(parser);
        parser.skipChildren();
        int to = end(parser);
        inside(json, value, to, below, cells);
        if (strict && token != JsonToken.START_ARRAY) {
            throw new Unfit("there is no column for the member " + Cell.shown(path), path);
        }
        rest.separate();
        rest.write(json, from, to - from);
    }

    /** Fills the cells of a value that has its place in the text, and of what is inside of it. */
    private void inside(byte[] json, int from, int to, PathTree at, @Nullable Object[] cells)
            throws IOException, Unfit {
        if (at.isEmpty()) {
            return;
        }
        for (int column : at.columns()) {
            try (JsonParser parser = JSON.createParser(json, from, to - from)) {
                parser.nextToken();
                if (cells[column] == null) {
                    cells[column] = cell(columns.get(column), parser, json, from, to);
                }
            }
        }
        try (JsonParser parser = JSON.createParser(json, from, to - from)) {
            JsonToken token = parser.nextToken();
            if (token == JsonToken.START_OBJECT && at.hasMembers()) {
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    below(parser, json, from, at.member(parser.currentName()), cells, parser.nextToken());
                }
            } else if (token == JsonToken.START_ARRAY && at.hasElements()) {
                int index = 0;
                for (JsonToken next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken(), index++) {
                    below(parser, json, from, at.element(index), cells, next);
                }
            }
        }
    }

    private void below(
            JsonParser parser, byte[] json, int base, @Nullable PathTree at, @Nullable Object[] cells, JsonToken token)
            throws IOException, Unfit {
        int start = token == null ? base : base + start(parser);
        parser.skipChildren();
        if (at != null) {
            inside(json, start, base + end(parser), at, cells);
        }
    }

    private void put(int column, @Nullable Object[] cells, JsonParser parser, byte[] json) throws IOException, Unfit {
        if (cells[column] != null) {
            return;
        }
        TableColumn what = columns.get(column);
        if (what.type().kind() == ColumnType.Kind.JSONB) {
            int from = start(parser);
            cells[column] = cell(what, parser, json, from, end(parser));
        } else {
            cells[column] = scalar(what, parser);
        }
    }

    private static @Nullable Object cell(TableColumn column, JsonParser parser, byte[] json, int from, int to)
            throws IOException, Unfit {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (column.type().kind() == ColumnType.Kind.JSONB) {
            return Rest.checked(Arrays.copyOfRange(json, from, to), column.name());
        }
        if (token.isScalarValue()) {
            return scalar(column, parser);
        }
        ColumnType type = column.type();
        String found = token == JsonToken.START_ARRAY ? "a list" : "an object";
        try {
            if (type.isTime() && token == JsonToken.START_ARRAY) {
                Instant time = Cell.inRange(Instants.read(json, from, to), found);
                return type.kind() == ColumnType.Kind.DATE ? LocalDate.ofInstant(time, ZoneOffset.UTC) : time;
            } else if (type.kind() == ColumnType.Kind.TEXT || type.kind() == ColumnType.Kind.VARCHAR) {
                return Cell.of(type, new String(json, from, to - from, StandardCharsets.UTF_8));
            }
        } catch (Unfit unfit) {
            throw unfit.in(column.name());
        }
        throw new Unfit("expected " + type.sql() + ", found " + found, column.name());
    }

    private static @Nullable Object scalar(TableColumn column, JsonParser parser) throws IOException, Unfit {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        try {
            return Cell.of(column.type(), parser.getText());
        } catch (Unfit unfit) {
            throw unfit.in(column.name());
        }
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static int end(JsonParser parser) throws IOException {
        parser.finishToken();
        return (int) parser.currentLocation().getByteOffset();
    }
}
