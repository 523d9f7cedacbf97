package io.sluice.filter;

import static io.sluice.filter.Records.CLOCK;
import static io.sluice.filter.Records.filter;
import static io.sluice.filter.Records.projection;
import static io.sluice.filter.Records.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterSetTest {
    private final FilterSet<String> set = FilterSet.create(CLOCK);

    private List<String> told(RecordView record) {
        List<String> told = new ArrayList<>();
        set.evaluate(record, new FilterSet.Sink<>() {
            @Override
            public void matched(String id, byte[] projected) {
                told.add(projected == null ? id : id + new String(projected));
            }

            @Override
            public void failed(String id) {
                told.add(id + " failed");
            }
        });
        return told;
    }

    @Test
    void tells_the_matching_filters_in_the_order_they_were_added() {
        set.add("one", filter("a = 1"), Projection.ALL);
        set.add("all", Filter.ALL, projection("b"));
        set.add("two", filter("a = 2"), Projection.ALL);
        set.add("same", filter("a == 1"), projection("b"));

        assertThat(told(value("{\"a\":1,\"b\":5}"))).containsExactly("one", "all{\"b\":5}", "same{\"b\":5}");
        assertThat(told(value("{\"a\":2}"))).containsExactly("all{}", "two");
        assertThat(told(value("nothing"))).containsExactly("one failed", "all failed", "two failed", "same failed");
    }

    @Test
    void replaces_and_removes() {
        set.add("x", filter("a = 1 and b.c[3].d is null"), projection("b.c[3].d"));
        set.add("x", filter("a = 2"), Projection.ALL);
        assertThat(set.size()).isEqualTo(1);
        assertThat(told(value("{\"a\":2}"))).containsExactly("x");
        assertThat(set.remove("x")).isTrue();
        assertThat(set.remove("x")).isFalse();
        assertThat(told(value("{\"a\":2}"))).isEmpty();
        set.add("x", filter("b.c[3].d = 1"), Projection.ALL);
        assertThat(told(value("{\"b\":{\"c\":[0,0,0,{\"d\":1}]}}"))).containsExactly("x");
    }

    @Test
    void looks_no_further_than_the_filters_left_need() {
        set.add("near", filter("a = 1"), Projection.ALL);
        set.add("far", filter("z = 1"), Projection.ALL);
        RecordView broken = value("{\"a\":1, broken");
        assertThat(told(broken)).containsExactly("near", "far failed");
        set.remove("far");
        assertThat(told(broken)).containsExactly("near");
    }

    @Test
    void does_not_read_the_value_when_no_filter_needs_it() {
        set.add("meta", filter("$offset = 17"), Projection.ALL);
        set.add("text", filter("$text = 'not json'"), projection("$text"));
        assertThat(told(value("not json"))).containsExactly("meta", "text{\"text\":\"not json\"}");
    }

    @Test
    void a_tombstone_has_no_fields() {
        set.add("gone", filter("$value is null and a is null and not exists($value)"), Projection.ALL);
        set.add("there", filter("exists(a)"), Projection.ALL);
        assertThat(told(value((byte[]) null))).containsExactly("gone");
        assertThat(told(value(""))).containsExactly("gone failed", "there failed");
    }

    @Test
    void may_not_be_changed_by_its_own_sink() {
        set.add("x", Filter.ALL, Projection.ALL);
        FilterSet.Sink<String> sink = new FilterSet.Sink<>() {
            @Override
            public void matched(String id, byte[] projected) {
                set.remove(id);
            }

            @Override
            public void failed(String id) {}
        };
        assertThatThrownBy(() -> set.evaluate(value("{}"), sink)).isInstanceOf(IllegalStateException.class);
        assertThat(told(value("{}"))).containsExactly("x");
    }

    @Test
    void a_record_that_matches_nothing_leaves_no_garbage() {
        for (int i = 0; i < 20; i++) {
            set.add(
                    "f" + i,
                    filter("a > " + (10.5 + i) + " and s like '%x" + i + "%' or lower(s) = 'q' or t < '2020-01-0"
                            + i % 9 + "' and $key in ('a', 'b') or a * 2 - b > 1000"),
                    projection("a, s"));
        }
        leavesNoGarbage();
    }

    @Test
    void a_record_that_the_index_rules_out_leaves_no_garbage() {
        for (int i = 0; i < 1_000; i++) {
            set.add("equal" + i, filter("a = " + i + " or s in ('s" + i + "', 'some B" + i + "')"), Projection.ALL);
            set.add("range" + i, filter("b >= " + (10 + i) + ".25 and b < " + (11 + i) + " and t"), Projection.ALL);
            set.add("prefix" + i, filter("$key like 'k" + i + "%' or starts_with(s, 'some B')"), projection("a"));
        }
        leavesNoGarbage();
    }

    private void leavesNoGarbage() {
        RecordView record = value("{\"a\":12.25,\"s\":\"some \\u0041 text\",\"b\":7,\"t\":\"2026\",\"z\":[1,2,{}]}")
                .withKey("k");
        FilterSet.Sink<String> none = new FilterSet.Sink<>() {
            @Override
            public void matched(String id, byte[] projected) {
                throw new AssertionError(id);
            }

            @Override
            public void failed(String id) {
                throw new AssertionError(id);
            }
        };
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        set.evaluate(record, none);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            set.evaluate(record, none);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(100_000);
    }

    @Test
    void thousands_of_filters_come_and_go() {
        for (int i = 0; i < 2_000; i++) {
            set.add("f" + i, filter("f" + i + ".x = " + i + " or id = " + i), Projection.ALL);
        }
        assertThat(told(value("{\"id\":77,\"f1999\":{\"x\":1999}}"))).containsExactly("f77", "f1999");
        for (int i = 0; i < 1_990; i++) {
            assertThat(set.remove("f" + i)).isTrue();
        }
        assertThat(told(value("{\"id\":1990,\"f1999\":{\"x\":1999}}"))).containsExactly("f1990", "f1999");
    }
}
