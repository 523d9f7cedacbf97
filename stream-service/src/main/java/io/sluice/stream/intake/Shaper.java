package io.sluice.stream.intake;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.JsonSlices.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a dataset's owner wants done to each record, in this order: {@code batch_mode} makes one record of lists into a list of
 * records, {@code mapping} names anew and leaves the rest out, {@code key} and {@code timestamp} say what becomes the record's key
 * and time in Kafka (looked up in the mapped record, then in what it was made from). Where nothing is asked for, the bytes of a value
 * go through untouched; where something is, each value that is kept stays as it was written. Any thread.
 */
final class Shaper {
    /** A broker refuses records from further in the future ({@code message.timestamp.after.max.ms}); they get the present time. */
    private static final Duration AHEAD = Duration.ofMinutes(55);

    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final boolean explodes;
    private final List<Mapped> mapping;
    private final @Nullable FieldPath key;
    private final @Nullable FieldPath timestamp;
    private final Clock clock;

    Shaper(Processing processing, Map<String, String> mapping, Clock clock) {
        this.explodes = processing.flow().batchMode();
        this.mapping = mapping.entrySet().stream()
                .map(entry -> Mapped.of(entry.getKey(), entry.getValue()))
                .toList();
        this.key = path(processing.key());
        this.timestamp = path(processing.timestamp());
        this.clock = clock;
    }

    /** @param timestamp milliseconds since 1970; null: when it is written */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Shaped(
            byte @Nullable [] key, byte[] value, @Nullable Long timestamp) {}

    /** The record cannot be shaped as it should be. */
    static final class Unshapeable extends Exception {
        private static final long serialVersionUID = 1L;

        private Unshapeable(String reason) {
            super(reason, null, false, false);
        }

        /** In words for the owner. */
        String reason() {
            return String.valueOf(getMessage());
        }
    }

    boolean isIdentity() {
        return !explodes && mapping.isEmpty() && key == null && timestamp == null;
    }

    List<Shaped> shape(byte[] value) throws Unshapeable {
        try {
            Slice whole = Slice.of(value);
            Map<String, Slice> fields = JsonSlices.fields(whole);
            if (fields == null) {
                return List.of(notAnObject(value));
            }
            List<Map<String, Slice>> rows = explodes ? columns(fields) : null;
            if (rows == null) {
                return List.of(shape(whole, fields));
            }
            List<Shaped> shaped = new ArrayList<>(rows.size());
            for (Map<String, Slice> row : rows) {
                shaped.add(shape(Slice.of(object(row)), row));
            }
            return shaped;
        } catch (IOException broken) {
            throw new Unshapeable("A record is not JSON, so its fields cannot be found.");
        }
    }

    private Shaped notAnObject(byte[] value) throws Unshapeable {
        if (!mapping.isEmpty()) {
            throw new Unshapeable("A record is not a JSON object, so it has no fields to map.");
        }
        return new Shaped(null, value, null);
    }

    private Shaped shape(Slice record, Map<String, Slice> fields) throws IOException {
        if (mapping.isEmpty()) {
            return new Shaped(key(record, fields, fields), bytes(record), time(record, fields, fields));
        }
        Map<String, Slice> mapped = new LinkedHashMap<>();
        for (Mapped each : mapping) {
            Slice found = each.from().in(record, fields);
            if (found != null) {
                mapped.put(each.name(), each.isTime() ? asTime(found) : found);
            }
        }
        return new Shaped(key(record, mapped, fields), object(mapped), time(record, mapped, fields));
    }

    /** @return the records; null when it is not a record of lists */
    private static @Nullable List<Map<String, Slice>> columns(Map<String, Slice> fields)
            throws IOException, Unshapeable {
        Map<String, List<Slice>> columns = new LinkedHashMap<>();
        for (Map.Entry<String, Slice> field : fields.entrySet()) {
            Slice value = field.getValue();
            List<Slice> column = value.json()[value.start()] == '[' ? JsonSlices.elements(value) : null;
            if (column == null) {
                return null;
            }
            columns.put(field.getKey(), column);
        }
        return columns.isEmpty() ? null : rows(columns);
    }

    private static List<Map<String, Slice>> rows(Map<String, List<Slice>> columns) throws Unshapeable {
        Map.Entry<String, List<Slice>> first = columns.entrySet().iterator().next();
        int length = first.getValue().size();
        for (Map.Entry<String, List<Slice>> column : columns.entrySet()) {
            if (column.getValue().size() != length) {
                throw new Unshapeable(
                        "The lists of a record differ in length, so batch_mode cannot make records of it: \""
                                + first.getKey() + "\" has " + length + ", \"" + column.getKey() + "\" has "
                                + column.getValue().size() + ".");
            }
        }
        List<Map<String, Slice>> rows = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            Map<String, Slice> row = new LinkedHashMap<>();
            int index = i;
            columns.forEach((name, column) -> row.put(name, column.get(index)));
            rows.add(row);
        }
        return rows;
    }

    private byte @Nullable [] key(Slice record, Map<String, Slice> mapped, Map<String, Slice> fields)
            throws IOException {
        Slice found = key == null ? null : find(key, record, mapped, fields);
        if (found == null) {
            return null;
        }
        String text = found.scalar();
        boolean nothing = text == null && found.json()[found.start()] == 'n';
        return nothing ? null : text == null ? bytes(found) : text.getBytes(StandardCharsets.UTF_8);
    }

    private @Nullable Long time(Slice record, Map<String, Slice> mapped, Map<String, Slice> fields) throws IOException {
        Slice found = timestamp == null ? null : find(timestamp, record, mapped, fields);
        Instant time = found == null ? null : Instants.read(found);
        if (time == null
                || time.isBefore(Instant.EPOCH)
                || time.isAfter(clock.instant().plus(AHEAD))) {
            return null;
        }
        return time.toEpochMilli();
    }

    private static @Nullable Slice find(
            FieldPath path, Slice record, Map<String, Slice> mapped, Map<String, Slice> fields) throws IOException {
        Slice found = path.in(record, mapped);
        return found == null && mapped != fields ? path.in(record, fields) : found;
    }

    private static Slice asTime(Slice value) throws IOException {
        Instant time = Instants.read(value);
        return Slice.of(time == null ? NULL : ('"' + Instants.write(time) + '"').getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] object(Map<String, Slice> fields) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        char before = '{';
        for (Map.Entry<String, Slice> field : fields.entrySet()) {
            json.write(before);
            json.write('"');
            json.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(field.getKey()));
            json.write('"');
            json.write(':');
            json.write(
                    field.getValue().json(),
                    field.getValue().start(),
                    field.getValue().length());
            before = ',';
        }
        if (fields.isEmpty()) {
            json.write('{');
        }
        json.write('}');
        return json.toByteArray();
    }

    private static byte[] bytes(Slice slice) {
        if (slice.length() == slice.json().length) {
            return slice.json();
        }
        return Arrays.copyOfRange(slice.json(), slice.start(), slice.end());
    }

    private static @Nullable FieldPath path(@Nullable String text) {
        return text == null ? null : new FieldPath(text);
    }

    /** @param isTime the value is read as a time and written in one form (the new name says so) */
    private record Mapped(String name, FieldPath from, boolean isTime) {
        static Mapped of(String name, String from) {
            boolean time = name.toLowerCase(Locale.ROOT).contains("timestamp");
            return new Mapped(name, new FieldPath(from), time);
        }
    }
}
