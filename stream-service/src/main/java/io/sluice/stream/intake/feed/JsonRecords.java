package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.contract.Processing;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.file.Decoding;
import io.sluice.stream.intake.json.Additions;
import io.sluice.stream.intake.json.DataKey;
import io.sluice.stream.intake.json.JsonText;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The records of a JSON text: what the data key leads to in each of its documents; of an array, each element. Streams: one record
 * is in memory, never the whole. Records are written anew without blanks, every digit of a number kept.
 */
final class JsonRecords implements Records {
    private final JsonParser parser;
    private final Text text;
    private final DataKey key;
    private final Additions additions;
    private boolean inArray;
    private boolean inDocument;

    private JsonRecords(JsonParser parser, Text text, DataKey key, Additions additions) {
        this.parser = parser;
        this.text = text;
        this.key = key;
        this.additions = additions;
    }

    /** @param encoding null: UTF-8, or UTF-16 and UTF-32 when the text begins like that */
    static JsonRecords of(InputStream in, @Nullable Charset encoding, DataKey key, Additions additions)
            throws IOException {
        Text text = new Text(in);
        return new JsonRecords(parser(text, encoding), text, key, additions);
    }

    static JsonParser parser(InputStream in, @Nullable Charset encoding) throws IOException {
        return encoding == null ? JsonText.FACTORY.createParser(in) : JsonText.parser(Decoding.reader(in, encoding));
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
        return all(text, key, Additions.NONE);
    }

    /** Likewise, each record with what the text says once for all of them. */
    static List<byte[]> all(byte[] text, Processing.Tree tree) throws Unreadable {
        return all(text, DataKey.of(tree.dataKey()), additions(text, tree));
    }

    private static List<byte[]> all(byte[] text, DataKey key, Additions additions) throws Unreadable {
        List<byte[]> all = new ArrayList<>();
        try (JsonRecords records = of(new ByteArrayInputStream(text), null, key, additions)) {
            for (byte[] record = records.next(); record != null; record = records.next()) {
                all.add(record);
            }
            return all;
        } catch (IOException fault) {
            throw new Unreadable(Unreadable.Extent.DOCUMENT, Unreadable.place(1, 1) + "the encoding is not UTF-8");
        }
    }

    private static Additions additions(byte[] text, Processing.Tree tree) throws Unreadable {
        try {
            return Additions.of(tree, pass -> pass.read(JsonText.parser(text)));
        } catch (JsonProcessingException fault) {
            throw Unreadable.of(fault, false);
        } catch (IOException | SourceFault fault) {
            throw new Unreadable(Unreadable.Extent.DOCUMENT, Unreadable.place(1, 1) + "the encoding is not UTF-8");
        }
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        try {
            while (true) {
                if (inArray && parser.nextToken() != JsonToken.END_ARRAY) {
                    return record();
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
        return record();
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
    private byte[] record() throws IOException, Unreadable {
        byte[] record = JsonText.copy(parser, additions);
        if (record == null) {
            JsonLocation end = parser.currentLocation();
            throw new Unreadable(
                    Unreadable.Extent.RECORD,
                    Unreadable.place(end.getLineNr(), end.getColumnNr()) + "the record that ends here has more than "
                            + (JsonText.MAX_VALUE >> 20) + " MiB");
        }
        return record;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
