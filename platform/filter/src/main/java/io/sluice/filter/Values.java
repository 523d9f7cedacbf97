package io.sluice.filter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of several expressions, record by record; a record's value is read once for all of them. Owned by one thread. */
public final class Values {
    private final Inputs inputs;
    private final List<Part> parts = new ArrayList<>();
    private final Value[] found;

    private record Part(Eval eval, Needs needs) {}

    private Values(List<Expression> expressions, Clock clock) {
        inputs = new Inputs(clock);
        for (Expression expression : expressions) {
            Compiler compiler = new Compiler(inputs);
            Eval eval = compiler.compile(expression.tree());
            parts.add(new Part(eval, compiler.needs()));
        }
        found = new Value[expressions.size()];
        Arrays.fill(found, Value.NOTHING);
    }

    /** The clock is what {@code now()} reads, once per record. */
    public static Values of(List<Expression> expressions, Clock clock) {
        return new Values(expressions, clock);
    }

    /** Takes a record; answers whether it has what the expressions need: no JSON, too deep, a number beyond the limits is no. */
    public boolean read(RecordView record) {
        inputs.begin(record);
        boolean whole = true;
        for (int i = 0; i < found.length; i++) {
            Part part = parts.get(i);
            boolean there = part.needs.fetch();
            found[i] = there ? value(part.eval.get()) : Value.NOTHING;
            whole &= there;
        }
        inputs.end();
        return whole;
    }

    /** What expression {@code i} gave for the record that was taken last. */
    public Value get(int i) {
        return found[i];
    }

    private static Value value(Cell cell) {
        return switch (cell.kind) {
            case PENDING, UNREADABLE, MISSING, NULL, OPAQUE -> Value.NOTHING;
            case FALSE -> new Value.Truth(false);
            case TRUE -> new Value.Truth(true);
            case NUMBER -> new Value.Number(Numbers.big(cell));
            case TEXT -> new Value.Text(Texts.decode(cell.bytes(), cell.from(), cell.to()));
            case TIME -> new Value.Time(Instant.ofEpochSecond(cell.number, cell.scale));
            case DURATION -> new Value.Span(Duration.ofSeconds(cell.number, cell.scale));
            case OBJECT, ARRAY -> new Value.Structure(raw(cell));
        };
    }

    private static byte[] raw(Cell cell) {
        Output out = new Output();
        out.raw(cell.document, cell.rawFrom, cell.rawTo);
        return out.toBytes();
    }
}
