package io.sluice.stream.flow;

import io.sluice.contract.Problem;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Violation;
import io.sluice.stream.flow.SourceResolver.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The columns that the records of a stream have for certain: where the platform fills each of its topics by a mapping, which lets nothing
 * else through. What the rules name beside them is a fault.
 */
final class StreamColumns {
    private StreamColumns() {}

    /** Of all sources together; empty where those of one are not known. */
    static List<String> of(List<Found> found) {
        SortedSet<String> columns = new TreeSet<>();
        for (Found one : found) {
            if (one.filler() == null || one.filler().mapping().isEmpty()) {
                return List.of();
            }
            columns.addAll(one.filler().mapping().keySet());
        }
        return new ArrayList<>(columns);
    }

    static Optional<Problem> fault(Definition definition) {
        List<Violation> faults = StreamFilter.ruleFaults(definition);
        return faults.isEmpty() ? Optional.empty() : Optional.of(Problem.Invalid.of(faults));
    }
}
