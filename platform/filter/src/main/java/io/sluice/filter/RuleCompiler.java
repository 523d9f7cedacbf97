package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Adds rule after rule to a pipeline. A rule joins the step before it where it can: a new step begins where a window must see
 * only what the rules before have left, where a name is gone, and where a step would grow beyond the limits of a text.
 */
final class RuleCompiler {
    private final List<Pipeline.Step> steps = new ArrayList<>();
    private final List<Rules.Fault> faults = new ArrayList<>();
    private final SortedSet<String> fields = new TreeSet<>();
    private RuleDraft draft = RuleDraft.EMPTY;
    /** Columns that rules of the closed steps have assigned, and none has removed since. */
    private final Set<String> known = new HashSet<>();

    /** That records have at the beginning of the step, beside those; null: not known. */
    private final @Nullable Set<String> columns;

    private int windowNumbers;

    /** @param columns that records have; empty: not known */
    RuleCompiler(Collection<String> columns) {
        this.columns = columns.isEmpty() ? null : new TreeSet<>(columns);
    }

    /** @param place of the rule in the list */
    void add(int place, String rule) {
        String pointer = "/" + place;
        RuleScope scope = draft.scope(known, columns);
        RuleEffect effect = read(pointer, rule, scope);
        if (effect == null) {
            return;
        }
        boolean fresh = draft.isEmpty();
        if (!fresh && (scope.isStale() || !effect.windows().isEmpty() || !fits(effect))) {
            closeStep();
            scope = draft.scope(known, columns);
            effect = read(pointer, rule, scope);
        }
        if (effect == null || !take(pointer, rule, effect)) {
            return;
        }
        fields.addAll(scope.fields());
    }

    private boolean fits(RuleEffect effect) {
        return draft.with(effect).step() instanceof Parsed.Ok;
    }

    private boolean take(String pointer, String rule, RuleEffect effect) {
        RuleDraft next = draft.with(effect);
        List<Violation> violations = next.step().violations();
        windowNumbers += effect.windows().stream().mapToInt(Window::size).sum();
        if (!violations.isEmpty()) {
            faults.add(fault(pointer, rule, violations.get(0).message()));
            return false;
        } else if (windowNumbers > Limits.MAX_WINDOW_NUMBERS) {
            faults.add(fault(
                    pointer,
                    rule,
                    "all windows together keep at most " + Limits.MAX_WINDOW_NUMBERS
                            + " numbers (rows times columns)"));
            return false;
        }
        draft = next;
        return true;
    }

    private @Nullable RuleEffect read(String pointer, String rule, RuleScope scope) {
        if (rule.length() > Limits.MAX_TEXT_LENGTH) {
            faults.add(fault(pointer, rule, Filter.tooLong(rule).message()));
            return null;
        } else if (isStructured(rule)) {
            return new StructuredRule(scope, pointer, faults).read(rule);
        }
        List<Violation> violations = new ArrayList<>();
        RuleEffect effect = RuleParser.read(rule, scope, violations);
        violations.stream()
                .limit(Limits.MAX_VIOLATIONS)
                .forEach(violation -> faults.add(
                        new Rules.Fault(pointer, violation.message(), violation.position(), violation.length())));
        return effect;
    }

    private static boolean isStructured(String rule) {
        return rule.stripLeading().startsWith("{");
    }

    private static Rules.Fault fault(String pointer, String rule, String message) {
        return isStructured(rule)
                ? new Rules.Fault(pointer, message, null, 0)
                : new Rules.Fault(pointer, message, 0, rule.length());
    }

    private void closeStep() {
        steps.add(draft.step().orElseThrow());
        known.removeAll(draft.removed());
        if (columns != null) {
            columns.removeAll(draft.removed());
        }
        known.addAll(draft.assigned().keySet());
        draft = RuleDraft.EMPTY;
    }

    Rules finish() {
        if (!faults.isEmpty()) {
            return new Rules.Refused(faults);
        }
        if (!draft.isEmpty() || steps.isEmpty()) {
            closeStep();
        }
        return new Rules.Compiled(new Pipeline(steps), fields);
    }
}
