package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import io.sluice.query.Aggregation.Order;
import java.math.BigDecimal;
import java.util.List;

/**
 * Values as bytes that are in the order of the values. Numbers, times, texts by their characters; what is of several kinds, by kind.
 * Nothing is always last.
 */
final class SortKey {
    private static final int PRESENT = 0;
    private static final int NOTHING = 1;
    private static final int NEGATIVE = 1;
    private static final int ZERO = 2;
    private static final int POSITIVE = 3;

    private SortKey() {}

    static byte[] of(List<Order> order, List<Value> values) {
        Binary key = new Binary();
        for (int i = 0; i < values.size(); i++) {
            Value value = values.get(i);
            if (value.isNothing()) {
                key.put(NOTHING);
            } else {
                byte[] bytes = bytes(value);
                key.put(PRESENT).rest(order.get(i).descending() ? inverted(bytes) : bytes);
            }
        }
        return key.toBytes();
    }

    private static byte[] bytes(Value value) {
        if (value instanceof Value.Truth truth) {
            return new byte[] {1, (byte) (truth.value() ? 1 : 0)};
        } else if (value instanceof Value.Number number) {
            return new Binary().put(2).rest(number(number.value())).toBytes();
        } else if (value instanceof Value.Time time) {
            return new Binary()
                    .put(3)
                    .ordered(time.value().getEpochSecond())
                    .number(time.value().getNano())
                    .toBytes();
        } else if (value instanceof Value.Span span) {
            return new Binary()
                    .put(4)
                    .ordered(span.value().getSeconds())
                    .number(span.value().getNano())
                    .toBytes();
        } else if (value instanceof Value.Text text) {
            return new Binary().put(5).rest(ended(text.value().getBytes(UTF_8))).toBytes();
        }
        return new Binary().put(6).rest(ended(value.json())).toBytes();
    }

    /** Sign, how many digits stand before the point, and the digits from the first that counts. */
    private static byte[] number(BigDecimal value) {
        if (value.signum() == 0) {
            return new byte[] {ZERO};
        }
        BigDecimal plain = value.abs().stripTrailingZeros();
        long before = (long) plain.precision() - plain.scale();
        byte[] size = new Binary()
                .ordered(before)
                .rest(ended(plain.unscaledValue().toString().getBytes(UTF_8)))
                .toBytes();
        return value.signum() > 0
                ? new Binary().put(POSITIVE).rest(size).toBytes()
                : new Binary().put(NEGATIVE).rest(inverted(size)).toBytes();
    }

    /** With an end that is less than whatever could follow. */
    private static byte[] ended(byte[] bytes) {
        Binary ended = new Binary();
        for (byte b : bytes) {
            ended.put(b);
            if (b == 0) {
                ended.put(0xFF);
            }
        }
        return ended.put(0).put(0).toBytes();
    }

    private static byte[] inverted(byte[] bytes) {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }
}
