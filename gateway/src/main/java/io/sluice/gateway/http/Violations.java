package io.sluice.gateway.http;

import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects every fault of one request, so that they are all told at once. At most {@value #MAX} are kept. */
public final class Violations {
    private static final int MAX = 50;

    private final List<Violation> found = new ArrayList<>();

    public void add(String pointer, String reason) {
        add(new Violation(pointer, reason));
    }

    public void add(Violation violation) {
        if (found.size() < MAX) {
            found.add(violation);
        }
    }

    /** Runs a check of the contract; what it finds is collected instead of thrown. */
    public <T> @Nullable T collect(Supplier<T> check) {
        try {
            return check.get();
        } catch (ProblemException refused) {
            if (!(refused.problem() instanceof Problem.Invalid invalid)) {
                throw refused;
            }
            invalid.violations().forEach(this::add);
            return null;
        }
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @throws ProblemException if anything was found */
    public void check() {
        if (!found.isEmpty()) {
            throw Problem.Invalid.of(found).toException();
        }
    }
}
