package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Filters and projections one behind the other: each step sees what the step before it made. Immutable. Without a window it says
 * of a record the same whatever came before; with one it needs a place where the last rows are kept ({@link WindowStore}).
 */
public record Pipeline(List<Step> steps) {
    /**
     * @param windows fed with each record that comes to the step, before it is judged; {@code where} and {@code select} find
     *     their outcomes beside the record
     */
    public record Step(List<Window> windows, Filter where, Projection select) {
        public Step {
            windows = List.copyOf(windows);
        }

        private String print() {
            List<String> parts = new ArrayList<>();
            if (!where.equals(Filter.ALL)) {
                parts.add("where " + where.print());
            }
            if (!select.equals(Projection.ALL) || parts.isEmpty()) {
                parts.add("select " + select.print());
            }
            return String.join(" ", parts);
        }
    }

    public Pipeline {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("needs at least one step");
        }
    }

    /** One filter and one projection. */
    public static Pipeline of(Filter where, Projection select) {
        return new Pipeline(List.of(new Step(List.of(), where, select)));
    }

    /** First {@code where}, then this, then {@code select}; in no more steps than that needs. */
    public Pipeline between(Filter where, Projection select) {
        List<Step> all = new ArrayList<>(steps);
        if (!where.equals(Filter.ALL)) {
            Filter joined = joined(where, all.get(0));
            if (joined == null) {
                all.add(0, new Step(List.of(), where, Projection.ALL));
            } else {
                all.set(0, new Step(List.of(), joined, all.get(0).select()));
            }
        }
        if (!select.equals(Projection.ALL)) {
            Step last = all.get(all.size() - 1);
            if (last.select().equals(Projection.ALL)) {
                all.set(all.size() - 1, new Step(last.windows(), last.where(), select));
            } else {
                all.add(new Step(List.of(), Filter.ALL, select));
            }
        }
        return new Pipeline(all);
    }

    /** Both conditions in one; null where that is too large, or where a window is between them. */
    private static @Nullable Filter joined(Filter where, Step first) {
        if (!first.windows().isEmpty()) {
            return null;
        } else if (first.where().equals(Filter.ALL)) {
            return where;
        }
        Parsed<Filter> both =
                Filter.of(new Expr.And(List.of(where.tree(), first.where().tree())));
        return both instanceof Parsed.Ok<Filter> ok ? ok.value() : null;
    }

    /** Whether what it says of a record depends on records before it. */
    public boolean hasWindows() {
        return steps.stream().anyMatch(step -> !step.windows().isEmpty());
    }

    /** Each step on a line, in the language; the outcome of a window is a header named like the window. */
    public String print() {
        return steps.stream().map(Step::print).collect(Collectors.joining("\n"));
    }

    /** The steps as JSON. */
    public String treeJson() {
        return TreeJson.write(this);
    }
}
