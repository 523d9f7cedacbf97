package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import io.sluice.query.Accumulator;
import io.sluice.query.Aggregation;
import io.sluice.query.Aggregation.Emit;
import io.sluice.stream.query.Groups.Kept;
import io.sluice.stream.query.Groups.Over;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Adds rows to the groups of their windows. A row is judged by the event time of before it came. A window is open until event time has
 * passed its end and the grace; then it leaves the store, and what comes for it later is late. A row that is in several windows, of which
 * some have closed, counts in the others and is late besides.
 */
final class AggregateStage extends Stage {
    /** Groups that close at a time; the others follow with the next step or tick. */
    private static final int MOST_AT_ONCE = 10_000;

    private static final Place NOWHERE = new Place("", -1, -1);
    private static final String UNSELECTABLE = "What is selected of the group cannot be calculated.";

    private final Aggregation aggregation;
    private final Accumulator.Factory factory;
    private final Outcome outcome;
    private final Closing closing;
    private final String store;
    private final IntFunction<List<String>> sources;
    private final boolean isRanked;
    private Reach reach = new Reach(List.of());
    private @Nullable Groups opened;

    /** @param sources that a task waits for */
    AggregateStage(QueryPlan plan, Aggregation aggregation, String store, IntFunction<List<String>> sources) {
        this.aggregation = aggregation;
        this.factory = plan.accumulators();
        this.outcome = new Outcome(plan.query(), aggregation, plan.clock());
        this.closing = Closing.of(aggregation);
        this.store = store;
        this.sources = sources;
        this.isRanked = !aggregation.order().isEmpty();
    }

    @Override
    void open(ProcessorContext<byte[], Step> context) {
        KeyValueStore<Bytes, byte[]> kept = context.getStateStore(store);
        opened = new Groups(kept, aggregation.window());
        reach = new Reach(sources.apply(task()));
        reach.open(kept);
        everyTick(() -> {
            reach.onTick(clock());
            moved();
            if (isRanked) {
                forward(Step.NONE, new Step.Time(source(), reach.done(), false));
            }
        });
    }

    private Groups groups() {
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
    void onRow(byte[] group, Step.Row row, Headers headers) {
        Parts parts = Parts.of(row.parts(), aggregation.measures().size());
        if (groups().isSession()) {
            addToSession(group, row, parts);
        } else {
            addToWindows(group, row, parts);
        }
        reach.on(row, clock());
        moved();
    }

    private record Parts(List<Value> keys, List<@Nullable List<Value>> arguments) {
        static Parts of(byte[] bytes, int measures) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            List<Value> keys = Binary.values(in);
            List<@Nullable List<Value>> arguments = new ArrayList<>(measures);
            for (int i = 0; i < measures; i++) {
                arguments.add(in.get() == 1 ? Binary.values(in) : null);
            }
            return new Parts(keys, arguments);
        }
    }

    private void addToWindows(byte[] group, Step.Row row, Parts parts) {
        Frame missed = null;
        Optional<String> fault = Optional.empty();
        for (Frame frame : groups().fixed(row.at())) {
            if (closing.isOver(frame, reach.value())) {
                missed = frame;
                continue;
            }
            Kept before = groups().get(frame, group);
            Accumulator sum = before == null ? factory.empty() : factory.restore(ByteBuffer.wrap(before.state()));
            fault = sum.add(parts.arguments(), row.at());
            if (fault.isEmpty()) {
                boolean isWritten = changed(frame, group, parts.keys(), sum, before != null && before.isWritten(), row);
                groups().put(frame, group, new Kept(isWritten, parts.keys(), sum.state()));
            }
        }
        fault.ifPresent(reason -> forward(group, Step.Lost.failed(row, reason)));
        if (missed != null) {
            late(group, row, missed);
        }
    }

