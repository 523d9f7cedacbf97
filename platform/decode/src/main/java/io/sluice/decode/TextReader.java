package io.sluice.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** UTF-8, strictly. */
final class TextReader {
    private TextReader() {}

    static Decoded read(byte[] bytes) throws IOException {
        String text = text(bytes, 0, bytes.length);
        return JsonOutput.write(json -> json.writeString(text));
    }

    /** The key of a window of Kafka Streams: a text, and the start of the window in epoch milliseconds. */
    static Decoded readWindowed(byte[] bytes) throws IOException {
        int end = bytes.length - Long.BYTES;
        if (end < 0) {
            throw new DecodeFault("a windowed key has 8 bytes or more");
        }
        String key = text(bytes, 0, end);
        long start = ByteBuffer.wrap(bytes).getLong(end);
        return JsonOutput.write(json -> {
            json.writeStartObject();
            json.writeStringField("key", key);
            json.writeNumberField("window_start", start);
            json.writeEndObject();
        });
    }

    static String text(byte[] bytes, int from, int length) throws DecodeFault {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException other) {
            throw new DecodeFault("the text is not UTF-8");
        }
    }
}
