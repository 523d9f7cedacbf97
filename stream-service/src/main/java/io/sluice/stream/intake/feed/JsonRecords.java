package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a JSON text: what the data key leads to in each of its documents; of an array, each element. Streams: one record
 * is in memory, never the whole. Records are written anew without blanks, every digit of a number kept.
 */
final class JsonRecords implements Records {
    static final JsonFactory FACTORY =
            JsonFactory.builder().disable(StreamReadFeature.AUTO_CLOSE_SOURCE).build();

    private final JsonParser parser;
    private final Text text;
    private final DataKey key;
    private boolean inArray;
    private boolean inDocument;

    private JsonRecords(JsonParser parser, Text text, DataKey key) {
        this.parser = parser;
        this.text = text;
        this.key = key;
    }

    /** @param encoding null: UTF-8, or UTF-16 and UTF-32 when the text begins like that */
    static JsonRecords of(InputStream in, @Nullable Charset encoding, DataKey key) throws IOException {
        Text text = new Text(in);
        JsonParser parser = encoding == null
                ? FACTORY.createParser(text)
                : FACTORY.createParser(new InputStreamReader(text, encoding));
        return new JsonRecords(parser, text, key);
    }

    /** Knows whether anybody wanted to read beyond its end: then a fault means that there is too little. */
    private static final class Text extends FilterInputStream {
        private boolean exhausted;

        Text(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            exhausted |= read < 0;
            return read;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int read = super.read(into, from, length);
            exhausted |= read < 0;
            return read;
        }

        boolean isExhausted() {
            return exhausted;
        }
    }

    /** All of a text that is in memory; nothing unless the whole of it can be read. */
    static List<byte[]> all(byte[] text, DataKey key) throws Unreadable {
        List<byte[]> all = new ArrayList<>();
        try (JsonRecords records = of(new ByteArrayInputStream(text), null, key)) {
            for (byte[] record = records.next(); record != null; record = records.next()) {
                all.add(record);
            }
            return all;
        } catch (IOException fault) {
            throw new Unreadable(Unreadable.Extent.DOCUMENT, Unreadable.place(1, 1) + "the encoding is not UTF-8");
        }
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            while (true) {
                if (inArray && parser.nextToken() != JsonToken.END_ARRAY) {
                    return compact(parser);
                }
                inArray = false;
                finishDocument();
                if (parser.nextToken() == null) {
                    return null;
                }
                byte[] single = begin();
                if (single != null) {
                    return single;
                }
            }
        } catch (JsonProcessingException fault) {
            throw Unreadable.of(fault, text.isExhausted());
        }
    }

    /** @return the only record of a document; null when its records are the elements of an array, which follow */
    private byte @Nullable [] begin() throws IOException, Unreadable {
        JsonLocation start = parser.currentTokenLocation();
        inDocument = true;
        if (!key.find(parser)) {
            throw new Unreadable(
                    Unreadable.Extent.RECORD,
                    Unreadable.place(start.getLineNr(), start.getColumnNr()) + "there is no \"" + key + "\" in it");
        }
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            inArray = true;
            return null;
        }
        return compact(parser);
    }

    /** What is left of a document behind its records is read, too: a fault there is a fault of the document. */
    private void finishDocument() throws IOException {
        while (inDocument && !parser.getParsingContext().inRoot()) {
            if (parser.nextToken() == null) {
                break;
            }
        }
        inDocument = false;
    }

    /** The value that the parser is at. */
    static byte[] compact(JsonParser parser) throws IOException {
        ByteArrayBuilder bytes = new ByteArrayBuilder();
        try (JsonGenerator out = FACTORY.createGenerator(bytes)) {
            int depth = 0;
            do {
                JsonToken token = parser.currentToken();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isNumeric()) {
                    out.writeNumber(parser.getText());
                } else {
                    out.copyCurrentEvent(parser);
                }
            } while ((depth > 0) && advance(parser));
        }
        return bytes.toByteArray();
    }

    private static boolean advance(JsonParser parser) throws IOException {
        if (parser.nextToken() == null) {
            throw new JsonEOFException(parser, null, "within a value");
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
