package io.sluice.stream.flow;

import io.sluice.filter.Filter;
import io.sluice.filter.FilterSet;
import io.sluice.filter.ListColumns;
import io.sluice.filter.Pipeline;
import io.sluice.filter.PipelineMatcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import io.sluice.filter.WindowStore;
import io.sluice.stream.kafka.RegistryAway;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Members that see the same records. The first step of each is in one {@link FilterSet}; what comes behind it is evaluated for the records
 * that pass. Belongs to the task's thread.
 */
final class MemberSet {
    private final Clock clock;
    /** Of members that see records as they are, and of those that see the rows that a record stands for. */
    private final Side whole;

    private final Side rows;
    private final Map<UUID, Work> works = new HashMap<>();

    /** @param source topic of the records */
    MemberSet(String source, Clock clock) {
        this.clock = clock;
        this.whole = new Side(source, clock);
        this.rows = new Side(source, clock);
    }

    /** Adds it, or what has become of it. */
    void put(Member member) {
        Work known = works.get(member.id());
        if (known != null && known.member == member) {
            return;
        }
        remove(member.id());
        Work work = new Work(member, clock);
        Pipeline.Step first = member.pipeline().steps().get(0);
        works.put(member.id(), work);
        side(member).add(work, first.where(), first.select());
    }

    void remove(UUID id) {
        Work work = works.remove(id);
        if (work != null) {
            side(work.member).remove(work);
        }
    }

    boolean isEmpty() {
        return works.isEmpty();
    }

    private Side side(Member member) {
        return member.explodes() ? rows : whole;
    }

    /** @param view of the record */
    void evaluate(ProcessedRecord view, Record<byte[], byte[]> record, Delivery.Out out) {
        if (whole.size() > 0) {
            whole.evaluate(view, record, out);
        }
        if (rows.size() > 0) {
            explode(view, record, out);
        }
    }

    private void explode(ProcessedRecord view, Record<byte[], byte[]> record, Delivery.Out out) {
        byte[] value = view.value();
        ListColumns lists = value == null ? null : ListColumns.of(value);
        if (lists == null) {
            rows.evaluate(view, record, out);
            return;
        }
        for (int i = 0; i < lists.count(); i++) {
            byte[] row = lists.row(i);
            view.row(row);
            rows.evaluate(view, record.withValue(row), out);
        }
        view.row(null);
    }

    /** Tells the counters of each member how much it has seen: counted once for all meanwhile. */
    void count() {
        whole.count();
        rows.count();
    }

    private static final class Side implements FilterSet.Sink<Work> {
        private final FilterSet<Work> filters;
        private final List<Work> works = new ArrayList<>();
        private final List<Outcome> outcomes = new ArrayList<>();
        private final String source;
        private long seen;

        Side(String source, Clock clock) {
            this.source = source;
            this.filters = FilterSet.create(clock);
        }

        /** @param made of the record by the first step; null: its value as it is */
        private record Outcome(Work work, boolean matched, byte @Nullable [] made) {}

        void add(Work work, Filter where, Projection select) {
            count();
            works.add(work);
            filters.add(work, where, select);
        }

        void remove(Work work) {
            count();
            works.remove(work);
            filters.remove(work);
        }

        int size() {
            return works.size();
        }

        void count() {
            if (seen > 0) {
                works.forEach(work -> work.member.counters().onScanned(source, seen));
                seen = 0;
            }
        }

        @Override
        public void matched(Work work, byte @Nullable [] projected) {
            outcomes.add(new Outcome(work, true, projected));
        }

        @Override
        public void failed(Work work) {
            outcomes.add(new Outcome(work, false, null));
        }

        /** What is sent is sent when the set is at rest again. */
        void evaluate(ProcessedRecord view, Record<byte[], byte[]> record, Delivery.Out out) {
            seen++;
            outcomes.clear();
            filters.evaluate(view, this);
            if (view.isPassing()) {
                throw new RegistryAway();
            }
            for (Outcome outcome : outcomes) {
                if (outcome.matched()) {
                    outcome.work().onPassed(view, record, outcome.made(), out);
                } else {
                    outcome.work().delivery.onError(view, record, out);
                }
            }
        }
    }

    /** One member at work. */
    private static final class Work {
        private final Member member;
        private final Delivery delivery;
        /** What comes behind the first step; null: nothing. */
        private final @Nullable PipelineMatcher rest;

        Work(Member member, Clock clock) {
            this.member = member;
            this.delivery = new Delivery(member.to(), member.counters(), clock);
            List<Pipeline.Step> steps = member.pipeline().steps();
            this.rest = steps.size() == 1
                    ? null
                    : PipelineMatcher.of(new Pipeline(steps.subList(1, steps.size())), WindowStore.inMemory(), clock);
        }

        void onPassed(ProcessedRecord view, Record<byte[], byte[]> record, byte @Nullable [] made, Delivery.Out out) {
            if (rest == null) {
                delivery.onMatch(view, record, made, out);
                return;
            }
            byte[] before = view.row();
            view.row(made == null ? before : made);
            Verdict verdict = rest.evaluate(view);
            view.row(before);
            delivery.mustBeCertain(view);
            if (verdict == Verdict.MATCH) {
                byte[] later = rest.projected();
                delivery.onMatch(view, record, later == null ? made : later, out);
            } else if (verdict == Verdict.ERROR) {
                delivery.onError(view, record, out);
            }
        }
    }
}