    private void addToSession(byte[] group, Step.Row row, Parts parts) {
        List<Frame> near = groups().sessions(group, row.at());
        Frame session = groups().session(near, row.at());
        if (closing.isOver(session, reach.value())) {
            late(group, row, session);
            return;
        }
        Optional<String> fault = factory.empty().add(parts.arguments(), row.at());
        if (fault.isPresent()) {
            forward(group, Step.Lost.failed(row, fault.get()));
            return;
        }
        Accumulator sum = factory.empty();
        boolean isWritten = false;
        for (Frame frame : near) {
            Kept kept = groups().get(frame, group);
            if (kept != null) {
                sum.merge(factory.restore(ByteBuffer.wrap(kept.state())));
                isWritten |= kept.isWritten() && !withdrawn(frame, session, group, kept, row);
            }
            groups().remove(frame, group);
        }
        sum.add(parts.arguments(), row.at()).ifPresent(reason -> forward(group, Step.Lost.failed(row, reason)));
        boolean nowWritten = changed(session, group, parts.keys(), sum, isWritten, row);
        groups().put(session, group, new Kept(nowWritten, parts.keys(), sum.state()));
    }

    /** Takes back what was written of a session that has another beginning now, which makes another key. */
    private boolean withdrawn(Frame before, Frame now, byte[] group, Kept kept, Step.Row row) {
        if (before.equals(now) || (!isRanked && before.start() == now.start())) {
            return false;
        } else if (isRanked) {
            rank(before, group, List.of(), null, row);
            return true;
        }
        forward(Step.NONE, new Step.Out(outcome.key(before, kept.keys()), null, row.at(), row.place()));
        return true;
    }

    private void late(byte[] group, Step.Row row, Frame window) {
        String reason = "its window, %s to %s, had closed".formatted(window.startText(), window.endText());
        forward(group, Step.Lost.late(row, reason));
    }

    /** @return whether a row of the group counts now */
    private boolean changed(
            Frame frame, byte[] group, List<Value> keys, Accumulator sum, boolean wasWritten, Step.Row row) {
        return aggregation.emit() == Emit.CHANGE && give(frame, group, keys, sum, wasWritten, row);
    }

    private boolean give(
            Frame frame, byte[] group, List<Value> keys, Accumulator sum, boolean wasWritten, Step.Row row) {
        List<Value> results = sum.results();
        String members = outcome.members(keys, results);
        boolean isHad = outcome.isHad(frame, members, row.at());
        if (isRanked) {
            if (isHad || wasWritten) {
                rank(frame, group, outcome.order(keys, results), isHad ? members : null, row);
            }
            return isHad;
        }
        byte[] value = isHad ? outcome.value(frame, 0, members, row.at()) : null;
        byte[] key = outcome.key(frame, keys);
        if (isHad && value == null) {
            forward(Step.NONE, new Step.Lost(row.place(), key, null, UNSELECTABLE, false));
        } else if (isHad || wasWritten) {
            forward(Step.NONE, new Step.Out(key, value, row.at(), row.place()));
        }
        return value != null;
    }

    /** Tells the stage behind about a group; it hears of a window's end only after all of its groups. */
    private void rank(Frame frame, byte[] group, List<Value> order, @Nullable String members, Step.Row row) {
        byte[] parts = new Binary().part(group).values(order).toBytes();
        byte[] value = members == null ? null : members.getBytes(UTF_8);
        forward(frame.bytes(), new Step.Row(source(), reach.done(), row.at(), row.place(), null, value, parts));
    }

    private String source() {
        return store + "-" + task();
    }

    /** Windows close that event time has passed. */
    private void moved() {
        long now = reach.value();
        if (now == Step.UNKNOWN || now == reach.done()) {
            return;
        }
        long end = closing.lastEnd(now);
        if (groups().allEndAfter(end)) {
            reach.doneUpTo(now);
            return;
        }
        List<Over> over = groups().takeUpTo(closing.lastEnd(reach.done()), end, MOST_AT_ONCE);
        over.forEach(this::close);
        if (over.isEmpty()) {
            reach.doneUpTo(now);
        } else if (over.size() < MOST_AT_ONCE) {
            reach.closedUpTo(now);
        } else {
            long last = over.get(over.size() - 1).frame().end();
            reach.closedUpTo(Math.max(reach.done(), closing.before(last)));
        }
    }

    private void close(Over over) {
        if (aggregation.emit() == Emit.CLOSE) {
            Accumulator sum = factory.restore(ByteBuffer.wrap(over.kept().state()));
            Step.Row end = new Step.Row(source(), reach.done(), over.frame().end(), NOWHERE, null, null, Step.NONE);
            give(over.frame(), over.group(), over.kept().keys(), sum, false, end);
        }
    }
}
