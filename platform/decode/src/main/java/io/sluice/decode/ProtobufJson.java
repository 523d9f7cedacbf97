package io.sluice.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Messages as JSON whose names are those of the file. A field that has presence and is not set is left out, any other is always
 * there. 64-bit integers are numbers, enumerations the names of their values, and the well-known types are what they stand for: times
 * and durations in ISO 8601, wrappers their value, {@code Struct} and its kin JSON.
 */
final class ProtobufJson {
    private static final String WELL_KNOWN = "google.protobuf.";

    private final JsonGenerator json;

    ProtobufJson(JsonGenerator json) {
        this.json = json;
    }

    void message(Message message) throws IOException {
        String type = message.getDescriptorForType().getFullName();
        if (!type.startsWith(WELL_KNOWN) || !wellKnown(type.substring(WELL_KNOWN.length()), message)) {
            fields(message);
        }
    }

    private void fields(Message message) throws IOException {
        json.writeStartObject();
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (!field.hasPresence() || message.hasField(field)) {
                json.writeFieldName(field.getName());
                field(field, message.getField(field));
            }
        }
        json.writeEndObject();
    }

    private void field(FieldDescriptor field, Object value) throws IOException {
        if (field.isMapField()) {
            map(field, (Collection<?>) value);
        } else if (field.isRepeated()) {
            json.writeStartArray();
            for (Object element : (Collection<?>) value) {
                single(field, element);
            }
            json.writeEndArray();
        } else {
            single(field, value);
        }
    }

    private void map(FieldDescriptor field, Collection<?> entries) throws IOException {
        FieldDescriptor key = field.getMessageType().findFieldByNumber(1);
        FieldDescriptor value = field.getMessageType().findFieldByNumber(2);
        json.writeStartObject();
        for (Object element : entries) {
            Message entry = (Message) element;
            Object name = entry.getField(key);
            json.writeFieldName(isUnsigned(key) ? unsigned(name).toString() : String.valueOf(name));
            single(value, entry.getField(value));
        }
        json.writeEndObject();
    }

    private void single(FieldDescriptor field, Object value) throws IOException {
        switch (field.getJavaType()) {
            case INT, LONG -> {
                if (isUnsigned(field)) {
                    json.writeNumber(unsigned(value));
                } else {
                    json.writeNumber(((Number) value).longValue());
                }
            }
            case FLOAT -> json.writeNumber((Float) value);
            case DOUBLE -> json.writeNumber((Double) value);
            case BOOLEAN -> json.writeBoolean((Boolean) value);
            case STRING -> json.writeString((String) value);
            case BYTE_STRING -> JsonOutput.bytes(json, ((ByteString) value).toByteArray());
            case ENUM -> choice((EnumValueDescriptor) value);
            case MESSAGE -> message((Message) value);
        }
    }

    private void choice(EnumValueDescriptor value) throws IOException {
        if (value.getType().getFullName().equals(WELL_KNOWN + "NullValue")) {
            json.writeNull();
        } else if (value.getIndex() < 0) {
            // A number that the file has no name for.
            json.writeNumber(value.getNumber());
        } else {
            json.writeString(value.getName());
        }
    }

    private static boolean isUnsigned(FieldDescriptor field) {
        return switch (field.getType()) {
            case UINT32, FIXED32, UINT64, FIXED64 -> true;
            default -> false;
        };
    }

    private static BigInteger unsigned(Object value) {
        return value instanceof Integer small
                ? BigInteger.valueOf(Integer.toUnsignedLong(small))
                : new BigInteger(Long.toUnsignedString((Long) value));
    }

    /** @return false for a message that is shown like any other */
    private boolean wellKnown(String type, Message message) throws IOException {
        switch (type) {
            case "Timestamp" -> time(message);
            case "Duration" -> duration(message);
            case "DoubleValue",
                    "FloatValue",
                    "Int64Value",
                    "UInt64Value",
                    "Int32Value",
                    "UInt32Value",
                    "BoolValue",
                    "StringValue",
                    "BytesValue",
                    "ListValue",
                    "Struct" -> {
                FieldDescriptor only =
                        message.getDescriptorForType().getFields().get(0);
                field(only, message.getField(only));
            }
            case "Value" -> value(message);
            case "FieldMask" -> json.writeString(mask(message));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void time(Message message) throws IOException {
        try {
            json.writeString(
                    Instant.ofEpochSecond(seconds(message), nanos(message)).toString());
        } catch (DateTimeException | ArithmeticException beyond) {
            fields(message);
        }
    }

    private void duration(Message message) throws IOException {
        try {
            json.writeString(
                    Duration.ofSeconds(seconds(message), nanos(message)).toString());
        } catch (ArithmeticException beyond) {
            fields(message);
        }
    }

    private static long seconds(Message message) {
        return (Long) message.getField(message.getDescriptorForType().findFieldByNumber(1));
    }

    private static int nanos(Message message) {
        return (Integer) message.getField(message.getDescriptorForType().findFieldByNumber(2));
    }

    /** The one of its fields that is set. */
    private void value(Message message) throws IOException {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (message.hasField(field)) {
                field(field, message.getField(field));
                return;
            }
        }
        json.writeNull();
    }

    private static String mask(Message message) {
        Object paths = message.getField(message.getDescriptorForType().findFieldByNumber(1));
        return ((Collection<?>) paths).stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
