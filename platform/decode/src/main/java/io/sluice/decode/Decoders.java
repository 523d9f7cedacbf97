package io.sluice.decode;

import io.sluice.contract.RecordFormat;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes decoders. Thread-safe; each decoder belongs to one thread.
 *
 * @param registry null: there is none
 * @param patience how long a decoder waits for a schema that nobody has asked for yet
 */
public record Decoders(@Nullable SchemaRegistry registry, Duration patience) implements AutoCloseable {
    /** For a process without a schema registry. */
    public static final Decoders PLAIN = new Decoders(null, Duration.ZERO);

    private static final Decoder AS_IS = bytes -> Decoded.AS_IS;
    private static final Decoder RAW = bytes -> Decoded.RAW;

    public RecordContent of(RecordFormat format) {
        return new RecordContent(of(format.key()), of(format.value()));
    }

    Decoder of(RecordFormat.Part part) {
        RecordFormat.Type type = part.type();
        return switch (type) {
            case JSON -> AS_IS;
            case RAW -> RAW;
            case AUTO -> registry == null ? AS_IS : automatic(wire(part, "what their schema says"));
            case AVRO -> wire(part, "Avro of their schema");
            case PROTOBUF -> wire(part, "Protobuf of their schema");
            case JSON_SCHEMA -> wire(part, "JSON with a schema");
            case MESSAGEPACK -> new Guarded(MessagePackReader::read, "one MessagePack value");
            case CBOR -> new Guarded(CborReader::read, "one CBOR item");
            case LONG, INT, DOUBLE, FLOAT -> new Guarded(new NumberReader(type), "a number");
            case STRING -> new Guarded(TextReader::read, "a text");
            case WINDOWED -> new Guarded(TextReader::readWindowed, "a windowed key");
            case DELIMITED -> new Guarded(new DelimitedReader(part), "a line of cells");
        };
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private Decoder wire(RecordFormat.Part part, String what) {
        return new Guarded(new WireReader(part, registry, patience), what);
    }

    /** Most records do not begin with a zero, and this is all they cost. */
    private static Decoder automatic(Decoder wire) {
        return bytes -> bytes.length == 0 || bytes[0] != 0 ? Decoded.AS_IS : wire.decode(bytes);
    }
}
