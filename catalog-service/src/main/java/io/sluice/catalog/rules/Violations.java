package io.sluice.catalog.rules;

import io.sluice.catalog.database.Text;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Violation;
import java.util.ArrayList;
import java.util.List;

/** Collects every fault of an input, so that its sender learns them all at once. Belongs to one request. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

    public void add(Violation violation) {
        found.add(violation);
    }

    public Violations check(boolean holds, String pointer, String reason) {
        if (!holds) {
            found.add(new Violation(pointer, reason));
        }
        return this;
    }

    /** A text of at most {@code maxLength} UTF-16 units that Postgres can store. */
    public Violations text(String text, int maxLength, String pointer) {
        check(text.length() <= maxLength, pointer, "at most " + maxLength + " characters");
        return check(Text.isStorable(text), pointer, "must be Unicode without the character U+0000");
    }

    public Violations filled(String text, int maxLength, String pointer) {
        check(!text.isBlank(), pointer, "must not be empty");
        return text(text, maxLength, pointer);
    }

    public Violations limit(int limit, int max) {
        return check(limit >= 1 && limit <= max, "/limit", "expected 1 to " + max);
    }

    /** @throws ProblemException {@code Invalid} with all that was found, if anything was */
    public void refuse() {
        if (!found.isEmpty()) {
            throw Problem.Invalid.of(found).toException();
        }
    }
}
