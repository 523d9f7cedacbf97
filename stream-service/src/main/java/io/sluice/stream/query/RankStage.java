package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.query.Aggregation;
import io.sluice.query.Aggregation.Emit;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The first groups of each window, by an order. Only ranks that have changed are written, and of a list that has become shorter the ranks
 * that it lost are taken back.
 *
 * <p>The store has {@code s <window> <order> <group>} → the group's members, {@code g <window> <group>} → its order, and {@code v <window>} →
 * the list that was written last.
 */
final class RankStage extends Stage {
    private static final Place NOWHERE = new Place("", -1, -1);
    private static final Bytes AFTER_WINDOWS = Bytes.wrap(new byte[] {'v' + 1});

    private final Aggregation aggregation;
    private final Outcome outcome;
    private final Closing closing;
    private final String store;
    private final Reach reach;
    private @Nullable KeyValueStore<Bytes, byte[]> opened;
    /** No window that is open ends before. */
    private long first = Long.MIN_VALUE;

    RankStage(QueryPlan plan, Aggregation aggregation, String store, List<String> sources) {
        this.aggregation = aggregation;
        this.outcome = new Outcome(plan.query(), aggregation, plan.clock());
        this.closing = Closing.of(aggregation);
        this.store = store;
        this.reach = new Reach(sources);
    }

    @Override
    void open(ProcessorContext<byte[], Step> context) {
        KeyValueStore<Bytes, byte[]> kept = context.getStateStore(store);
        opened = kept;
        first = Long.MIN_VALUE;
        reach.open(kept);
        everyTick(() -> {
            reach.onTick(clock());
            moved();
        });
    }

    private KeyValueStore<Bytes, byte[]> store() {
        if (opened == null) {
            throw new IllegalStateException("not initialised");
        }
        return opened;
    }

    @Override
    void onTime(Step.Time time) {
        reach.on(time, clock());
        moved();
    }

    @Override
    void onRow(byte[] window, Step.Row row, Headers headers) {
        ByteBuffer parts = ByteBuffer.wrap(row.parts());
        byte[] group = Binary.some(parts);
        replace(window, group, SortKey.of(aggregation.order(), Binary.values(parts)), row.value());
        Frame frame = Frame.of(ByteBuffer.wrap(window));
        first = Math.min(first, frame.end());
        Bytes written = key('v', window);
        if (aggregation.emit() == Emit.CHANGE) {
            byte[] before = store().get(written);
            List<byte[]> now = top(frame, window, row.at());
            write(frame, before == null ? List.of() : list(before), now, row);
            store().put(written, bytes(now));
        } else if (store().get(written) == null) {
            store().put(written, bytes(List.of()));
        }
        reach.on(row, clock());
        moved();
    }

    private void replace(byte[] window, byte[] group, byte[] order, byte @Nullable [] members) {
        Bytes known = key('g', window, group);
        byte[] before = store().get(known);
        if (before != null) {
            store().delete(key('s', window, before, group));
        }
        if (members == null) {
            store().delete(known);
        } else {
            store().put(known, order);
            store().put(key('s', window, order, group), members);
        }
    }

    private List<byte[]> top(Frame frame, byte[] window, long at) {
        List<byte[]> rows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> groups =
                store().prefixScan(key('s', window).get(), new ByteArraySerializer())) {
            while (groups.hasNext() && (aggregation.limit() == 0 || rows.size() < aggregation.limit())) {
                byte[] value = outcome.value(frame, rows.size() + 1, new String(groups.next().value, UTF_8), at);
                rows.add(value == null ? Step.NONE : value);
            }
        }
        return rows;
    }

    private void write(Frame frame, List<byte[]> before, List<byte[]> now, Step.Row row) {
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            byte[] was = i < before.size() ? before.get(i) : null;
            byte[] is = i < now.size() ? now.get(i) : null;
            if (!Arrays.equals(was, is)) {
                forward(Step.NONE, new Step.Out(Outcome.key(frame, i + 1), is, row.at(), row.place()));
            }
        }
    }

    private void moved() {
        long now = reach.value();
        if (now == Step.UNKNOWN || now == reach.done()) {
            return;
        }
        if (first > closing.lastEnd(now)) {
            reach.doneUpTo(now);
            return;
        }
        List<Frame> over = new ArrayList<>();
        first = Long.MAX_VALUE;
        try (KeyValueIterator<Bytes, byte[]> windows = store().range(
                        key(
                                'v',
                                new Binary()
                                        .ordered(closing.lastEnd(reach.done()))
                                        .toBytes()),
                        AFTER_WINDOWS)) {
            while (windows.hasNext() && first == Long.MAX_VALUE) {
                Frame frame = Frame.of(ByteBuffer.wrap(windows.next().key.get()).position(1));
                if (closing.isOver(frame, now)) {
                    over.add(frame);
                } else {
                    first = frame.end();
                }
            }
        }
        over.forEach(this::close);
        reach.closedUpTo(now);
    }

    private void close(Frame frame) {
        byte[] window = frame.bytes();
        if (aggregation.emit() == Emit.CLOSE) {
            Step.Row end = new Step.Row(store, 0, frame.end(), NOWHERE, null, null, Step.NONE);
            write(frame, List.of(), top(frame, window, frame.end()), end);
        }
        clear(key('s', window));
        clear(key('g', window));
        store().delete(key('v', window));
    }

    private void clear(Bytes prefix) {
        try (KeyValueIterator<Bytes, byte[]> found = store().prefixScan(prefix.get(), new ByteArraySerializer())) {
            while (found.hasNext()) {
                store().delete(found.next().key);
            }
        }
    }

    private static Bytes key(char kind, byte[]... parts) {
        Binary key = new Binary().put(kind);
        for (byte[] part : parts) {
            key.rest(part);
        }
        return Bytes.wrap(key.toBytes());
    }

    private static byte[] bytes(List<byte[]> rows) {
        Binary list = new Binary().number(rows.size());
        rows.forEach(list::part);
        return list.toBytes();
    }

    private static List<byte[]> list(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<byte[]> rows = new ArrayList<>();
        for (int left = in.getInt(); left > 0; left--) {
            rows.add(Binary.some(in));
        }
        return rows;
    }
}
