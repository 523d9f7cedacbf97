package io.sluice.stream.intake.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Copies values of JSON from a stream, token by token: numbers as they are written, everything else as strict JSON. */
public final class JsonText {
    /** Larger values cannot be written to a topic, whatever it takes. */
    public static final int MAX_VALUE = 16 * 1024 * 1024;

    private static final int MAX_STRING = 20_000_000;
    private static final int MAX_NUMBER = 10_000;
    public static final JsonFactory FACTORY = JsonFactory.builder()
            // Closing a body would read it to its end; whoever opened it cuts it.
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            // Characters beyond the first 65,536 stay characters.
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(MAX_STRING)
                    .maxNumberLength(MAX_NUMBER)
                    .build())
            .build();

    private JsonText() {}

    public static JsonParser parser(Reader text) throws IOException {
        return FACTORY.createParser(text);
    }

    public static JsonParser parser(String text) throws IOException {
        return FACTORY.createParser(text);
    }

    /** @param text UTF-8, or UTF-16 and UTF-32 when it begins like that */
    public static JsonParser parser(byte[] text) throws IOException {
        return FACTORY.createParser(text);
    }

    /**
     * The value that the parser stands at the beginning of; afterwards it stands at its end.
     *
     * @param added fields that an object gets besides its own
     * @return null if it is larger than {@link #MAX_VALUE}
     */
    public static byte @Nullable [] copy(JsonParser parser, Additions added) throws IOException {
        Bounded bytes = new Bounded();
        try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
            int depth = 0;
            Additions left = added;
            JsonToken token = parser.currentToken();
            while (true) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.END_OBJECT && depth == 0) {
                    left.write(generator);
                }
                write(parser, token, generator);
                if (token == JsonToken.FIELD_NAME && depth == 1) {
                    left = left.without(parser.currentName());
                }
                if (depth == 0) {
                    break;
                }
                token = next(parser);
            }
        }
        return bytes.isOver() ? null : bytes.toByteArray();
    }

    /** The next token within a value, which cannot be missing: the parser fails at an early end. */
    public static JsonToken next(JsonParser parser) throws IOException {
        JsonToken token = parser.nextToken();
        if (token == null) {
            throw new IllegalStateException("a value without an end");
        }
        return token;
    }

    /** Where a text stopped being JSON, as {@code line 3, column 17}. */
    public static String place(JsonProcessingException malformed, long linesBefore) {
        JsonLocation at = malformed.getLocation();
        return at == null
                ? "an unknown place"
                : "line " + (linesBefore + at.getLineNr()) + ", column " + at.getColumnNr();
    }

    private static void write(JsonParser parser, JsonToken token, JsonGenerator generator) throws IOException {
        switch (token) {
            case VALUE_NUMBER_INT:
            case VALUE_NUMBER_FLOAT:
                generator.writeNumber(parser.getText());
                break;
            case VALUE_STRING:
                generator.writeString(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
                break;
            default:
                generator.copyCurrentEvent(parser);
        }
    }

    /** Forgets everything once there is too much of it. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private boolean over;

        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] from, int start, int length) {
            over = over || bytes.size() + length > MAX_VALUE;
            if (over) {
                bytes.reset();
            } else {
                bytes.write(from, start, length);
            }
        }

        boolean isOver() {
            return over;
        }

        byte[] toByteArray() {
            return bytes.toByteArray();
        }
    }
}
