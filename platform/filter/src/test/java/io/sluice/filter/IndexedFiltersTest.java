package io.sluice.filter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;

/** The indexed set against a loop that asks each filter by itself. */
class IndexedFiltersTest {

    /** Something that is done to a set. */
    private sealed interface Step {}

    private record Add(int id, Filter where, Projection select) implements Step {}

    private record Remove(int id) implements Step {}

    private record Evaluate(RecordView record) implements Step {}

    /** What is told of a record, in order. */
    private static final class Told implements FilterSet.Sink<Integer> {
        private final List<String> outcomes = new ArrayList<>();

        @Override
        public void matched(Integer id, byte[] projected) {
            outcomes.add(id + " matched " + (projected == null ? "whole" : new String(projected)));
        }

        @Override
        public void failed(Integer id) {
            outcomes.add(id + " failed");
        }
    }

    /** The set as plainly as it can be said. */
    private static final class Loop {
        private final Map<Integer, Matcher> matchers = new LinkedHashMap<>();

        void add(Add step) {
            matchers.remove(step.id());
            matchers.put(step.id(), Matcher.of(step.where(), step.select(), Records.CLOCK));
        }

        void evaluate(RecordView record, Told told) {
            matchers.forEach((id, matcher) -> {
                Verdict verdict = matcher.evaluate(record);
                if (verdict == Verdict.MATCH) {
                    told.matched(id, matcher.projected());
                } else if (verdict == Verdict.ERROR) {
                    told.failed(id);
                }
            });
        }
    }

    @Provide
    Arbitrary<Filter> filters() {
        return Crowded.filters();
    }

    @Provide
    Arbitrary<RecordView> records() {
        return Crowded.records();
    }

    @Provide
    Arbitrary<Step> steps() {
        Arbitrary<Integer> id = Arbitraries.integers().between(0, 12);
        return Arbitraries.frequencyOf(
                Tuple.of(
                        4,
                        Combinators.combine(id, Crowded.filters(), Crowded.projections())
                                .as(Add::new)),
                Tuple.of(2, id.map(Remove::new)),
                Tuple.of(4, Crowded.records().map(Evaluate::new)));
    }

    @Property(tries = 2_000)
    void says_what_the_loop_says_while_filters_come_and_go(
            @ForAll @Size(max = 60) List<@net.jqwik.api.From("steps") Step> steps) {
        FilterSet<Integer> set = FilterSet.create(Records.CLOCK);
        Loop loop = new Loop();
        for (Step step : steps) {
            if (step instanceof Add add) {
                set.add(add.id(), add.where(), add.select());
                loop.add(add);
            } else if (step instanceof Remove remove) {
                assertThat(set.remove(remove.id())).isEqualTo(loop.matchers.remove(remove.id()) != null);
            } else if (step instanceof Evaluate evaluate) {
                same(set, loop, evaluate.record());
            }
            assertThat(set.size()).isEqualTo(loop.matchers.size());
        }
    }

    @Property(tries = 60)
    void says_what_the_loop_says_of_many_filters(
            @ForAll @Size(min = 100, max = 200) List<@net.jqwik.api.From("filters") Filter> filters,
            @ForAll @Size(min = 20, max = 40) List<@net.jqwik.api.From("records") RecordView> records) {
        FilterSet<Integer> set = FilterSet.create(Records.CLOCK);
        Loop loop = new Loop();
        for (int i = 0; i < filters.size(); i++) {
            set.add(i, filters.get(i), Projection.ALL);
            loop.add(new Add(i, filters.get(i), Projection.ALL));
        }
        records.forEach(record -> same(set, loop, record));
        for (int i = 0; i < filters.size(); i += 2) {
            set.remove(i);
            loop.matchers.remove(i);
        }
        records.forEach(record -> same(set, loop, record));
    }

    private static void same(FilterSet<Integer> set, Loop loop, RecordView record) {
        Told told = new Told();
        Told expected = new Told();
        set.evaluate(record, told);
        loop.evaluate(record, expected);
        assertThat(told.outcomes).as("%s", record).isEqualTo(expected.outcomes);
    }
}
