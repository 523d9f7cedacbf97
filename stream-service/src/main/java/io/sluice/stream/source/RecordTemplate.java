package io.sluice.stream.source;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.contract.Template;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes the records of one generator, one after the other. Deterministic for a given random source but for the time. */
abstract class RecordTemplate {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int TYPICAL_BYTES = 512;

    final RandomGenerator random;

    RecordTemplate(RandomGenerator random) {
        this.random = random;
    }

    /** @param made how many records were made before, in earlier runs */
    static RecordTemplate of(Template template, RandomGenerator random, long made) {
        return switch (template) {
            case TIMESTAMP -> new TimestampTemplate(random);
            case ORDERS -> new OrdersTemplate(random, made);
            case RIDES -> new RidesTemplate(random);
            case TRAFFIC -> new TrafficTemplate(random);
        };
    }

    /** A made record, as it is sent; never compared. */
    @SuppressWarnings("ArrayRecordComponent")
    record Made(byte @Nullable [] key, byte[] value) {}

    final Made next(Instant now) {
        ByteArrayOutputStream value = new ByteArrayOutputStream(TYPICAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(value)) {
            json.writeStartObject();
            String key = write(json, now);
            json.writeEndObject();
            json.flush();
            return new Made(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value.toByteArray());
        } catch (IOException impossibleInMemory) {
            throw new UncheckedIOException(impossibleInMemory);
        }
    }

    /**
     * Writes the fields.
     *
     * @return the record's key, if it has one
     */
    abstract @Nullable String write(JsonGenerator json, Instant now) throws IOException;

    final <T> T pick(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A number in [least, most) with at most {@code decimals} digits after the point. */
    final double number(double least, double most, int decimals) {
        double scale = Math.pow(10, decimals);
        return Math.floor(random.nextDouble(least, most) * scale) / scale;
    }

    /** {@code digits} random decimal digits. */
    final String digits(int digits) {
        StringBuilder text = new StringBuilder(digits);
        for (int i = 0; i < digits; i++) {
            text.append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }
}
