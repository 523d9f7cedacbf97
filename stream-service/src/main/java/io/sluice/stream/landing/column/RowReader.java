package io.sluice.stream.landing.column;

import io.sluice.decode.Decoded;
import io.sluice.decode.RecordContent;
import io.sluice.filter.JsonText;
import io.sluice.filter.Path;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Makes rows of records: each column takes what its path leads to, the rest takes what is left of the value. A value that is no JSON is kept as
 * a text, or as Base64, where no column looks into it; else it is unfit. Belongs to one thread.
 */
public final class RowReader {
    private static final int MAX_DEPTH = 512;
    /** Milliseconds since 1970 that Postgres can hold as a time. */
    private static final long MAX_TIME =
            Instant.parse("+294275-12-31T00:00:00Z").toEpochMilli();

    private final Shape shape;
    private final RecordContent content;
    private final PathTree valueTree = new PathTree();
    private final PathTree keyTree = new PathTree();
    private final ValueCells values;
    private final ValueCells keys;
    private final boolean keyFromValue;

    /**
     * What rows look like.
     *
     * @param key columns that may not be null, because they are the row's key
     * @param hasRest whether there is a column for what is left
     * @param upsert whether a record without a value takes a row away
     */
    public record Shape(List<TableColumn> columns, List<String> key, boolean hasRest, boolean strict, boolean upsert) {
        public Shape {
            columns = List.copyOf(columns);
            key = List.copyOf(key);
        }
    }

    /** What a record is made of cannot be decoded now, but may be in a while: the schema registry does not answer. */
    public static final class NotNow extends Exception {
        private static final long serialVersionUID = 1L;

        NotNow() {
            super("cannot be decoded now", null, false, false);
        }
    }

    public RowReader(Shape shape, RecordContent content) {
        this.shape = shape;
        this.content = content;
        List<TableColumn> columns = shape.columns();
        for (int i = 0; i < columns.size(); i++) {
            Path path = columns.get(i).path();
            if (path.root() == Path.Root.VALUE) {
                valueTree.add(path.steps(), i);
            } else if (path.root() == Path.Root.KEY && !path.steps().isEmpty()) {
                keyTree.add(path.steps(), i);
            }
        }
        this.values = new ValueCells(columns, valueTree, shape.strict(), shape.hasRest());
        this.keys = new ValueCells(columns, keyTree, false, false);
        this.keyFromValue = columns.stream()
                .anyMatch(column ->
                        shape.key().contains(column.name()) && column.path().root() == Path.Root.VALUE);
    }

    public Row read(ConsumerRecord<byte[], byte[]> record) throws Unfit, NotNow {
        content.show(record.key(), record.value());
        byte @Nullable [] bytes = record.value();
        return row(record, bytes, bytes == null ? Decoded.AS_IS : value());
    }

    /** @param json to land instead of the record's value */
    public Row read(ConsumerRecord<byte[], byte[]> record, byte[] json) throws Unfit, NotNow {
        content.show(record.key(), null);
        return row(record, json, new Decoded.Json(json));
    }

    private Decoded value() throws Unfit, NotNow {
        Decoded value = content.value();
        if (value instanceof Decoded.Failed failed) {
            if (failed.passing()) {
                throw new NotNow();
            }
            throw new Unfit("the value cannot be decoded: " + failed.reason());
        }
        return value;
    }

    private Row row(ConsumerRecord<byte[], byte[]> record, byte @Nullable [] bytes, Decoded decoded)
            throws Unfit, NotNow {
        if (record.timestamp() > MAX_TIME) {
            throw new Unfit("the time of the record is out of range");
        }
        @Nullable Object[] cells = new @Nullable Object[shape.columns().size()];
        boolean gone = bytes == null && shape.upsert();
        if (gone && keyFromValue) {
            throw new Unfit("the record has no value, and so no key");
        }
        byte[] rest = bytes == null ? null : rest(bytes, decoded, cells);
        meta(record, cells);
        for (int i = 0; i < cells.length; i++) {
            TableColumn column = shape.columns().get(i);
            boolean key = shape.key().contains(column.name());
            if (cells[i] == null && (key || !(column.nullable() || gone))) {
                throw new Unfit(key ? "the key is missing, or null" : "is missing, or null", column.name());
            }
        }
        return new Row(record, cells, rest, gone);
    }

