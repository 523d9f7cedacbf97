package io.sluice.stream.query;

import io.sluice.query.Join;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Rows of two streams that have equal values and are near in time become one, whichever comes first. A row is kept until event time has
 * passed the last moment at which another could meet it, and the grace; then it goes, alone if it may. What comes later than that is
 * late.
 *
 * <p>The store has {@code r <side> <length> <value> <time> <offset>} → whether it met something, and the row, and {@code x <end> <side>
 * <length> <value> <time> <offset>} to find those whose time is over.
 */
final class JoinStage extends Stage {
    /** Rows that go at a time; the others follow with the next step or tick. */
    private static final int MOST_AT_ONCE = 10_000;

    private static final Bytes AFTER_ENDS = Bytes.wrap(new byte[] {'x' + 1});

    private final Join join;
    private final List<String> aliases;
    private final String store;
    private final Reach reach;
    private @Nullable KeyValueStore<Bytes, byte[]> rows;
    /** Nothing in the store ends before. */
    private long first = Step.UNKNOWN;

    /** @param aliases of the left side */
    JoinStage(Join join, List<String> aliases, String store, List<String> sources) {
        this.join = join;
        this.aliases = List.copyOf(aliases);
        this.store = store;
        this.reach = new Reach(sources);
    }

    /** By how much the rows of a join may come after rows that happened later. */
    static Duration behind(Join join) {
        return join.grace().plus(join.after().compareTo(join.before()) > 0 ? join.after() : join.before());
    }

    @Override
    void open(ProcessorContext<byte[], Step> context) {
        KeyValueStore<Bytes, byte[]> opened = context.getStateStore(store);
        rows = opened;
        reach.open(opened);
        first = Step.UNKNOWN;
        everyTick(() -> {
            reach.onTick(clock());
            moved();
            forward(Step.NONE, new Step.Time(source(), progress(), false));
        });
    }

    @Override
    void onTime(Step.Time time) {
        reach.on(time, clock());
        moved();
    }

    @Override
    void onRow(byte[] key, Step.Row row, Headers headers) {
        JoinSide side = JoinSide.of(row.parts());
        if (JoinSide.isAlone(row.parts())) {
            single(side, row);
        } else if (end(side, row.at()) < reach.value()) {
            forward(key, Step.Lost.late(row, "the rows of its time have been joined"));
        } else {
            boolean met = meet(side, key, row);
            keep(side, key, row, met);
        }
        reach.on(row, clock());
        moved();
    }

    private long end(JoinSide side, long at) {
        return at + side.waits(join) + join.grace().toMillis();
    }

    private boolean meet(JoinSide side, byte[] key, Step.Row row) {
        JoinSide other = side.other();
        byte[] prefix = row(other, key).toBytes();
        byte[] from =
                new Binary().rest(prefix).ordered(row.at() - other.waits(join)).toBytes();
        byte[] to = new Binary()
                .rest(prefix)
                .ordered(row.at() + side.waits(join) + 1)
                .toBytes();
        boolean met = false;
        try (KeyValueIterator<Bytes, byte[]> found = store().range(Bytes.wrap(from), Bytes.wrap(to))) {
            while (found.hasNext()) {
                KeyValue<Bytes, byte[]> kept = found.next();
                Step.Row partner = kept(kept.value);
                met = true;
                markMet(other, kept);
                join(side == JoinSide.LEFT ? row : partner, side == JoinSide.LEFT ? partner : row, row);
            }
        }
        return met;
    }

    private void markMet(JoinSide side, KeyValue<Bytes, byte[]> kept) {
        if (side.isKept(join.type()) && kept.value[0] == 0) {
            byte[] met = kept.value.clone();
            met[0] = 1;
            store().put(kept.key, met);
        }
    }

    private void join(Step.Row left, Step.Row right, Step.Row latest) {
        byte[] value = Joined.with(some(left), join.right().alias(), some(right));
        emit(latest, value, Math.max(left.at(), right.at()));
    }

    private void single(JoinSide side, Step.Row row) {
        String alias = join.right().alias();
        byte[] value =
                side == JoinSide.LEFT ? Joined.without(some(row), alias) : Joined.alone(aliases, alias, some(row));
        emit(row, value, row.at());
    }

    private void emit(Step.Row of, byte[] value, long at) {
        forward(Step.NONE, new Step.Row(source(), progress(), at, of.place(), of.key(), value, Step.NONE));
    }

    private void keep(JoinSide side, byte[] key, Step.Row row, boolean met) {
        byte[] place = place(side, key, row).toBytes();
        first = Math.min(first, end(side, row.at()));
        store().put(
                        Bytes.wrap(new Binary().put('r').rest(place).toBytes()),
                        new Binary().put(met ? 1 : 0).rest(StepSerde.write(row)).toBytes());
        store().put(
                        Bytes.wrap(new Binary()
                                .put('x')
                                .ordered(end(side, row.at()))
                                .rest(place)
                                .toBytes()),
                        Step.NONE);
    }

    private static Binary row(JoinSide side, byte[] key) {
        return new Binary().put('r').put(side.letter()).part(key);
    }

    /** The offset in the topic between the stages makes a row the only one of its time. */
    private Binary place(JoinSide side, byte[] key, Step.Row row) {
        long offset = context().recordMetadata().orElseThrow().offset();
        return new Binary().put(side.letter()).part(key).ordered(row.at()).number(offset);
    }

    private static Step.Row kept(byte[] value) {
        return (Step.Row) StepSerde.read(ByteBuffer.wrap(value).position(1));
    }

    private static byte[] some(Step.Row row) {
        byte[] value = row.value();
        return value == null ? Step.NONE : value;
    }

    /** Rows go whose time is over. */
    private void moved() {
        long now = reach.value();
        if (first >= now) {
            reach.doneUpTo(now);
            return;
        }
        byte[] from = new Binary().put('x').ordered(reach.done()).toBytes();
        first = Long.MAX_VALUE;
        int gone = 0;
        try (KeyValueIterator<Bytes, byte[]> ends = store().range(Bytes.wrap(from), AFTER_ENDS)) {
            while (ends.hasNext() && first == Long.MAX_VALUE) {
                Bytes end = ends.next().key;
                long time = Binary.ordered(ByteBuffer.wrap(end.get()).position(1));
                if (time < now && gone++ < MOST_AT_ONCE) {
                    go(end);
                } else {
                    first = time;
                }
            }
        }
        reach.doneUpTo(Math.min(first, now));
    }

    private void go(Bytes end) {
        byte[] place = Binary.rest(ByteBuffer.wrap(end.get()).position(1 + Long.BYTES));
        Bytes key = Bytes.wrap(new Binary().put('r').rest(place).toBytes());
        byte[] kept = store().delete(key);
        store().delete(end);
        JoinSide side = JoinSide.of(place);
        if (kept != null && kept[0] == 0 && side.isKept(join.type())) {
            single(side, kept(kept));
        }
    }

    private String source() {
        return store + "-" + task();
    }

    private long progress() {
        long done = reach.done();
        return done == Step.UNKNOWN ? done : done - behind(join).toMillis();
    }

    private KeyValueStore<Bytes, byte[]> store() {
        if (rows == null) {
            throw new IllegalStateException("not initialised");
        }
        return rows;
    }
}
