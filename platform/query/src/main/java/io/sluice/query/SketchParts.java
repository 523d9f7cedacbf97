package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.dynatrace.hash4j.distinctcount.HyperLogLog;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import com.tdunning.math.stats.MergingDigest;
import io.sluice.filter.Value;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is exact while it is small, and estimated beyond. Values are the same where their JSON is. */
final class SketchParts {
    private static final int FEW = 0;
    private static final int MANY = 1;

    private SketchParts() {}

    /**
     * How many different values: exact up to {@link #MOST_EXACT}; beyond by a HyperLogLog sketch of 4,096 registers, with a standard error of 1.6 %
     * (1.04 / √4096), so that 95 of 100 estimates are within 3.2 %. Order and merging make no difference.
     */
    static final class Distinct implements Part {
        static final int MOST_EXACT = 256;
        private static final int PRECISION = 12;
        private static final int SKETCH_BYTES = (1 << PRECISION) * 6 / Byte.SIZE;
        private static final Hasher64 HASHER = Hashing.komihash5_0();

        private final TreeSet<Long> few = new TreeSet<>();
        private @Nullable HyperLogLog many;

        @Override
        public @Nullable String refusal(Value value) {
            return null;
        }

        @Override
        public void add(Value value, long time) {
            add(HASHER.hashBytesToLong(value.json()));
        }

        private void add(long hash) {
            if (many != null) {
                many.add(hash);
            } else if (few.add(hash) && few.size() > MOST_EXACT) {
                sketch();
            }
        }

        private HyperLogLog sketch() {
            if (many == null) {
                HyperLogLog made = HyperLogLog.create(PRECISION);
                few.forEach(made::add);
                few.clear();
                many = made;
            }
            return many;
        }

        @Override
        public void merge(Part other) {
            Distinct more = (Distinct) other;
            if (more.many != null) {
                sketch().add(more.many);
            } else {
                more.few.forEach(this::add);
            }
        }

        @Override
        public Value result() {
            long count = many == null ? few.size() : Math.round(many.getDistinctCountEstimate());
            return new Value.Number(BigDecimal.valueOf(count));
        }

        @Override
        public void write(StateOutput out) {
            out.octet(many == null ? FEW : MANY);
            if (many == null) {
                out.count(few.size());
                few.forEach(out::fixed);
            } else {
                out.bytes(many.getState());
            }
        }

        @Override
        public void read(StateInput in) {
            if (in.octet() == MANY) {
                many = HyperLogLog.wrap(in.bytes());
                return;
            }
            for (long left = in.count(); left > 0; left--) {
                few.add(in.fixed());
            }
        }

        @Override
        public int maxBytes() {
            return Kept.HEAD_BYTES + Math.max(MOST_EXACT * Long.BYTES, SKETCH_BYTES);
        }
    }

    /**
     * The value below which a fraction lies: exact up to {@link #MOST_EXACT} values; beyond by a t-digest of compression 200, whose ranks are within
     * about 1 % in the middle and much nearer at both ends.
     */
    static final class Percentile implements Part {
        static final int MOST_EXACT = 400;
        private static final int COMPRESSION = 200;
        /** The digest keeps up to twice its compression of centroids, of 16 bytes each, and some more. */
        private static final int DIGEST_BYTES = 2 * (COMPRESSION + 20) * 16;

        private final double fraction;
        private double[] few = {};
        private int count;
        private @Nullable MergingDigest many;

        Percentile(double fraction) {
            this.fraction = fraction;
        }

        @Override
        public @Nullable String refusal(Value value) {
            return Kept.realRefusal(value);
        }

        @Override
        public void add(Value value, long time) {
            add(((Value.Number) value).value().doubleValue());
        }

        private void add(double number) {
            if (many != null) {
                many.add(number);
            } else if (count == MOST_EXACT) {
                digest().add(number);
            } else {
                if (count == few.length) {
                    few = Arrays.copyOf(few, Math.max(8, count * 2));
                }
                few[count++] = number;
            }
        }

