package io.sluice.query;

import io.sluice.filter.Limits;
import io.sluice.filter.Parsed;
import io.sluice.filter.Violation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What was found wrong so far, in several texts. */
final class Faults {
    private final List<Fault> all = new ArrayList<>();

    void report(Place place, String message) {
        all.add(new Fault(place.pointer(), new Violation(message, place.start(), place.end() - place.start())));
    }

    void report(String pointer, List<Violation> violations) {
        violations.forEach(violation -> all.add(new Fault(pointer, violation)));
    }

    /** What was parsed; where it was refused, {@code otherwise}, and the reasons stand at {@code place}. */
    <T> T take(Parsed<T> parsed, Place place, T otherwise) {
        parsed.violations().forEach(violation -> report(place, violation.message()));
        return parsed.orElse(violations -> otherwise);
    }

    boolean none() {
        return all.isEmpty();
    }

    /** By text and position, no more than is useful. */
    List<Fault> list() {
        return all.stream()
                .sorted(Comparator.comparing(Fault::pointer)
                        .thenComparing(fault -> fault.violation().position()))
                .distinct()
                .limit(Limits.MAX_VIOLATIONS)
                .toList();
    }
}
