package io.sluice.query;

import io.sluice.filter.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import org.jspecify.annotations.Nullable;

/** Counts, sums and what is made of them. */
final class NumberParts {
    private static final int LONG_BYTES = 10;

    private NumberParts() {}

    /** How many. */
    static final class Count implements Part {
        private long count;

        @Override
        public @Nullable String refusal(Value value) {
            return null;
        }

        @Override
        public void add(Value value, long time) {
            count++;
        }

        @Override
        public void merge(Part other) {
            count += ((Count) other).count;
        }

        @Override
        public Value result() {
            return new Value.Number(BigDecimal.valueOf(count));
        }

        @Override
        public void write(StateOutput out) {
            out.count(count);
        }

        @Override
        public void read(StateInput in) {
            count = in.count();
        }

        @Override
        public int maxBytes() {
            return LONG_BYTES;
        }
    }

    /** Exact, with the decimals that are needed. */
    static final class Sum implements Part {
        private @Nullable BigDecimal sum;

        @Override
        public @Nullable String refusal(Value value) {
            return Kept.numberRefusal(value);
        }

        @Override
        public void add(Value value, long time) {
            BigDecimal number = ((Value.Number) value).value();
            sum = sum == null ? number : sum.add(number);
        }

        @Override
        public void merge(Part other) {
            BigDecimal more = ((Sum) other).sum;
            sum = sum == null || more == null ? (sum == null ? more : sum) : sum.add(more);
        }

        @Override
        public Value result() {
            return sum == null ? Value.NOTHING : new Value.Number(sum);
        }

        @Override
        public void write(StateOutput out) {
            out.octet(sum == null ? 0 : 1);
            if (sum != null) {
                out.decimal(sum);
            }
        }

        @Override
        public void read(StateInput in) {
            sum = in.octet() == 0 ? null : in.decimal();
        }

        @Override
        public int maxBytes() {
            return 1 + Kept.MAX_DECIMAL_BYTES;
        }
    }

    /** Of an exact sum, with 34 digits, as divisions have. */
    static final class Average implements Part {
        private BigDecimal sum = BigDecimal.ZERO;
        private long count;

        @Override
        public @Nullable String refusal(Value value) {
            return Kept.numberRefusal(value);
        }

        @Override
        public void add(Value value, long time) {
            sum = sum.add(((Value.Number) value).value());
            count++;
        }

        @Override
        public void merge(Part other) {
            sum = sum.add(((Average) other).sum);
            count += ((Average) other).count;
        }

        @Override
        public Value result() {
            return count == 0
                    ? Value.NOTHING
                    : new Value.Number(sum.divide(BigDecimal.valueOf(count), MathContext.DECIMAL128));
        }

        @Override
        public void write(StateOutput out) {
            out.count(count);
            out.decimal(sum);
        }

        @Override
        public void read(StateInput in) {
            count = in.count();
            sum = in.decimal();
        }

        @Override
        public int maxBytes() {
            return LONG_BYTES + Kept.MAX_DECIMAL_BYTES;
        }
    }

    /**
     * The deviation of a sample, in binary floating point. Adds by Welford's method and merges by that of Chan, Golub and LeVeque ("Updating
     * formulae and a pairwise algorithm for computing sample variances", 1979): neither loses digits where the mean is far from zero.
     */
    static final class Deviation implements Part {
        private long count;
        private double mean;
        private double squares;

        @Override
        public @Nullable String refusal(Value value) {
            return Kept.realRefusal(value);
        }

        @Override
        public void add(Value value, long time) {
            double number = ((Value.Number) value).value().doubleValue();
            count++;
            double distance = number - mean;
            mean += distance / count;
            squares += distance * (number - mean);
        }

        @Override
        public void merge(Part other) {
            Deviation more = (Deviation) other;
            if (more.count == 0) {
                return;
            }
            long all = count + more.count;
            double distance = more.mean - mean;
            squares += more.squares + distance * distance * ((double) count / all * more.count);
            mean += distance * more.count / all;
            count = all;
        }

        @Override
        public Value result() {
            return count < 2 ? Value.NOTHING : real(Math.sqrt(squares / (count - 1)));
        }

        @Override
        public void write(StateOutput out) {
            out.count(count);
            out.real(mean);
            out.real(squares);
        }

        @Override
        public void read(StateInput in) {
            count = in.count();
            mean = in.real();
            squares = in.real();
        }

        @Override
        public int maxBytes() {
            return LONG_BYTES + 2 * Double.BYTES;
        }
    }

    /** A number of binary floating point with the fewest digits that tell it from its neighbours; nothing where it is beyond all. */
    static Value real(double value) {
        return Double.isFinite(value) ? new Value.Number(new BigDecimal(Double.toString(value))) : Value.NOTHING;
    }
}
