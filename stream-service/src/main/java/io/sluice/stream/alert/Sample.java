package io.sluice.stream.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sluice.filter.JsonText;
import io.sluice.filter.RecordView;
import io.sluice.runtime.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A record as an event shows it: a JSON object like those that records are everywhere shown as. A JSON value stays as it was written; what is
 * longer than {@value #MAX_BYTES} bytes is left out, with its size. Any thread.
 */
final class Sample {
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_DEPTH = 512;

    private Sample() {}

    static String of(RecordView record) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.MAPPER.getFactory().createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("topic", record.topic());
            json.writeNumberField("partition", record.partition());
            json.writeNumberField("offset", record.offset());
            json.writeNumberField("timestamp", record.timestamp());
            bytes(json, "key", record.key(), false);
            bytes(json, "value", record.value(), true);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return text.toString();
    }

    private static void bytes(JsonGenerator json, String name, byte @Nullable [] bytes, boolean asJson)
            throws IOException {
        if (bytes == null) {
            json.writeNullField(name);
            return;
        }
        String text = bytes.length > MAX_BYTES ? null : text(bytes);
        if (bytes.length > MAX_BYTES) {
            json.writeNumberField(name + "_size", bytes.length);
        } else if (text == null) {
            json.writeStringField(name + "_base64", Base64.getEncoder().encodeToString(bytes));
        } else if (!asJson) {
            json.writeStringField(name, text);
        } else if (JsonText.of(bytes, MAX_DEPTH) == JsonText.NONE) {
            json.writeStringField(name + "_text", text);
        } else {
            json.writeFieldName(name);
            json.writeRawValue(text);
        }
    }

    /** Null when it is none; Postgres keeps no text with a zero in it, and inside of JSON there is none. */
    private static @Nullable String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notText) {
            return null;
        }
    }
}
