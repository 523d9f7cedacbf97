package io.sluice.stream.alert;

import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.Until;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a rule fires and when it stops, in milliseconds.
 *
 * @param count so many matching records, less than {@code within} apart, make the condition hold
 * @param holdFor the condition must hold so long before it fires
 * @param every between two reminders; {@link #NEVER}: none
 * @param resolveAfter no match for so long ends it; {@link #NEVER}: that does not
 * @param byRows the newest record decides: one that does not match ends it
 */
record Terms(int count, long within, long holdFor, long every, long resolveAfter, boolean byRows) {
    static final long NEVER = Long.MAX_VALUE;

    /** @param definition with nothing left open */
    static Terms of(Definition definition) {
        return new Terms(
                definition.count(),
                millis(definition.within()),
                definition.holdFor().toMillis(),
                millis(definition.every()),
                millis(definition.resolveAfter()),
                definition.until() == Until.NO_MATCH);
    }

    private static long millis(@Nullable Duration duration) {
        return duration == null ? NEVER : duration.toMillis();
    }

    /** {@code time + length}, or never. */
    static long after(long time, long length) {
        return length == NEVER ? NEVER : time + length;
    }
}
