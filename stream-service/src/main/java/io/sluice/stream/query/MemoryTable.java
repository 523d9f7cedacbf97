package io.sluice.stream.query;

import io.sluice.filter.Expression;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A table that is held in memory whole and replaced whole: whoever asks sees one loading of it or another. Any thread. */
public final class MemoryTable implements Table {
    private static final Place OUTSIDE = new Place("", -1, -1);

    private volatile Map<ByteBuffer, byte[]> rows = Map.of();

    @Override
    public byte @Nullable [] get(byte[] key) {
        return rows.get(ByteBuffer.wrap(key));
    }

    /** From now on these are the rows. */
    public void replace(Index loaded) {
        rows = loaded.rows;
    }

    /** The rows of one loading, by what they are joined by; of several with one value the last counts. Owned by one thread. */
    public static final class Index {
        private final Map<ByteBuffer, byte[]> rows = new HashMap<>();
        private final KeyOf key;
        private final RowView view = new RowView();

        public Index(Expression by, Clock clock) {
            key = new KeyOf(by, clock);
        }

        /** @param json one row */
        public void add(byte[] json) {
            Step.Row row = new Step.Row("", 0, 0, OUTSIDE, null, json, Step.NONE);
            if (key.read(view.show(row, null)) && !key.value().isNothing()) {
                rows.put(ByteBuffer.wrap(key.value().json()), json);
            }
        }
    }
}