        private MergingDigest digest() {
            if (many == null) {
                many = new MergingDigest(COMPRESSION);
                for (int i = 0; i < count; i++) {
                    many.add(few[i]);
                }
                count = 0;
            }
            return many;
        }

        @Override
        public void merge(Part other) {
            Percentile more = (Percentile) other;
            if (more.many != null) {
                digest().add(List.of(more.many));
                return;
            }
            for (int i = 0; i < more.count; i++) {
                add(more.few[i]);
            }
        }

        @Override
        public Value result() {
            if (many != null) {
                return NumberParts.real(many.quantile(fraction));
            } else if (count == 0) {
                return Value.NOTHING;
            }
            double[] sorted = Arrays.copyOf(few, count);
            Arrays.sort(sorted);
            return NumberParts.real(sorted[Math.max(0, (int) Math.ceil(fraction * count) - 1)]);
        }

        @Override
        public void write(StateOutput out) {
            out.octet(many == null ? FEW : MANY);
            if (many == null) {
                out.count(count);
                for (int i = 0; i < count; i++) {
                    out.real(few[i]);
                }
            } else {
                ByteBuffer bytes = ByteBuffer.allocate(many.byteSize());
                many.asBytes(bytes);
                out.bytes(Arrays.copyOf(bytes.array(), bytes.position()));
            }
        }

        @Override
        public void read(StateInput in) {
            if (in.octet() == MANY) {
                many = MergingDigest.fromBytes(ByteBuffer.wrap(in.bytes()));
                return;
            }
            count = (int) in.count();
            few = new double[count];
            for (int i = 0; i < count; i++) {
                few[i] = in.real();
            }
        }

        @Override
        public int maxBytes() {
            return Kept.HEAD_BYTES + Math.max(MOST_EXACT * Double.BYTES, DIGEST_BYTES);
        }
    }

    /** The most frequent values, with {@link FrequentValues}. */
    static final class TopCount implements Part {
        /** Bytes of one value as JSON. */
        static final int MAX_ITEM_BYTES = 256;

        private static final int LEAST_COUNTERS = 256;
        private static final int COUNT_BYTES = 12;

        private final int most;
        private final int counters;
        private final FrequentValues frequent;

        TopCount(int most) {
            this.most = most;
            this.counters = Math.max(LEAST_COUNTERS, 4 * most);
            this.frequent = new FrequentValues(counters);
        }

        @Override
        public @Nullable String refusal(Value value) {
            boolean fits = value.json().length <= MAX_ITEM_BYTES;
            return fits ? null : "a value of more than " + MAX_ITEM_BYTES + " bytes, which is not counted by itself";
        }

        @Override
        public void add(Value value, long time) {
            frequent.add(JsonLists.text(value));
        }

        @Override
        public void merge(Part other) {
            frequent.merge(((TopCount) other).frequent);
        }

        @Override
        public Value result() {
            List<Map.Entry<String, Long>> rows = frequent.mostFrequent();
            return rows.isEmpty()
                    ? Value.NOTHING
                    : JsonLists.list(rows.stream()
                            .limit(most)
                            .map(row -> "{\"value\":" + row.getKey() + ",\"count\":" + row.getValue() + "}")
                            .toList());
        }

        @Override
        public void write(StateOutput out) {
            out.count(frequent.counts().size());
            frequent.counts().forEach((text, count) -> {
                out.bytes(text.getBytes(UTF_8));
                out.count(count);
            });
        }

        @Override
        public void read(StateInput in) {
            for (long left = in.count(); left > 0; left--) {
                frequent.put(new String(in.bytes(), UTF_8), in.count());
            }
        }

        @Override
        public int maxBytes() {
            return Kept.HEAD_BYTES + counters * (COUNT_BYTES + MAX_ITEM_BYTES);
        }
    }
}
