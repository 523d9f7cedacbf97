package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.json.DataKey;
import io.sluice.stream.intake.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Makes records of the messages of an event stream or a WebSocket. A JSON object is a record, of an array each element is one.
 * Anything that is no object goes into an object: {@code {"data": …}}, with {@code "event"} when the message has a name, for
 * mapping and filters need fields. The name is a header of the record, {@code event}, as well. A text that begins like an object or an array but is none is a fault; any other text is data.
 */
final class Messages {
    private static final String EVENT = "event";

    private final DataKey key;

    Messages(DataKey key) {
        this.key = key;
    }

    /**
     * @param event the name of the message; null: none
     * @param name of the message for its owner, should it be at fault
     */
    void add(Batch batch, byte[] text, @Nullable String event, Supplier<String> name) {
        Headers headers = event == null ? null : new RecordHeaders().add(EVENT, event.getBytes(UTF_8));
        try {
            for (byte[] record : records(text)) {
                batch.json(isObject(record) ? record : wrapped(record, true, event), headers);
            }
        } catch (Unreadable fault) {
            if (isStructure(text)) {
                batch.failed(name.get() + ": " + fault.reason());
            } else if (key.isNone()) {
                batch.json(wrapped(text, false, event), headers);
            } else {
                batch.failed(name.get() + ": there is no \"" + key + "\" in a text");
            }
        }
    }

    private List<byte[]> records(byte[] text) throws Unreadable {
        List<byte[]> records = JsonRecords.all(text, key);
        // Two values in a row, such as "12 30", or nothing at all: a text, unless they are structures.
        if (records.isEmpty() && !isStructure(text) || records.size() > 1 && !isStructure(text)) {
            throw new Unreadable(Unreadable.Extent.DOCUMENT, "this is not JSON");
        }
        return records;
    }

    private static boolean isObject(byte[] record) {
        return record[0] == '{';
    }

    private static boolean isStructure(byte[] text) {
        int i = 0;
        while (i < text.length && (text[i] == ' ' || text[i] == '\t' || text[i] == '\n' || text[i] == '\r')) {
            i++;
        }
        return i < text.length && (text[i] == '{' || text[i] == '[');
    }

    private static byte[] wrapped(byte[] value, boolean isJson, @Nullable String event) {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator out = JsonText.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            if (event != null) {
                out.writeStringField(EVENT, event);
            }
            out.writeFieldName("data");
            if (isJson) {
                out.writeRawValue(new String(value, UTF_8));
            } else {
                out.writeString(new String(value, UTF_8));
            }
            out.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
        return bytes.toByteArray();
    }
}
