package io.sluice.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;

/** Values as JSON texts. */
final class ValueJson {
    private static final int NANOS_SCALE = 9;

    private ValueJson() {}

    static byte[] write(Value value) {
        if (value instanceof Value.Truth truth) {
            return Boolean.toString(truth.value()).getBytes(UTF_8);
        } else if (value instanceof Value.Number number) {
            return number(number.value());
        } else if (value instanceof Value.Text text) {
            return quoted(text.value());
        } else if (value instanceof Value.Time time) {
            return quoted(time.value().toString());
        } else if (value instanceof Value.Span span) {
            return number(BigDecimal.valueOf(span.value().getSeconds())
                    .add(BigDecimal.valueOf(span.value().getNano(), NANOS_SCALE)));
        } else if (value instanceof Value.Structure structure) {
            return structure.json();
        }
        return "null".getBytes(UTF_8);
    }

    private static byte[] number(BigDecimal value) {
        BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        return Numbers.text(plain).getBytes(UTF_8);
    }

    private static byte[] quoted(String text) {
        Output out = new Output();
        byte[] bytes = Texts.encode(text);
        out.string(bytes, 0, bytes.length);
        return out.toBytes();
    }
}
