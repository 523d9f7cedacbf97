package io.sluice.filter;

import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** One filter and one projection, evaluated record by record exactly as a {@link FilterSet} would. Owned by one thread. */
public final class Matcher {
    private final Inputs inputs;
    private final Program program;
    private final Program.@Nullable Columns columns;
    private byte @Nullable [] projected;

    private Matcher(Filter where, Projection select, Clock clock) {
        inputs = new Inputs(clock);
        program = Program.of(where, inputs);
        columns = select.equals(Projection.ALL) ? null : new Program.Columns(select, inputs);
    }

    /** A matcher; the clock is what {@code now()} reads, once per record. */
    public static Matcher of(Filter where, Projection select, Clock clock) {
        return new Matcher(where, select, clock);
    }

    /** What the filter says of the record; also prepares {@link #projected} when it matches. */
    public Verdict evaluate(RecordView record) {
        projected = null;
        inputs.begin(record);
        Verdict verdict = program.verdict();
        if (verdict == Verdict.MATCH && columns != null) {
            projected = columns.projected();
            verdict = projected == null ? Verdict.ERROR : verdict;
        }
        inputs.end();
        return verdict;
    }

    /** The projected JSON object of the record that matched last; null for the whole value as it is. */
    public byte @Nullable [] projected() {
        return projected;
    }
}