    private byte @Nullable [] rest(byte[] bytes, Decoded decoded, @Nullable Object[] cells) throws Unfit {
        byte[] json = decoded instanceof Decoded.Json known ? known.bytes() : bytes;
        boolean needed = !valueTree.isEmpty() || shape.strict();
        if (decoded instanceof Decoded.Raw || (!needed && JsonText.of(json, MAX_DEPTH) == JsonText.NONE)) {
            if (needed) {
                throw new Unfit("the value is not JSON");
            }
            return shape.hasRest() ? Rest.ofBytes(bytes) : null;
        }
        byte[] rest = needed || shape.hasRest() ? values.read(json, cells) : null;
        return rest == null ? null : Rest.checked(rest, null);
    }

    /** What is not the value. */
    private void meta(ConsumerRecord<byte[], byte[]> record, @Nullable Object[] cells) throws Unfit, NotNow {
        for (int i = 0; i < cells.length; i++) {
            TableColumn column = shape.columns().get(i);
            try {
                cells[i] = switch (column.path().root()) {
                    case VALUE -> cells[i];
                    case KEY -> column.path().steps().isEmpty() ? cell(column, key()) : cells[i];
                    case TEXT -> cell(column, content.filteredValue());
                    case HEADERS -> cell(column, header(record, column.path()));
                    case PARTITION -> ofText(column, Integer.toString(record.partition()));
                    case OFFSET -> ofText(column, Long.toString(record.offset()));
                    case TIMESTAMP -> time(column, record.timestamp());
                    case TOPIC -> ofText(column, record.topic());
                };
            } catch (Unfit unfit) {
                throw unfit.in(column.name());
            }
        }
        if (!keyTree.isEmpty()) {
            byte[] key = key();
            if (key != null) {
                keys.read(key, cells);
            }
        }
    }

    private byte @Nullable [] key() throws Unfit, NotNow {
        if (content.key() instanceof Decoded.Failed failed) {
            if (failed.passing()) {
                throw new NotNow();
            }
            throw new Unfit("the key cannot be decoded: " + failed.reason());
        }
        return content.filteredKey();
    }

    private static byte @Nullable [] header(ConsumerRecord<byte[], byte[]> record, Path path) {
        String name = ((Path.Name) path.steps().get(0)).name();
        Header last = record.headers().lastHeader(name);
        return last == null ? null : last.value();
    }

    private static @Nullable Object cell(TableColumn column, byte @Nullable [] bytes) throws Unfit {
        if (bytes == null) {
            return null;
        } else if (column.type().kind() == ColumnType.Kind.BYTEA) {
            return bytes;
        }
        String text = Rest.text(bytes);
        if (text == null) {
            throw new Unfit("expected " + column.type().sql() + ", found bytes that are no text");
        }
        return ofText(column, text);
    }

    /** Milliseconds for certain, also where a number of this size would be taken for seconds. */
    private static Object time(TableColumn column, long epochMillis) throws Unfit {
        Instant time = Instant.ofEpochMilli(epochMillis);
        return switch (column.type().kind()) {
            case TIMESTAMPTZ, TIMESTAMP -> time;
            case DATE -> LocalDate.ofInstant(time, ZoneOffset.UTC);
            default -> ofText(column, Long.toString(epochMillis));
        };
    }

    private static Object ofText(TableColumn column, String text) throws Unfit {
        if (column.type().kind() != ColumnType.Kind.JSONB) {
            return Cell.of(column.type(), text);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return JsonText.of(bytes, MAX_DEPTH) == JsonText.NONE
                ? Rest.ofBytes(bytes)
                : Rest.checked(bytes, column.name());
    }
}
