package io.sluice.stream.landing.column;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Writes rows as {@code COPY … (format binary)} takes them: a header, each row as the number of its fields and then each field as its length and
 * its bytes, and a mark at the end ("Binary Format" in the documentation of COPY). Numbers are big-endian, times are microseconds and days since
 * the beginning of the year 2000. Belongs to one thread.
 */
public final class CopyBuffer {
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };
    private static final short END = -1;
    private static final int NULL = -1;
    private static final int FIRST_BYTES = 1 << 16;
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final long EPOCH_MILLIS = EPOCH.toEpochMilli();
    private static final long EPOCH_DAY = LocalDate.of(2000, 1, 1).toEpochDay();
    private static final byte JSONB_VERSION = 1;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    public byte[] bytes() {
        return bytes;
    }

    /** How many of {@link #bytes} are written. */
    public int length() {
        return length;
    }

    public void clear() {
        length = 0;
    }

    public void header() {
        put(HEADER);
    }

    public void end() {
        int16(END);
    }

    /** @param fields how many follow */
    public void row(int fields) {
        int16((short) fields);
    }

    public void missing() {
        int32(NULL);
    }

    /** @param value as {@link Cell} makes it */
    public void cell(ColumnType type, @Nullable Object value) {
        if (value == null) {
            missing();
            return;
        }
        switch (type.kind()) {
            case TEXT, VARCHAR, BYTEA -> field((byte[]) value);
            case BOOLEAN -> {
                int32(1);
                int8((byte) ((Boolean) value ? 1 : 0));
            }
            case SMALLINT -> {
                int32(Short.BYTES);
                int16((Short) value);
            }
            case INTEGER -> integer((Integer) value);
            case BIGINT -> bigint((Long) value);
            case REAL -> integer(Float.floatToIntBits((Float) value));
            case DOUBLE -> bigint(Double.doubleToLongBits((Double) value));
            case NUMERIC -> field(ByteConverter.numeric((BigDecimal) value));
            case TIMESTAMPTZ, TIMESTAMP -> bigint(micros((Instant) value));
            case DATE -> integer(Math.toIntExact(((LocalDate) value).toEpochDay() - EPOCH_DAY));
            case UUID -> {
                UUID id = (UUID) value;
                int32(2 * Long.BYTES);
                int64(id.getMostSignificantBits());
                int64(id.getLeastSignificantBits());
            }
            case JSONB -> jsonb((byte[]) value);
        }
    }

    public void integer(int value) {
        int32(Integer.BYTES);
        int32(value);
    }

    public void bigint(long value) {
        int32(Long.BYTES);
        int64(value);
    }

    public void truth(boolean value) {
        int32(1);
        int8((byte) (value ? 1 : 0));
    }

    public void text(String value) {
        field(value.getBytes(StandardCharsets.UTF_8));
    }

    /** @param epochMillis of a {@code timestamptz} */
    public void time(long epochMillis) {
        bigint((epochMillis - EPOCH_MILLIS) * 1_000);
    }

    public void jsonb(byte[] json) {
        int32(json.length + 1);
        int8(JSONB_VERSION);
        put(json);
    }

    private static long micros(Instant time) {
        Duration since = Duration.between(EPOCH, time);
        return Math.multiplyExact(since.getSeconds(), 1_000_000L) + since.getNano() / 1_000;
    }

    private void field(byte[] content) {
        int32(content.length);
        put(content);
    }

    private void int8(byte value) {
        ensure(1);
        bytes[length++] = value;
    }

    private void int16(short value) {
        ensure(Short.BYTES);
        ByteBuffer.wrap(bytes).putShort(length, value);
        length += Short.BYTES;
    }

    private void int32(int value) {
        ensure(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += Integer.BYTES;
    }

    private void int64(long value) {
        ensure(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
    }

    private void put(byte[] content) {
        ensure(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(length, more)));
        }
    }
}
