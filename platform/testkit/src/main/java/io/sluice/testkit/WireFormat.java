package io.sluice.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** What the serializers of Confluent's clients write: a zero, the id of the schema in four bytes, and the datum. */
public final class WireFormat {
    private WireFormat() {}

    public static byte[] framed(int id, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) 0)
                .putInt(id)
                .put(body)
                .array();
    }

    /** A record of a registered Avro schema; fields that are not named have their default. */
    public static byte[] avro(int id, String schema, Map<String, ?> fields) {
        Schema parsed = new Schema.Parser().parse(schema);
        GenericData.Record record = new GenericData.Record(parsed);
        parsed.getFields().stream()
                .filter(Schema.Field::hasDefaultValue)
                .forEach(field -> record.put(field.name(), GenericData.get().getDefaultValue(field)));
        fields.forEach(record::put);
        return avro(id, parsed, record);
    }

    /** Any datum of a registered Avro schema. */
    public static byte[] avro(int id, Schema schema, Object datum) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
            encoder.flush();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return framed(id, out.toByteArray());
    }
}
