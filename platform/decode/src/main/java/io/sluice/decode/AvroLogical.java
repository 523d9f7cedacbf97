package io.sluice.decode;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_DATE_TIME;
import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;

/**
 * Avro's logical types as JSON: a decimal is a number with all its digits; dates, times of day and instants are ISO 8601 texts, which
 * filters compare as times; a duration is an object of months, days and milliseconds.
 */
final class AvroLogical {
    private static final int DURATION_BYTES = 12;
    private static final int UUID_BYTES = 16;
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private AvroLogical() {}

    /** @return false, and nothing is read, for a type that is shown as what is below it */
    static boolean write(LogicalType logical, Schema schema, Decoder in, JsonGenerator json) throws IOException {
        switch (logical.getName()) {
            case "decimal" -> JsonOutput.number(json, decimal((LogicalTypes.Decimal) logical, schema, in));
            case "date" -> json.writeString(LocalDate.ofEpochDay(in.readInt()).toString());
            case "time-millis" -> json.writeString(time(in.readInt(), NANOS_PER_MILLI));
            case "time-micros" -> json.writeString(time(in.readLong(), NANOS_PER_MICRO));
            case "timestamp-millis" ->
                json.writeString(instant(in.readLong(), NANOS_PER_MILLI).toString());
            case "timestamp-micros" ->
                json.writeString(instant(in.readLong(), NANOS_PER_MICRO).toString());
            case "timestamp-nanos" -> json.writeString(instant(in.readLong(), 1).toString());
            case "local-timestamp-millis" -> json.writeString(local(in.readLong(), NANOS_PER_MILLI));
            case "local-timestamp-micros" -> json.writeString(local(in.readLong(), NANOS_PER_MICRO));
            case "local-timestamp-nanos" -> json.writeString(local(in.readLong(), 1));
            case "uuid" -> {
                return schema.getType() == Schema.Type.FIXED && uuid(schema, in, json);
            }
            case "duration" -> {
                return schema.getFixedSize() == DURATION_BYTES && duration(schema, in, json);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static BigDecimal decimal(LogicalTypes.Decimal type, Schema schema, Decoder in) throws IOException {
        byte[] unscaled =
                schema.getType() == Schema.Type.FIXED ? AvroJson.fixed(schema, in) : AvroJson.array(in.readBytes(null));
        return new BigDecimal(new BigInteger(unscaled), type.getScale());
    }

    private static String time(long count, long nanos) {
        return ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(Math.multiplyExact(count, nanos)));
    }

    private static Instant instant(long count, long nanos) {
        long second = 1_000_000_000 / nanos;
        return Instant.ofEpochSecond(Math.floorDiv(count, second), Math.floorMod(count, second) * nanos);
    }

    private static String local(long count, long nanos) {
        return ISO_LOCAL_DATE_TIME.format(LocalDateTime.ofInstant(instant(count, nanos), ZoneOffset.UTC));
    }

    private static boolean uuid(Schema schema, Decoder in, JsonGenerator json) throws IOException {
        if (schema.getFixedSize() != UUID_BYTES) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(AvroJson.fixed(schema, in));
        json.writeString(new UUID(bytes.getLong(), bytes.getLong()).toString());
        return true;
    }

    private static boolean duration(Schema schema, Decoder in, JsonGenerator json) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(AvroJson.fixed(schema, in)).order(ByteOrder.LITTLE_ENDIAN);
        json.writeStartObject();
        json.writeNumberField("months", Integer.toUnsignedLong(bytes.getInt()));
        json.writeNumberField("days", Integer.toUnsignedLong(bytes.getInt()));
        json.writeNumberField("millis", Integer.toUnsignedLong(bytes.getInt()));
        json.writeEndObject();
        return true;
    }
}
