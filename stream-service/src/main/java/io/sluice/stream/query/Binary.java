package io.sluice.stream.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes values, rows and keys of stores as bytes; {@link ByteBuffer}s read them. Owned by one thread. */
final class Binary {
    private static final int ABSENT = -1;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    /** What was written. */
    byte[] toBytes() {
        return bytes.toByteArray();
    }

    Binary put(int b) {
        bytes.write(b);
        return this;
    }

    Binary number(int number) {
        return write(() -> out.writeInt(number));
    }

    Binary number(long number) {
        return write(() -> out.writeLong(number));
    }

    /** A number whose bytes are in the order of numbers, also the negative ones. */
    Binary ordered(long number) {
        return number(number ^ Long.MIN_VALUE);
    }

    static long ordered(ByteBuffer in) {
        return in.getLong() ^ Long.MIN_VALUE;
    }

    /** To the end, without a length. */
    Binary rest(byte[] part) {
        bytes.writeBytes(part);
        return this;
    }

    Binary part(byte @Nullable [] part) {
        number(part == null ? ABSENT : part.length);
        return part == null ? this : rest(part);
    }

    static byte @Nullable [] part(ByteBuffer in) {
        int length = in.getInt();
        if (length == ABSENT) {
            return null;
        }
        byte[] part = new byte[length];
        in.get(part);
        return part;
    }

    static byte[] some(ByteBuffer in) {
        byte[] part = part(in);
        return part == null ? Step.NONE : part;
    }

    static byte[] rest(ByteBuffer in) {
        byte[] part = new byte[in.remaining()];
        in.get(part);
        return part;
    }

    Binary text(String text) {
        return part(text.getBytes(UTF_8));
    }

    static String text(ByteBuffer in) {
        return new String(some(in), UTF_8);
    }

    Binary values(List<Value> values) {
        number(values.size());
        values.forEach(this::value);
        return this;
    }

    static List<Value> values(ByteBuffer in) {
        int size = in.getInt();
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(value(in));
        }
        return values;
    }

    private void value(Value value) {
        if (value instanceof Value.Truth truth) {
            put(truth.value() ? 'y' : 'n');
        } else if (value instanceof Value.Number number) {
            put('d').number(number.value().scale())
                    .part(number.value().unscaledValue().toByteArray());
        } else if (value instanceof Value.Text text) {
            put('t').text(text.value());
        } else if (value instanceof Value.Time time) {
            put('i').number(time.value().getEpochSecond()).number(time.value().getNano());
        } else if (value instanceof Value.Span span) {
            put('s').number(span.value().getSeconds()).number(span.value().getNano());
        } else if (value instanceof Value.Structure structure) {
            put('j').part(structure.json());
        } else {
            put('0');
        }
    }

    private static Value value(ByteBuffer in) {
        char kind = (char) in.get();
        return switch (kind) {
            case 'y' -> new Value.Truth(true);
            case 'n' -> new Value.Truth(false);
            case 'd' -> decimal(in);
            case 't' -> new Value.Text(text(in));
            case 'i' -> new Value.Time(Instant.ofEpochSecond(in.getLong(), in.getInt()));
            case 's' -> new Value.Span(Duration.ofSeconds(in.getLong(), in.getInt()));
            case 'j' -> new Value.Structure(some(in));
            case '0' -> Value.NOTHING;
            default -> throw new IllegalStateException("no value begins with " + kind);
        };
    }

    private static Value decimal(ByteBuffer in) {
        int scale = in.getInt();
        return new Value.Number(new BigDecimal(new BigInteger(some(in)), scale));
    }

    /** The first bytes after all that begin with these; null: there are none. */
    static byte @Nullable [] after(byte[] prefix) {
        for (int i = prefix.length - 1; i >= 0; i--) {
            if (prefix[i] != (byte) 0xFF) {
                byte[] after = Arrays.copyOf(prefix, i + 1);
                after[i]++;
                return after;
            }
        }
        return null;
    }

    private interface Writing {
        void run() throws IOException;
    }

    private Binary write(Writing writing) {
        try {
            writing.run();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return this;
    }
}
