package io.sluice.catalog.rules;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;

/** What a caller must be before anything is looked at or done. */
public final class Rights {
    private Rights() {}

    /** @throws ProblemException {@code Forbidden} when the caller's role does not include {@code needed} */
    public static void require(Caller caller, Role needed) {
        if (!caller.role().includes(needed)) {
            throw new Problem.Forbidden("This needs the role " + needed.text() + ".").toException();
        }
    }
}
