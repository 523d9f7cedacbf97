package io.sluice.gateway.cleanup;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that can be removed.
 *
 * @param id what a removal names: the id of an alert, landing, stream or dataset, the name of a topic
 * @param sizeBytes and {@code records} that go with it; nothing for a dataset whose topic stays
 * @param lastActivity epoch milliseconds of the newest record; null when empty or unknown
 * @param dependants what reads from it
 */
record Holding(
        String kind,
        String id,
        String name,
        String owner,
        long sizeBytes,
        long records,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long lastActivity,
        List<Dependant> dependants) {

    record Dependant(String kind, String id, String name) {}
}
