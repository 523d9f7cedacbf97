package io.sluice.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One step of a pipeline while rules are added to it. What a rule assigns takes the place of the column in the rules behind it,
 * so all of them together are one filter and one projection of the record as it came. Immutable.
 */
record RuleDraft(List<Window> windows, List<Expr> conditions, Map<String, Expr> assigned, Set<String> removed) {
    static final RuleDraft EMPTY = new RuleDraft(List.of(), List.of(), Map.of(), Set.of());

    boolean isEmpty() {
        return equals(EMPTY);
    }

    /**
     * @param known columns that rules of earlier steps have assigned
     * @param columns that records have beside those; null: not known
     */
    RuleScope scope(Set<String> known, @Nullable Set<String> columns) {
        return new RuleScope(assigned, removed, known, columns);
    }

    RuleDraft with(RuleEffect effect) {
        List<Window> allWindows = new ArrayList<>(windows);
        allWindows.addAll(effect.windows());
        List<Expr> all = new ArrayList<>(conditions);
        if (effect.condition() != null) {
            all.add(effect.condition());
        }
        Map<String, Expr> columns = new LinkedHashMap<>(assigned);
        Set<String> gone = new LinkedHashSet<>(removed);
        effect.removed().forEach(columns::remove);
        gone.addAll(effect.removed());
        columns.putAll(effect.assigned());
        gone.removeAll(effect.assigned().keySet());
        return new RuleDraft(allWindows, all, columns, gone);
    }

    /** The step, or why it cannot be; the positions mean nothing to the writer of a rule. */
    Parsed<Pipeline.Step> step() {
        List<Projection.Column> columns = new ArrayList<>();
        assigned.forEach((name, expr) -> columns.add(new Projection.Column(name, expr)));
        Parsed<Projection> select = Projection.of(new Projection.Columns(true, List.copyOf(removed), columns));
        Parsed<Filter> where =
                switch (conditions.size()) {
                    case 0 -> new Parsed.Ok<>(Filter.ALL);
                    case 1 -> Filter.of(conditions.get(0));
                    default -> Filter.of(new Expr.And(conditions));
                };
        if (where instanceof Parsed.Ok<Filter> filter && select instanceof Parsed.Ok<Projection> projection) {
            return new Parsed.Ok<>(new Pipeline.Step(windows, filter.value(), projection.value()));
        }
        List<Violation> all = new ArrayList<>(where.violations());
        all.addAll(select.violations());
        return new Parsed.Failed<>(all);
    }
}
