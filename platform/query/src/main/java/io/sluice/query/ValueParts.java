package io.sluice.query;

import io.sluice.filter.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What keeps values themselves. */
final class ValueParts {
    private ValueParts() {}

    /** The least or the greatest. */
    static final class Extreme implements Part {
        private final int sign;
        private Value best = Value.NOTHING;

        /** @param sign 1: the greatest, -1: the least */
        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        public @Nullable String refusal(Value value) {
            String refusal = Kept.orderedRefusal(value, Kept.MAX_BYTES);
            if (refusal == null && !best.isNothing() && !Kept.isOfOneKind(best, value)) {
                return "found " + Kept.shown(value) + " beside " + Kept.shown(best) + ", and they have no order";
            }
            return refusal;
        }

        @Override
        public void add(Value value, long time) {
            if (best.isNothing() || Kept.compare(value, best) * sign > 0) {
                best = Kept.plain(value);
            }
        }

        @Override
        public void merge(Part other) {
            Value more = ((Extreme) other).best;
            if (!more.isNothing()) {
                add(more, 0);
            }
        }

        @Override
        public Value result() {
            return best;
        }

        @Override
        public void write(StateOutput out) {
            out.value(best);
        }

        @Override
        public void read(StateInput in) {
            best = in.value();
        }

        @Override
        public int maxBytes() {
            return Kept.HEAD_BYTES + Kept.MAX_BYTES;
        }
    }

    /** That of the first or of the last row in event time; of equal times the one that came first, or last. */
    static final class Edge implements Part {
        private final boolean last;
        private long at;
        private Value kept = Value.NOTHING;

        Edge(boolean last) {
            this.last = last;
        }

        @Override
        public @Nullable String refusal(Value value) {
            return Kept.sizeRefusal(value, Kept.MAX_BYTES);
        }

        @Override
        public void add(Value value, long time) {
            if (kept.isNothing() || (last ? time >= at : time < at)) {
                kept = value;
                at = time;
            }
        }

        @Override
        public void merge(Part other) {
            Edge more = (Edge) other;
            if (!more.kept.isNothing()) {
                add(more.kept, more.at);
            }
        }

        @Override
        public Value result() {
            return kept;
        }

        @Override
        public void write(StateOutput out) {
            out.number(at);
            out.value(kept);
        }

        @Override
        public void read(StateInput in) {
            at = in.number();
            kept = in.value();
        }

        @Override
        public int maxBytes() {
            return Long.BYTES + 2 + Kept.HEAD_BYTES + Kept.MAX_BYTES;
        }
    }

    /** The greatest, each as often as it came, the greatest first. */
    static final class Top implements Part {
        /** Bytes of one value. */
        static final int MAX_ITEM_BYTES = 1024;

        private static final Comparator<Value> GREATEST_FIRST = (left, right) -> Kept.compare(right, left);

        private final int most;
        private final List<Value> values = new ArrayList<>();

        Top(int most) {
            this.most = most;
        }

        @Override
        public @Nullable String refusal(Value value) {
            String refusal = Kept.orderedRefusal(value, MAX_ITEM_BYTES);
            if (refusal == null && !values.isEmpty() && !Kept.isOfOneKind(values.get(0), value)) {
                return "found " + Kept.shown(value) + " beside " + Kept.shown(values.get(0))
                        + ", and they have no order";
            }
            return refusal;
        }

        @Override
        public void add(Value value, long time) {
            if (values.size() == most && Kept.compare(value, values.get(most - 1)) <= 0) {
                return;
            }
            int at = values.size();
            while (at > 0 && GREATEST_FIRST.compare(value, values.get(at - 1)) < 0) {
                at--;
            }
            values.add(at, Kept.plain(value));
            if (values.size() > most) {
                values.remove(most);
            }
        }

        @Override
        public void merge(Part other) {
            ((Top) other).values.forEach(value -> add(value, 0));
        }

        @Override
        public Value result() {
            return values.isEmpty() ? Value.NOTHING : JsonLists.of(values);
        }

        @Override
        public void write(StateOutput out) {
            out.count(values.size());
            values.forEach(out::value);
        }

        @Override
        public void read(StateInput in) {
            long count = in.count();
            for (long i = 0; i < count; i++) {
                values.add(in.value());
            }
        }

        @Override
        public int maxBytes() {
            return 2 + most * (Kept.HEAD_BYTES + MAX_ITEM_BYTES);
        }
    }
}
