package io.sluice.stream.query;

import java.nio.ByteBuffer;
import java.util.Collection;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * How far event time has come for a stage with a store, and up to when the stage has done what that asks for. The latter is kept in the
 * store, in the transaction that did it: what was closed stays closed, whatever dies. Owned by one thread.
 */
final class Reach {
    private static final Bytes DONE = Bytes.wrap(new byte[] {0});

    private final Collection<String> sources;
    private Watermark watermark;
    private long done = Step.UNKNOWN;
    private long kept = Step.UNKNOWN;
    private @Nullable KeyValueStore<Bytes, byte[]> store;

    /** @param sources that are waited for */
    Reach(Collection<String> sources) {
        this.sources = sources;
        this.watermark = new Watermark(sources);
    }

    void open(KeyValueStore<Bytes, byte[]> opened) {
        store = opened;
        watermark = new Watermark(sources);
        byte[] stored = opened.get(DONE);
        done = stored == null ? Step.UNKNOWN : ByteBuffer.wrap(stored).getLong();
        kept = done;
        watermark.restore(done);
    }

    void on(Step.Row row, long clock) {
        watermark.on(row, clock);
    }

    void on(Step.Time time, long clock) {
        watermark.on(time, clock);
    }

    void onTick(long clock) {
        watermark.advance(clock);
        keep();
    }

    /** {@link Step#UNKNOWN}: nothing is known yet. */
    long value() {
        return watermark.value();
    }

    long done() {
        return done;
    }

    void doneUpTo(long time) {
        done = time;
    }

    /** The same, where something was given away for good that must not be given again. */
    void closedUpTo(long time) {
        done = time;
        keep();
    }

    private void keep() {
        if (store != null && kept != done) {
            store.put(DONE, new Binary().number(done).toBytes());
            kept = done;
        }
    }
}
