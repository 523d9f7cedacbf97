package io.sluice.gateway.live;

import java.util.Locale;

/**
 * Records that a subscriber did not get, told before what comes after them.
 *
 * @param count for {@code SLOW} exactly the matching records that were skipped; for {@code RETENTION} the offsets that are gone
 *     (all records of the topic, whether they would have matched or not); for {@code RECREATED} 0: it cannot be known
 */
record Gap(long count, Reason reason) {
    enum Reason {
        SLOW,
        RETENTION,
        RECREATED;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
