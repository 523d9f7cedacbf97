package io.sluice.decode;

import io.sluice.contract.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.ResolvingDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's wire format: a zero, four bytes of the schema's id, and what was encoded by it. Each record is read by the schema that it
 * was written with; where a subject is named, Avro is then shown by the newest schema of that subject.
 */
final class WireReader implements Guarded.Reader {
    private static final int HEAD = 5;
    private static final int MAX_RESOLVED = 200;

    private final RecordFormat.Part part;
    private final @Nullable SchemaRegistry registry;
    private final Duration patience;
    /** By writer and reader, as to find out how they fit is dear. */
    private final Map<Pair, ResolvingDecoder> resolved = new LinkedHashMap<>();

    private record Pair(int writer, int reader) {}

    WireReader(RecordFormat.Part part, @Nullable SchemaRegistry registry, Duration patience) {
        this.part = part;
        this.registry = registry;
        this.patience = patience;
    }

    @Override
    public Decoded read(byte[] bytes) throws IOException {
        boolean automatic = part.type() == RecordFormat.Type.AUTO;
        int id = bytes.length < HEAD || bytes[0] != 0
                ? 0
                : ByteBuffer.wrap(bytes).getInt(1);
        if (automatic && (id <= 0 || registry == null)) {
            return Decoded.AS_IS;
        } else if (id <= 0) {
            throw new DecodeFault("the bytes are not in the wire format of a schema registry");
        } else if (registry == null) {
            throw new DecodeFault("no schema registry is configured");
        }
        return automatic ? automatic(registry, id, bytes) : body(registry, registry.schema(id, patience), bytes);
    }

    /** Bytes that begin with a zero by chance are no fault. */
    private Decoded automatic(SchemaRegistry asked, int id, byte[] bytes) throws IOException {
        RegisteredSchema schema;
        try {
            schema = asked.schema(id, patience);
        } catch (DecodeFault.Unknown byChance) {
            return Decoded.AS_IS;
        }
        return body(asked, schema, bytes);
    }

    private Decoded body(SchemaRegistry asked, RegisteredSchema schema, byte[] bytes) throws IOException {
        if (schema instanceof RegisteredSchema.Avro avro) {
            expect(RecordFormat.Type.AVRO);
            return avro(asked, avro, rest(bytes));
        } else if (schema instanceof RegisteredSchema.Protobuf protobuf) {
            expect(RecordFormat.Type.PROTOBUF);
            return ProtobufReader.read(protobuf.file(), rest(bytes));
        }
        expect(RecordFormat.Type.JSON_SCHEMA);
        return new Decoded.Json(Arrays.copyOfRange(bytes, HEAD, bytes.length));
    }

    private void expect(RecordFormat.Type found) throws DecodeFault {
        if (part.type() != RecordFormat.Type.AUTO && part.type() != found) {
            throw new DecodeFault(
                    "the record is " + found.text() + ", not " + part.type().text());
        }
    }

    private static ByteBuffer rest(byte[] bytes) {
        return ByteBuffer.wrap(bytes, HEAD, bytes.length - HEAD);
    }

    private Decoded avro(SchemaRegistry asked, RegisteredSchema.Avro writer, ByteBuffer bytes) throws IOException {
        RegisteredSchema.Avro reader = reader(asked, writer);
        AvroBytes in = new AvroBytes(bytes);
        Decoded decoded;
        if (reader.id() == writer.id()) {
            decoded = JsonOutput.write(json -> new AvroJson(json, in).write(writer.schema()));
        } else {
            ResolvingDecoder resolving = resolving(writer, reader);
            resolving.configure(in);
            Schema shown = reader.schema();
            decoded = JsonOutput.write(json -> new AvroJson(json, resolving).write(shown));
            resolving.drain();
        }
        if (in.remaining() > 0) {
            throw new DecodeFault("the record has " + in.remaining() + " bytes more than its schema " + writer.id());
        }
        return decoded;
    }

    private RegisteredSchema.Avro reader(SchemaRegistry asked, RegisteredSchema.Avro writer) throws DecodeFault {
        String subject = part.subject();
        if (subject == null) {
            return writer;
        } else if (asked.latest(subject, patience) instanceof RegisteredSchema.Avro newest) {
            return newest;
        }
        throw new DecodeFault("the newest schema of the subject is not Avro");
    }

    private ResolvingDecoder resolving(RegisteredSchema.Avro writer, RegisteredSchema.Avro reader) throws IOException {
        Pair pair = new Pair(writer.id(), reader.id());
        ResolvingDecoder known = resolved.get(pair);
        if (known == null) {
            if (resolved.size() >= MAX_RESOLVED) {
                resolved.clear();
            }
            known = DecoderFactory.get().resolvingDecoder(writer.schema(), reader.schema(), null);
            resolved.put(pair, known);
        }
        return known;
    }
}
