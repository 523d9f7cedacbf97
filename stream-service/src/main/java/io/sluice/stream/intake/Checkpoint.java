package io.sluice.stream.intake;

import io.sluice.contract.Streams.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a source has been read and written, as of one transaction. Immutable.
 *
 * @param fingerprint of the definition that the positions belong to
 * @param positions to go on from, by key
 */
record Checkpoint(String fingerprint, Map<String, String> positions, Totals totals, boolean ended) {
    private static final int MAX_REASON = 500;

    Checkpoint {
        positions = Map.copyOf(positions);
    }

    static Checkpoint beginning(String fingerprint) {
        return new Checkpoint(fingerprint, Map.of(), Totals.NONE, false);
    }

    /** Since the source got its present definition. {@code size}: of the whole, in bytes; null where it is not known. {@code failures}: the latest, oldest first. */
    record Totals(
            long records, long rows, long bytes, @Nullable Long size, long failed, List<String> failures) {
        static final Totals NONE = new Totals(0, 0, 0, null, 0, List.of());

        Totals {
            failures = List.copyOf(failures);
        }

        Totals plus(Totals more) {
            return new Totals(
                    records + more.records,
                    rows + more.rows,
                    bytes + more.bytes,
                    more.size == null ? size : more.size,
                    failed + more.failed,
                    latest(more.failures));
        }

        private List<String> latest(List<String> more) {
            List<String> all = new ArrayList<>(failures);
            more.forEach(reason -> all.add(shortened(reason)));
            return all.subList(Math.max(0, all.size() - Progress.MAX_FAILURES), all.size());
        }

        private static String shortened(String reason) {
            return reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON) + "…";
        }
    }

    Checkpoint after(Map<String, @Nullable String> moved, Totals more, boolean end) {
        Map<String, String> next = new HashMap<>(positions);
        moved.forEach((key, value) -> {
            if (value == null) {
                next.remove(key);
            } else {
                next.put(key, value);
            }
        });
        return new Checkpoint(fingerprint, next, totals.plus(more), end);
    }
}
