package io.sluice.decode;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;
import org.apache.avro.io.Decoder;
import org.apache.avro.io.ResolvingDecoder;

/**
 * An Avro value as natural JSON, straight from its bytes: a union is the value of its branch, an enumeration its symbol, bytes are
 * Base64, and a logical type is what {@link AvroLogical} makes of it.
 */
final class AvroJson {
    private static final int MAX_FIXED = 1 << 20;

    private final JsonGenerator json;
    private final Decoder in;

    /** @param in where it resolves, the schemas given to {@link #write} are those of the reader */
    AvroJson(JsonGenerator json, Decoder in) {
        this.json = json;
        this.in = in;
    }

    void write(Schema schema) throws IOException {
        LogicalType logical = schema.getLogicalType();
        if (logical != null && AvroLogical.write(logical, schema, in, json)) {
            return;
        }
        switch (schema.getType()) {
            case RECORD -> record(schema);
            case ARRAY -> array(schema.getElementType());
            case MAP -> map(schema.getValueType());
            case UNION -> write(branch(schema.getTypes()));
            case ENUM -> json.writeString(symbol(schema.getEnumSymbols()));
            case STRING -> json.writeString(in.readString());
            case BYTES -> bytes(in.readBytes(null));
            case FIXED -> JsonOutput.bytes(json, fixed(schema, in));
            case INT -> json.writeNumber(in.readInt());
            case LONG -> json.writeNumber(in.readLong());
            case FLOAT -> json.writeNumber(in.readFloat());
            case DOUBLE -> json.writeNumber(in.readDouble());
            case BOOLEAN -> json.writeBoolean(in.readBoolean());
            case NULL -> {
                in.readNull();
                json.writeNull();
            }
        }
    }

    private void record(Schema schema) throws IOException {
        json.writeStartObject();
        if (in instanceof ResolvingDecoder resolving) {
            for (Schema.Field field : resolving.readFieldOrder()) {
                field(field);
            }
        } else {
            for (Schema.Field field : schema.getFields()) {
                field(field);
            }
        }
        json.writeEndObject();
    }

    private void field(Schema.Field field) throws IOException {
        json.writeFieldName(field.name());
        write(field.schema());
    }

    private void array(Schema element) throws IOException {
        json.writeStartArray();
        for (long left = in.readArrayStart(); left > 0; left = in.arrayNext()) {
            for (long i = 0; i < left; i++) {
                write(element);
            }
        }
        json.writeEndArray();
    }

    private void map(Schema value) throws IOException {
        json.writeStartObject();
        for (long left = in.readMapStart(); left > 0; left = in.mapNext()) {
            for (long i = 0; i < left; i++) {
                json.writeFieldName(in.readString());
                write(value);
            }
        }
        json.writeEndObject();
    }

    private Schema branch(List<Schema> types) throws IOException {
        return types.get(in.readIndex());
    }

    private String symbol(List<String> symbols) throws IOException {
        return symbols.get(in.readEnum());
    }

    private void bytes(ByteBuffer buffer) throws IOException {
        JsonOutput.bytes(json, array(buffer));
    }

    static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    static byte[] fixed(Schema schema, Decoder in) throws IOException {
        if (schema.getFixedSize() > MAX_FIXED) {
            throw new DecodeFault("a fixed type of the schema has more than " + MAX_FIXED + " bytes");
        }
        byte[] bytes = new byte[schema.getFixedSize()];
        in.readFixed(bytes);
        return bytes;
    }
}
