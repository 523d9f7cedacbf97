package io.sluice.stream.flow;

import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Violation;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Pipeline;
import io.sluice.filter.Projection;
import io.sluice.filter.Rules;
import io.sluice.query.Query;
import java.util.ArrayList;
import java.util.List;

/** What a stream's definition does to records: first {@code where}, then the rules in order, then {@code select}. */
final class StreamFilter {
    private StreamFilter() {}

    /** Of a definition without {@link #faults}. */
    static Pipeline pipeline(Definition definition) {
        Filter where = Filter.parse(definition.where()).orElseThrow();
        Projection select = Projection.parse(definition.select()).orElseThrow();
        return rules(definition).orElseThrow().pipeline().between(where, select);
    }

    static List<Violation> faults(Definition definition) {
        List<Violation> violations = new ArrayList<>();
        violations.addAll(violations("/source/where", Filter.parse(definition.where())));
        violations.addAll(violations("/source/select", Projection.parse(definition.select())));
        violations.addAll(ruleFaults(definition));
        if (!definition.sql().isEmpty()) {
            violations.addAll(violations("/sql", Query.parse(definition.sql())));
        }
        return violations;
    }

    /** Of the rules alone, as they are read where the columns of the records are known. */
    static List<Violation> ruleFaults(Definition definition) {
        return rules(definition).faults().stream()
                .map(fault -> new Violation("/source/filters" + fault.pointer(), fault.message(), fault.position()))
                .toList();
    }

    private static Rules rules(Definition definition) {
        return Rules.compile(definition.filters(), definition.columns());
    }

    private static List<Violation> violations(String pointer, Parsed<?> parsed) {
        return parsed.violations().stream()
                .map(fault -> new Violation(pointer, fault.message(), fault.position()))
                .toList();
    }
}
