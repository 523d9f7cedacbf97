package io.sluice.filter;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A set that asks each of its filters in turn. */
final class FilterLoop<T> implements FilterSet<T> {
    private final Inputs inputs;
    private final Map<T, Entry<T>> entries = new LinkedHashMap<>();
    private final Map<Filter, Program> programs = new HashMap<>();
    private final Map<Projection, Program.Columns> columns = new HashMap<>();
    /** The entries in order, made again after a change. */
    private @Nullable List<Entry<T>> order;

    private long turn;
    private boolean evaluating;

    private record Entry<T>(
            T id, Filter where, Projection select, Program program, Program.@Nullable Columns columns) {}

    FilterLoop(Clock clock) {
        inputs = new Inputs(clock);
    }

    @Override
    public void add(T id, Filter where, Projection select) {
        remove(id);
        Program program = programs.computeIfAbsent(where, filter -> Program.of(filter, inputs));
        program.use();
        Program.Columns shared = null;
        if (!select.equals(Projection.ALL)) {
            shared = columns.computeIfAbsent(select, projection -> new Program.Columns(projection, inputs));
            shared.use();
        }
        entries.put(id, new Entry<>(id, where, select, program, shared));
    }

    @Override
    public boolean remove(T id) {
        if (evaluating) {
            throw new IllegalStateException("the set is changed while it evaluates a record");
        }
        order = null;
        Entry<T> entry = entries.remove(id);
        if (entry == null) {
            return false;
        }
        if (entry.program.disuse()) {
            programs.remove(entry.where);
        }
        if (entry.columns != null && entry.columns.disuse()) {
            columns.remove(entry.select);
        }
        return true;
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
        List<Entry<T>> all = order();
        evaluating = true;
        turn++;
        try {
            inputs.begin(record);
            for (int i = 0; i < all.size(); i++) {
                evaluate(all.get(i), sink);
            }
        } finally {
            inputs.end();
            evaluating = false;
        }
    }

    private List<Entry<T>> order() {
        List<Entry<T>> known = order;
        if (known == null) {
            known = new ArrayList<>(entries.values());
            order = known;
        }
        return known;
    }

    private void evaluate(Entry<T> entry, Sink<T> sink) {
        Verdict verdict = entry.program.verdict(turn);
        if (verdict == Verdict.ERROR) {
            sink.failed(entry.id);
        } else if (verdict == Verdict.MATCH) {
            byte[] projected = entry.columns == null ? null : entry.columns.projected(turn);
            if (entry.columns != null && projected == null) {
                sink.failed(entry.id);
            } else {
                sink.matched(entry.id, projected);
            }
        }
    }
}
