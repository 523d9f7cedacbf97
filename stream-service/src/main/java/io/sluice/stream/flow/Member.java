package io.sluice.stream.flow;

import io.sluice.filter.Pipeline;
import java.util.Map;
import java.util.UUID;

/**
 * A stream as the shared application of one of its source topics knows it. Compared by identity: another object is another definition.
 *
 * @param starts where it begins, by partition; one that is not named begins at 0, because it was added later
 */
record Member(
        UUID id, Pipeline pipeline, boolean explodes, Delivery.To to, Map<Integer, Long> starts, Counters counters) {
    Member {
        starts = Map.copyOf(starts);
        if (pipeline.hasWindows()) {
            throw new IllegalArgumentException("keeps state, so it cannot share an application");
        }
    }

    long start(int partition) {
        return starts.getOrDefault(partition, 0L);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
