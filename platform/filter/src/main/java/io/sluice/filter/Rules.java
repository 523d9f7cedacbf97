package io.sluice.filter;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Filters written as NDP knows them, compiled to the same trees as text: a list of rules that are applied in order. A rule is a
 * text ({@code x > 5}, {@code IF c THEN col = value}, {@code window_filter(3, mean, v > 4)}) or, where it begins with a brace, the
 * JSON of a structured rule. What they can say is in {@code docs/filter-language.md}.
 */
public sealed interface Rules {

    /** @param fields paths that the rules read, as they are written in a filter */
    record Compiled(Pipeline pipeline, SortedSet<String> fields) implements Rules {
        public Compiled {
            fields = Collections.unmodifiableSortedSet(new TreeSet<>(fields));
        }
    }

    /** At least one fault, by rule. */
    record Refused(List<Fault> faults) implements Rules {
        public Refused {
            faults = List.copyOf(faults);
        }
    }

    /**
     * @param pointer JSON pointer in the list, such as {@code /2} or {@code /2/value}
     * @param position 0-based offset in the text of the rule, in UTF-16 units; null in a structured rule
     * @param length of the faulty part
     */
    record Fault(String pointer, String message, @Nullable Integer position, int length) {}

    /** The faults; none where there is a pipeline. */
    default List<Fault> faults() {
        return this instanceof Refused refused ? refused.faults() : List.of();
    }

    /** Reads a list of rules, or says what is wrong with each. Never throws, whatever the texts. */
    static Rules compile(List<String> rules) {
        return compile(rules, List.of());
    }

    /**
     * Likewise, for records whose columns are known: any other that is named is a fault, unless a rule before has assigned it.
     *
     * @param columns that records have, though one may be missing in a record; empty: not known
     */
    static Rules compile(List<String> rules, Collection<String> columns) {
        if (rules.size() > Limits.MAX_RULES) {
            String message = "too many: at most " + Limits.MAX_RULES + " rules";
            return new Refused(List.of(new Fault("", message, null, 0)));
        }
        RuleCompiler compiler = new RuleCompiler(columns);
        for (int i = 0; i < rules.size(); i++) {
            compiler.add(i, rules.get(i));
        }
        return compiler.finish();
    }

    /** The outcomes of rules that are known to be right; anything else is a bug of the caller. */
    default Compiled orElseThrow() {
        if (this instanceof Compiled compiled) {
            return compiled;
        }
        throw new IllegalStateException("refused: " + faults());
    }
}
