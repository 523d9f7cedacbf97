package io.sluice.decode;

import io.sluice.contract.RecordFormat;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Numbers as Kafka's own serializers write them: big-endian, in exactly as many bytes as the type has. */
record NumberReader(RecordFormat.Type type) implements Guarded.Reader {
    @Override
    public Decoded read(byte[] bytes) throws IOException {
        int size =
                switch (type) {
                    case LONG, DOUBLE -> Long.BYTES;
                    default -> Integer.BYTES;
                };
        if (bytes.length != size) {
            throw new DecodeFault("a value of type " + type.text() + " has " + size + " bytes, not " + bytes.length);
        }
        ByteBuffer number = ByteBuffer.wrap(bytes);
        return JsonOutput.write(json -> {
            switch (type) {
                case LONG -> json.writeNumber(number.getLong());
                case DOUBLE -> json.writeNumber(number.getDouble());
                case FLOAT -> json.writeNumber(number.getFloat());
                default -> json.writeNumber(number.getInt());
            }
        });
    }
}
