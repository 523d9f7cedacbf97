package io.sluice.stream.query;

import io.sluice.filter.Value;
import io.sluice.query.Windowing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The open windows of one task, in its store: {@code f <end> <start> <group>} → the group, and where windows are sessions {@code s <length>
 * <group> <start> <end>}, to find those of a group. A window that has closed leaves the store. Owned by one thread.
 *
 * <p>A plain store, not Kafka Streams' own of windows: that one forgets by the latest time it has seen, and so also what a slow
 * partition is still writing to.
 */
final class Groups {
    private static final byte[] EVERY = {};
    private static final Bytes AFTER_FRAMES = Bytes.wrap(new byte[] {'f' + 1});

    private final KeyValueStore<Bytes, byte[]> store;
    private final Windowing windowing;
    /** No window that is open ends before. */
    private long first = Long.MIN_VALUE;

    Groups(KeyValueStore<Bytes, byte[]> store, Windowing windowing) {
        this.store = store;
        this.windowing = windowing;
    }

    /**
     * One group of one window.
     *
     * @param isWritten whether a row of it counts for those who read the outcome
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Kept(boolean isWritten, List<Value> keys, byte[] state) {}

    /** One that is over. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Over(Frame frame, byte[] group, Kept kept) {}

    boolean isSession() {
        return windowing instanceof Windowing.Session;
    }

    /** Where windows do not depend on what was there before. */
    List<Frame> fixed(long at) {
        return windowing.windows(at).stream().map(Frame::of).toList();
    }

    /** The sessions of the group that a row of this time is in, or brings together. */
    List<Frame> sessions(byte[] group, long at) {
        List<Frame> near = new ArrayList<>();
        byte[] prefix = session(group).toBytes();
        try (KeyValueIterator<Bytes, byte[]> found = store.prefixScan(prefix, new ByteArraySerializer())) {
            while (found.hasNext()) {
                ByteBuffer times = ByteBuffer.wrap(found.next().key.get()).position(prefix.length);
                Frame frame = new Frame(Binary.ordered(times), Binary.ordered(times));
                if (windowing instanceof Windowing.Session session && session.meets(frame.bounds(), at)) {
                    near.add(frame);
                }
            }
        }
        return near;
    }

    /** The session of a row of this time together with those. */
    Frame session(List<Frame> near, long at) {
        Windowing.Session session = (Windowing.Session) windowing;
        return Frame.of(session.grown(at, near.stream().map(Frame::bounds).toList()));
    }

    private static Binary session(byte[] group) {
        return new Binary().put('s').part(group);
    }

    private static Bytes session(Frame frame, byte[] group) {
        return Bytes.wrap(
                session(group).ordered(frame.start()).ordered(frame.end()).toBytes());
    }

    private static Bytes key(Frame frame, byte[] group) {
        return Bytes.wrap(new Binary().put('f').rest(frame.bytes()).rest(group).toBytes());
    }

    @Nullable Kept get(Frame frame, byte[] group) {
        byte[] kept = store.get(key(frame, group));
        return kept == null ? null : kept(kept);
    }

    private static Kept kept(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return new Kept(in.get() == 1, Binary.values(in), Binary.rest(in));
    }

    void put(Frame frame, byte[] group, Kept kept) {
        first = Math.min(first, frame.end());
        store.put(
                key(frame, group),
                new Binary()
                        .put(kept.isWritten() ? 1 : 0)
                        .values(kept.keys())
                        .rest(kept.state())
                        .toBytes());
        if (isSession()) {
            store.put(session(frame, group), EVERY);
        }
    }

    void remove(Frame frame, byte[] group) {
        store.delete(key(frame, group));
        if (isSession()) {
            store.delete(session(frame, group));
        }
    }

    /** Whether no window can end at {@code end} or before. */
    boolean allEndAfter(long end) {
        return first > end;
    }

    /**
     * Takes out groups of windows that end at {@code end} or before, in the order of their ends.
     *
     * @param from nothing is there that ends before
     * @return as many as {@code most} of them
     */
    List<Over> takeUpTo(long from, long end, int most) {
        List<Over> over = new ArrayList<>();
        byte[] begin = new Binary().put('f').ordered(from).toBytes();
        first = Long.MAX_VALUE;
        try (KeyValueIterator<Bytes, byte[]> frames = store.range(Bytes.wrap(begin), AFTER_FRAMES)) {
            while (frames.hasNext() && first == Long.MAX_VALUE) {
                KeyValue<Bytes, byte[]> next = frames.next();
                ByteBuffer in = ByteBuffer.wrap(next.key.get()).position(1);
                Frame frame = Frame.of(in);
                if (frame.end() <= end && over.size() < most) {
                    over.add(new Over(frame, Binary.rest(in), kept(next.value)));
                } else {
                    first = frame.end();
                }
            }
        }
        over.forEach(one -> remove(one.frame(), one.group()));
        return over;
    }
}
