package io.sluice.stream.alert;

import java.util.UUID;

/**
 * Something to be told of a firing.
 *
 * @param event the firing
 * @param group JSON object
 * @param since when the condition began to hold, epoch milliseconds by the records' times
 * @param at of what is told, likewise
 * @param matched records of it so far
 * @param sample JSON object
 * @param reminder the how many-th it is; 0: none
 * @param resolution why it ended; "" when it has not
 * @param told whether the firing itself was told, before this
 * @param fresh it begins with this, and was not muted before
 */
record Turn(
        Kind kind,
        UUID event,
        String group,
        long since,
        long at,
        long matched,
        String sample,
        int reminder,
        String resolution,
        boolean told,
        boolean fresh) {

    enum Kind {
        FIRING,
        REMINDER,
        RESOLVED
    }

    /** Whether the firing begins with this. */
    boolean isNew() {
        return kind == Kind.FIRING && fresh;
    }
}
