package io.sluice.gateway.http;

import io.sluice.contract.Violation;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Projection;

/** Filters and projections in a request: a fault is told with its position in the text. */
public final class FilterTexts {
    private FilterTexts() {}

    /** {@link Filter#ALL} when at fault. */
    public static Filter where(String text, String pointer, Violations violations) {
        return read(Filter.parse(text), pointer, violations, Filter.ALL);
    }

    public static Projection select(String text, String pointer, Violations violations) {
        return read(Projection.parse(text), pointer, violations, Projection.ALL);
    }

    private static <T> T read(Parsed<T> parsed, String pointer, Violations violations, T neutral) {
        return parsed.orElse(faults -> {
            faults.forEach(fault -> violations.add(new Violation(pointer, fault.message(), fault.position())));
            return neutral;
        });
    }
}
