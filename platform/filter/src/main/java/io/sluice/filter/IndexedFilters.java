package io.sluice.filter;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A set that shows a record only to the filters that it may match ({@link FilterIndex}). A filter that needs what cannot be
 * read fails whatever else it says, so a record that broke before all that is named was found is shown to all; others cost
 * nothing for the filters that the index rules out, and make no objects while nothing matches.
 */
final class IndexedFilters<T> implements FilterSet<T> {
    private final Inputs inputs;
    private final Commons commons;
    private final FilterIndex index;
    private final Map<T, Entry<T>> entries = new HashMap<>();
    private final Map<Filter, Group<T>> byFilter = new HashMap<>();
    /** Each at the place that its program knows. */
    private final List<Group<T>> groups = new ArrayList<>();

    private final Map<Projection, Program.Columns> columns = new HashMap<>();
    private final Targets candidates = new Targets();
    private final List<Entry<T>> told = new ArrayList<>();
    private int usersOfValue;
    private int usersOfKey;
    private long added;
    private boolean evaluating;

    /**
     * One filter of the caller's.
     *
     * @param sequence rises from one to the next added
     */
    private record Entry<T>(
            T id, long sequence, Group<T> group, Projection select, Program.@Nullable Columns columns) {}

    /** All entries that have one filter, as added. */
    private record Group<T>(Filter where, Program program, List<Entry<T>> entries) {}

    IndexedFilters(Clock clock) {
        inputs = new Inputs(clock);
        commons = new Commons(inputs);
        index = new FilterIndex(inputs);
    }

    @Override
    public void add(T id, Filter where, Projection select) {
        remove(id);
        Group<T> group = byFilter.get(where);
        if (group == null) {
            group = open(where);
        }
        Program.Columns shared = null;
        if (!select.equals(Projection.ALL)) {
            shared = columns.computeIfAbsent(select, projection -> new Program.Columns(projection, inputs));
            shared.use();
        }
        Entry<T> entry = new Entry<>(id, added++, group, select, shared);
        group.entries.add(entry);
        entries.put(id, entry);
    }

    private Group<T> open(Filter where) {
        Program program = Program.indexed(where, inputs, commons);
        Group<T> group = new Group<>(where, program, new ArrayList<>(1));
        program.place = groups.size();
        groups.add(group);
        byFilter.put(where, group);
        index.add(program);
        usersOfValue += program.needs().isOfValue() ? 1 : 0;
        usersOfKey += program.needs().isOfKey() ? 1 : 0;
        return group;
    }

    @Override
    public boolean remove(T id) {
        if (evaluating) {
            throw new IllegalStateException("the set is changed while it evaluates a record");
        }
        Entry<T> entry = entries.remove(id);
        if (entry == null) {
            return false;
        }
        List<Entry<T>> sharing = entry.group.entries;
        int place = Collections.binarySearch(sharing, entry, Comparator.comparingLong(Entry::sequence));
        sharing.remove(place);
        if (sharing.isEmpty()) {
            close(entry.group);
        }
        if (entry.columns != null && entry.columns.disuse()) {
            columns.remove(entry.select);
        }
        return true;
    }

    private void close(Group<T> group) {
        Program program = group.program;
        Group<T> last = groups.remove(groups.size() - 1);
        if (last != group) {
            groups.set(program.place, last);
            last.program.place = program.place;
        }
        byFilter.remove(group.where);
        index.remove(program);
        usersOfValue -= program.needs().isOfValue() ? 1 : 0;
        usersOfKey -= program.needs().isOfKey() ? 1 : 0;
        program.release();
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public void evaluate(RecordView record, Sink<T> sink) {
        if (evaluating) {
            throw new IllegalStateException("the set evaluates one record at a time");
        }
        evaluating = true;
        try {
            inputs.begin(record);
            read();
            index.find(candidates);
            test();
            if (!inputs.isWhole()) {
                fail();
            }
            tell(sink);
        } finally {
            candidates.clear();
            told.clear();
            inputs.end();
            evaluating = false;
        }
    }

    private void read() {
        if (usersOfValue > 0) {
            inputs.needValue();
        }
        if (usersOfKey > 0) {
            inputs.needKey();
        }
    }

    private void test() {
        for (int i = 0; i < candidates.size(); i++) {
            Program program = candidates.get(i);
            if (!program.isDecided() && program.verdict() != Verdict.NO_MATCH) {
                told.addAll(groups.get(program.place).entries);
            }
        }
    }

    /** All programs, candidates or not, that need what the record has not. */
    private void fail() {
        for (int i = 0; i < groups.size(); i++) {
            Group<T> group = groups.get(i);
            if (!group.program.isDecided() && group.program.isUnreadable()) {
                told.addAll(group.entries);
            }
        }
    }

    private void tell(Sink<T> sink) {
        if (told.size() > 1) {
            told.sort(Comparator.comparingLong(Entry::sequence));
        }
        for (int i = 0; i < told.size(); i++) {
            tell(told.get(i), sink);
        }
    }

    private static <T> void tell(Entry<T> entry, Sink<T> sink) {
        boolean failed = entry.group.program.verdict() == Verdict.ERROR;
        byte[] projected = failed || entry.columns == null ? null : entry.columns.projected();
        if (failed || (entry.columns != null && projected == null)) {
            sink.failed(entry.id);
        } else {
            sink.matched(entry.id, projected);
        }
    }
}
