package io.sluice.stream.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes JSON apart without reading its values: each stays the bytes that it was, so a number keeps every digit. Any thread. */
final class JsonSlices {
    private static final int MAX_NUMBER = 10_000;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(MAX_NUMBER).build())
            .build();

    private JsonSlices() {}

    /** A value within a text of JSON, from {@code start} to before {@code end}. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Slice(byte[] json, int start, int end) {
        static Slice of(byte[] json) {
            return new Slice(json, 0, json.length);
        }

        int length() {
            return end - start;
        }

        /** The text of a string, the number or word as it is written; null for anything else, null itself included. */
        @Nullable String scalar() throws IOException {
            try (JsonParser parser = FACTORY.createParser(json, start, length())) {
                JsonToken token = parser.nextToken();
                return token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL
                        ? parser.getText()
                        : null;
            }
        }

        boolean isString() {
            return json[start] == '"';
        }
    }

    /** @return the fields of an object in their order, the last of several with one name; null if it is no object */
    static @Nullable Map<String, Slice> fields(Slice of) throws IOException {
        try (JsonParser parser = FACTORY.createParser(of.json(), of.start(), of.length())) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                check(parser);
                return null;
            }
            Map<String, Slice> fields = new LinkedHashMap<>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, slice(parser, of));
            }
            check(parser);
            return fields;
        }
    }

    /** @return null if it is no array */
    static @Nullable List<Slice> elements(Slice of) throws IOException {
        try (JsonParser parser = FACTORY.createParser(of.json(), of.start(), of.length())) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return null;
            }
            List<Slice> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(slice(parser, of));
            }
            return elements;
        }
    }

    /** Nothing follows the value. */
    private static void check(JsonParser parser) throws IOException {
        parser.skipChildren();
        if (parser.nextToken() != null) {
            throw new IOException("more than one value");
        }
    }

    private static Slice slice(JsonParser parser, Slice of) throws IOException {
        int start = of.start() + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Slice(
                of.json(), start, of.start() + (int) parser.currentLocation().getByteOffset());
    }
}
