package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.Definition;
import io.sluice.decode.Decoders;
import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The topics that a stream's records may go to, besides its own: the first whose condition holds. Conditions look at the records as they
 * are written, after {@code select} and without an envelope. Owned by one thread.
 */
final class Branches {
    private final List<Branch> branches = new ArrayList<>();
    private final ProcessedRecord view = new ProcessedRecord(Map.of(), topic -> Decoders.PLAIN.of(RecordFormat.AUTO));

    Branches(List<Rule> rules, Clock clock) {
        rules.forEach(rule -> branches.add(new Branch(Matcher.of(rule.where(), Projection.ALL, clock), rule.to())));
    }

    /** @param to its dead letters are the stream's */
    record Rule(Filter where, Destination to) {}

    /** What the stream's definition says. A record may be as large as all of the stream's topics take it. */
    static List<Rule> of(StreamRow stream, Destination own) {
        return stream.definition().branches().stream()
                .map(branch -> {
                    Destination to = own.beside(stream.topic(branch));
                    return new Rule(Filter.parse(branch.where()).orElseThrow(), to);
                })
                .toList();
    }

    /** The same for a stream that is not there yet. */
    static List<Rule> of(Definition definition, Destination own) {
        return definition.branches().stream()
                .map(branch -> {
                    Destination to = own.beside(own.topic() + "-" + branch.name());
                    return new Rule(Filter.parse(branch.where()).orElseThrow(), to);
                })
                .toList();
    }

    private record Branch(Matcher where, Destination to) {}

    /**
     * Where a record goes that was made here; what takes something back goes to the stream's own topic.
     *
     * @return null when a condition cannot be decided
     */
    @Nullable Destination of(Record<byte[], byte[]> made, Destination own) {
        if (branches.isEmpty() || made.value() == null) {
            return own;
        }
        view.at(null, made);
        return of(view, null, own);
    }

    /**
     * Where a record goes that matched.
     *
     * @param made of it by the stream; null: its value as it is
     * @param own the stream's destination
     * @return null when a condition cannot be decided
     */
    @Nullable Destination of(ProcessedRecord record, byte @Nullable [] made, Destination own) {
        if (branches.isEmpty()) {
            return own;
        }
        byte[] before = record.row();
        record.row(made == null ? before : made);
        try {
            for (Branch branch : branches) {
                Verdict verdict = branch.where().evaluate(record);
                if (verdict != Verdict.NO_MATCH) {
                    return verdict == Verdict.MATCH ? branch.to() : null;
                }
            }
            return own;
        } finally {
            record.row(before);
        }
    }
}
