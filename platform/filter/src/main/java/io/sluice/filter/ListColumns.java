package io.sluice.filter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of columns, <code>{"id":[1,2],"v":[10,20]}</code>, as the rows that it stands for. Every cell stays as it was written. A row is
 * made when it is asked for: many rows repeat long names, and only one of them is in memory at a time. Immutable.
 */
public final class ListColumns {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final byte[] json;
    private final List<Column> columns;
    private final int count;

    private ListColumns(byte[] json, List<Column> columns, int count) {
        this.json = json;
        this.columns = columns;
        this.count = count;
    }

    /** @param cells of each where it begins and where it ends */
    private record Column(byte[] name, List<Place> cells) {}

    private record Place(int from, int to) {}

    /** Null for any other value: one with a field that is no list, with lists of several lengths, or that is no JSON object. */
    public static @Nullable ListColumns of(byte[] json) {
        try (JsonParser parser = JSON.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, Column> columns = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    return null;
                }
                columns.put(name, new Column(quoted(name), cells(parser)));
            }
            return parser.nextToken() == null ? of(json, List.copyOf(columns.values())) : null;
        } catch (IOException broken) {
            return null;
        }
    }

    private static @Nullable ListColumns of(byte[] json, List<Column> columns) {
        if (columns.isEmpty()) {
            return null;
        }
        int count = columns.get(0).cells().size();
        boolean even = columns.stream().allMatch(column -> column.cells().size() == count);
        return even ? new ListColumns(json, columns, count) : null;
    }

    private static byte[] quoted(String name) {
        ByteArrayOutputStream quoted = new ByteArrayOutputStream();
        quoted.write('"');
        quoted.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(name));
        quoted.write('"');
        return quoted.toByteArray();
    }

    private static List<Place> cells(JsonParser parser) throws IOException {
        List<Place> cells = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            parser.finishToken();
            cells.add(new Place(from, (int) parser.currentLocation().getByteOffset()));
        }
        return cells;
    }

    /** How many rows there are. */
    public int count() {
        return count;
    }

    /** The row as a JSON object; rows count from 0. */
    public byte[] row(int index) {
        ByteArrayOutputStream row = new ByteArrayOutputStream();
        char before = '{';
        for (Column column : columns) {
            Place cell = column.cells().get(index);
            row.write(before);
            row.writeBytes(column.name());
            row.write(':');
            row.write(json, cell.from(), cell.to() - cell.from());
            before = ',';
        }
        row.write('}');
        return row.toByteArray();
    }
}
