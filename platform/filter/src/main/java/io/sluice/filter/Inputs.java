package io.sluice.filter;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cells that one evaluator fills from a record: JSON paths by way of two {@link Document}s, each read only when
 * something needs it, and what stands beside the JSON, filled as the record comes in. Paths are counted, so that what no
 * filter names any more is no longer looked for.
 */
final class Inputs {
    private static final byte[] NO_BYTES = {};

    private final Clock clock;
    private final Document value = new Document();
    private final Document key = new Document();
    private final List<Meta> metas = new ArrayList<>();
    private final Cell now = new Cell();
    private int usersOfNow;

    private @Nullable RecordView record;
    private long turn;
    private boolean valueRead;
    private boolean keyRead;
    private String lastTopic = "";
    private byte[] lastTopicBytes = NO_BYTES;

    /** Something that is not JSON, and how many ask for it. */
    private static final class Meta {
        private final Path path;
        private final Cell cell = new Cell();
        private int users;

        Meta(Path path) {
            this.path = path;
        }
    }

    Inputs(Clock clock) {
        this.clock = clock;
    }

    /** Which document a path leads into, or neither. */
    static boolean inValue(Path path) {
        return path.root() == Path.Root.VALUE;
    }

    static boolean inKey(Path path) {
        return path.root() == Path.Root.KEY && !path.steps().isEmpty();
    }

    /** The cell of a path; each call is one user of it. */
    Cell acquire(Path path) {
        if (inValue(path)) {
            return value.acquire(path.steps());
        } else if (inKey(path)) {
            return key.acquire(path.steps());
        }
        Meta meta = find(path);
        if (meta == null) {
            meta = new Meta(path);
            metas.add(meta);
        }
        meta.users++;
        return meta.cell;
    }

    /** One user less. */
    void release(Path path) {
        if (inValue(path)) {
            value.release(path.steps());
        } else if (inKey(path)) {
            key.release(path.steps());
        } else {
            Meta meta = find(path);
            if (meta != null && --meta.users == 0) {
                metas.remove(meta);
            }
        }
    }

    private @Nullable Meta find(Path path) {
        for (Meta meta : metas) {
            if (meta.path.equals(path)) {
                return meta;
            }
        }
        return null;
    }

    /** The cell of the present time; each call is one user of it. */
    Cell acquireNow() {
        usersOfNow++;
        return now;
    }

    void releaseNow() {
        usersOfNow--;
    }

    /** Takes the next record. */
    void begin(RecordView next) {
        record = next;
        turn++;
        valueRead = false;
        keyRead = false;
        for (int i = 0; i < metas.size(); i++) {
            fill(metas.get(i), next);
        }
        if (usersOfNow > 0) {
            long millis = clock.millis();
            now.time(Math.floorDiv(millis, 1000L), (int) Math.floorMod(millis, 1000L) * 1_000_000);
        }
    }

    /** Counts the records; what is remembered of one is of no use for the next. */
    long turn() {
        return turn;
    }

    /** Whether all was found or is known to be missing, and can be compared, in what has been read of the record at hand. */
    boolean isWhole() {
        return (!valueRead || value.isWhole()) && (!keyRead || key.isWhole());
    }

    /** Lets the record go. */
    void end() {
        record = null;
    }

    /** The bytes of the record at hand; null for a tombstone, and between records. */
    byte @Nullable [] bytes() {
        return record == null ? null : record.value();
    }

    /** Reads the value, unless it has been read. */
    void needValue() {
        if (!valueRead && record != null) {
            valueRead = true;
            value.read(record.value());
        }
    }

    /** Reads the key as JSON, unless it has been read. */
    void needKey() {
        if (!keyRead && record != null) {
            keyRead = true;
            key.read(record.key());
        }
    }

    private void fill(Meta meta, RecordView from) {
        Cell cell = meta.cell;
        switch (meta.path.root()) {
            case PARTITION -> cell.number(from.partition(), 0);
            case OFFSET -> cell.number(from.offset(), 0);
            case TIMESTAMP ->
                cell.time(
                        Math.floorDiv(from.timestamp(), 1000L),
                        (int) Math.floorMod(from.timestamp(), 1000L) * 1_000_000);
            case TOPIC -> {
                if (!from.topic().equals(lastTopic)) {
                    lastTopic = from.topic();
                    lastTopicBytes = Texts.encode(lastTopic);
                }
                cell.text(lastTopicBytes, 0, lastTopicBytes.length);
            }
            case KEY -> text(cell, from.key());
            case TEXT, VALUE -> text(cell, from.value());
            case HEADERS -> header(cell, ((Path.Name) meta.path.steps().get(0)).name(), from);
        }
    }

    /** Of several headers with one name the last counts, as in Kafka's own {@code lastHeader}. */
    private static void header(Cell cell, String name, RecordView from) {
        for (int i = from.headerCount() - 1; i >= 0; i--) {
            if (from.headerName(i).equals(name)) {
                byte[] bytes = from.headerValue(i);
                text(cell, bytes);
                cell.kind = bytes == null ? Cell.Kind.NULL : cell.kind;
                return;
            }
        }
        cell.kind = Cell.Kind.MISSING;
    }

    private static void text(Cell cell, byte @Nullable [] bytes) {
        if (bytes == null) {
            cell.kind = Cell.Kind.MISSING;
        } else if (JsonScanner.isUtf8(bytes)) {
            cell.text(bytes, 0, bytes.length);
        } else {
            cell.kind = Cell.Kind.OPAQUE;
        }
    }
}
