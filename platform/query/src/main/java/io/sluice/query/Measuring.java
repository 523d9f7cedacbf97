package io.sluice.query;

import io.sluice.filter.Value;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Measures side by side. The state is a byte for the version and the states of the parts, one behind the other. */
final class Measuring implements Accumulator {
    private static final int VERSION = 1;
    private static final Value ROW = new Value.Truth(true);

    private final List<Measure> measures;
    private final Part[] parts;

    private Measuring(List<Measure> measures) {
        this.measures = measures;
        this.parts = measures.stream().map(Measuring::part).toArray(Part[]::new);
    }

    /** Makes them for one list of measures. */
    record Making(List<Measure> measures) implements Factory {
        Making {
            measures = List.copyOf(measures);
        }

        @Override
        public Accumulator empty() {
            return new Measuring(measures);
        }

        @Override
        public Accumulator restore(ByteBuffer state) {
            int version = state.get();
            if (version != VERSION) {
                throw new IllegalArgumentException("a state of version " + version + ", expected " + VERSION);
            }
            Measuring restored = new Measuring(measures);
            StateInput in = new StateInput(state);
            for (Part part : restored.parts) {
                part.read(in);
            }
            return restored;
        }
    }

    private static Part part(Measure measure) {
        return switch (measure.function()) {
            case COUNT -> new NumberParts.Count();
            case SUM -> new NumberParts.Sum();
            case AVG -> new NumberParts.Average();
            case STDDEV -> new NumberParts.Deviation();
            case MIN -> new ValueParts.Extreme(-1);
            case MAX -> new ValueParts.Extreme(1);
            case FIRST -> new ValueParts.Edge(false);
            case LAST -> new ValueParts.Edge(true);
            case APPROX_COUNT_DISTINCT -> new SketchParts.Distinct();
            case APPROX_PERCENTILE ->
                new SketchParts.Percentile(measure.parameters().get(0).doubleValue());
            case TOPK -> new ValueParts.Top(measure.parameters().get(0).intValueExact());
            case TOP_COUNT ->
                new SketchParts.TopCount(measure.parameters().get(0).intValueExact());
        };
    }

    @Override
    public Optional<String> add(List<@Nullable List<Value>> arguments, long time) {
        for (int i = 0; i < parts.length; i++) {
            Value value = value(i, arguments.get(i));
            String refusal = value.isNothing() ? null : parts[i].refusal(value);
            if (refusal != null) {
                return Optional.of(reason(measures.get(i), value, refusal));
            }
        }
        for (int i = 0; i < parts.length; i++) {
            Value value = value(i, arguments.get(i));
            if (!value.isNothing()) {
                parts[i].add(value, time);
            }
        }
        return Optional.empty();
    }

    private Value value(int measure, @Nullable List<Value> arguments) {
        if (arguments == null) {
            return Value.NOTHING;
        }
        return measures.get(measure).of().isEmpty() ? ROW : arguments.get(0);
    }

    private static String reason(Measure measure, Value value, String refusal) {
        String of = measure.of().get(0).print();
        boolean cast = Kept.isNumericText(value) && refusal.startsWith("expected a number,");
        return measure.function().word() + "(" + Scope.brief(of) + "): " + refusal
                + (cast ? "; write cast(" + Scope.brief(of) + " as number)" : "");
    }

    @Override
    public void merge(Accumulator other) {
        Measuring more = (Measuring) other;
        for (int i = 0; i < parts.length; i++) {
            parts[i].merge(more.parts[i]);
        }
    }

    @Override
    public List<Value> results() {
        List<Value> results = new ArrayList<>(parts.length);
        for (Part part : parts) {
            results.add(part.result());
        }
        return results;
    }

    @Override
    public byte[] state() {
        StateOutput out = new StateOutput();
        out.octet(VERSION);
        for (Part part : parts) {
            part.write(out);
        }
        return out.toBytes();
    }

    @Override
    public int maxStateBytes() {
        int bytes = 1;
        for (Part part : parts) {
            bytes += part.maxBytes();
        }
        return bytes;
    }
}
