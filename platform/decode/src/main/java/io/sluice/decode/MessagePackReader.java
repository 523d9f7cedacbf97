package io.sluice.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.msgpack.core.ExtensionTypeHeader;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/**
 * MessagePack: one value. Binaries are Base64, keys of maps that are no texts are written as texts, the timestamp extension is an ISO
 * 8601 text, and any other extension {@code {"type":…,"base64":…}}. Every length is held against what is left of the bytes before
 * anything of it is made.
 */
final class MessagePackReader {
    private final byte[] bytes;
    private final MessageUnpacker in;
    private final JsonGenerator json;

    private MessagePackReader(byte[] bytes, MessageUnpacker in, JsonGenerator json) {
        this.bytes = bytes;
        this.in = in;
        this.json = json;
    }

    static Decoded read(byte[] bytes) throws IOException {
        return JsonOutput.write(json -> {
            try (MessageUnpacker in = MessagePack.newDefaultUnpacker(bytes)) {
                new MessagePackReader(bytes, in, json).value();
                if (in.hasNext()) {
                    throw new DecodeFault("more than one MessagePack value");
                }
            }
        });
    }

    private void value() throws IOException {
        switch (in.getNextFormat().getValueType()) {
            case NIL -> {
                in.unpackNil();
                json.writeNull();
            }
            case BOOLEAN -> json.writeBoolean(in.unpackBoolean());
            case INTEGER -> json.writeNumber(in.unpackBigInteger());
            case FLOAT -> number();
            case STRING -> json.writeString(text());
            case BINARY -> JsonOutput.bytes(json, payload(in.unpackBinaryHeader()));
            case ARRAY -> array();
            case MAP -> map();
            case EXTENSION -> extension();
        }
    }

    private void number() throws IOException {
        switch (in.getNextFormat()) {
            case FLOAT32 -> json.writeNumber(in.unpackFloat());
            default -> json.writeNumber(in.unpackDouble());
        }
    }

    private String text() throws IOException {
        return new String(payload(in.unpackRawStringHeader()), StandardCharsets.UTF_8);
    }

    private byte[] payload(int length) throws IOException {
        if (length > bytes.length - in.getTotalReadBytes()) {
            throw new DecodeFault("the MessagePack value is cut short");
        }
        return in.readPayload(length);
    }

    private void array() throws IOException {
        json.writeStartArray();
        for (int left = in.unpackArrayHeader(); left > 0; left--) {
            value();
        }
        json.writeEndArray();
    }

    private void map() throws IOException {
        json.writeStartObject();
        for (int left = in.unpackMapHeader(); left > 0; left--) {
            json.writeFieldName(key());
            value();
        }
        json.writeEndObject();
    }

    private String key() throws IOException {
        ValueType type = in.getNextFormat().getValueType();
        return switch (type) {
            case STRING -> text();
            case INTEGER -> in.unpackBigInteger().toString();
            case BOOLEAN -> Boolean.toString(in.unpackBoolean());
            case FLOAT -> Double.toString(in.unpackDouble());
            case NIL -> {
                in.unpackNil();
                yield "null";
            }
            case BINARY -> java.util.Base64.getEncoder().encodeToString(payload(in.unpackBinaryHeader()));
            case ARRAY, MAP, EXTENSION -> throw new DecodeFault("a key of a MessagePack map is no plain value");
        };
    }

    private void extension() throws IOException {
        ExtensionTypeHeader header = in.unpackExtensionTypeHeader();
        if (header.isTimestampType()) {
            json.writeString(in.unpackTimestamp(header).toString());
            return;
        }
        json.writeStartObject();
        json.writeNumberField("type", header.getType());
        json.writeFieldName("base64");
        JsonOutput.bytes(json, payload(header.getLength()));
        json.writeEndObject();
    }
}
