package io.sluice.gateway.ndp;

import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Processing;
import io.sluice.contract.Violation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The {@code processing} of a request. Of a type that the platform reads it is checked; what nobody reads (of a link, or for a Kafka topic
 * what Kafka has no use for) is kept as an extra and shown again, as it always was.
 */
final class Options {
    /** Also the extra under which they are kept; no extra of a client can be called so. */
    static final String PROCESSING = "processing";

    private Options() {}

    /** Those of them that the type has, or that it does not have. */
    static @Nullable Map<String, Object> of(String type, @Nullable Map<String, Object> given, boolean known) {
        if (given == null) {
            return null;
        }
        Map<String, Object> some = new LinkedHashMap<>(given);
        some.keySet().removeIf(name -> Processing.options(type).contains(name) != known);
        return some;
    }

    /** Wrong types are the client's in a new dataset (422), and an invalid input in a change (400), as ever. */
    static void check(String type, @Nullable Map<String, Object> options, @Nullable Dataset known) {
        if (options == null) {
            return;
        }
        Set<String> unexpected = new TreeSet<>(options.keySet());
        unexpected.removeAll(Processing.options(type));
        if (!unexpected.isEmpty()) {
            throw new Problem.Invalid(
                            "Invalid input: Unexpected fields in processing: " + String.join(", ", unexpected)
                                    + "; there are " + String.join(", ", new TreeSet<>(Processing.options(type))),
                            List.of())
                    .toException();
        }
        List<Violation> faults = Processing.check(type, options);
        if (!faults.isEmpty()) {
            throw known == null
                    ? Faults.unprocessable(faults)
                    : Problem.Invalid.of(faults).toException();
        }
    }

    /**
     * @param extras of the request; null: they stay as they are
     * @param kept options that nobody reads; null: those that were kept stay
     * @return extras that keep them
     */
    static @Nullable Map<String, Object> kept(
            @Nullable Map<String, Object> extras, @Nullable Map<String, Object> kept, @Nullable Dataset known) {
        boolean before = known != null && known.extras().containsKey(PROCESSING);
        if (kept == null || (kept.isEmpty() && !before)) {
            return extras;
        }
        Map<String, Object> with = new LinkedHashMap<>();
        if (extras != null) {
            with.putAll(extras);
        } else if (known != null) {
            with.putAll(known.extras());
        }
        with.put(PROCESSING, kept);
        return with;
    }
}
