package io.sluice.filter;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one rule does: keeps the records of a condition, assigns columns, removes some.
 *
 * @param windows whose outcomes the expressions ask for
 * @param condition null: every record is kept
 */
record RuleEffect(List<Window> windows, @Nullable Expr condition, Map<String, Expr> assigned, Set<String> removed) {
    RuleEffect {
        windows = List.copyOf(windows);
        assigned = new LinkedHashMap<>(assigned);
        removed = new LinkedHashSet<>(removed);
    }

    static RuleEffect keeping(Expr condition) {
        return new RuleEffect(List.of(), condition, Map.of(), Set.of());
    }

    static RuleEffect assigning(Map<String, Expr> columns) {
        return new RuleEffect(List.of(), null, columns, Set.of());
    }

    RuleEffect with(List<Window> more) {
        return new RuleEffect(more, condition, assigned, removed);
    }
}
