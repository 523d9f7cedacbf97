package io.sluice.stream.intake.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import io.sluice.stream.intake.json.JsonText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into JSON documents: one a line, or one over several lines. Belongs to one thread.
 *
 * <p>Whether a line that is no document by itself can still become one is known at its very end, for an incremental parser has
 * read along. When it cannot, what has gathered is at fault, once, and reading goes on at the first line of it, after the
 * first, that begins with a brace or bracket in its first column: documents begin there, while lines inside of a document are
 * as a rule indented. So one bad line costs itself, and at most the lines that were part of no document.
 *
 * <p>Limit: a document has {@link #MAX_BYTES} at most; a longer one is at fault and passed over.
 */
final class JsonLines {
    static final int MAX_BYTES = 16 * 1024 * 1024;

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<byte[]> gathered = new ArrayList<>();
    private long gatheredBytes;
    private @Nullable JsonParser parser;
    private boolean tooLong;
    /** Of the line that comes next. */
    private long number = 1;
    /** Of what has gathered. */
    private long firstLine = 1;

    interface Sink {
        /** @param firstLine from 1 */
        void document(byte[] text, long firstLine);

        /** @param reason with the place in the stream */
        void failed(Unreadable reason);
    }

    JsonLines(Sink sink) {
        this.sink = sink;
    }

    void feed(byte[] chunk) {
        int start = 0;
        for (int i = 0; i < chunk.length; i++) {
            if (chunk[i] == '\n') {
                append(chunk, start, i + 1);
                endLine();
                start = i + 1;
            }
        }
        append(chunk, start, chunk.length);
    }

    /** The stream has ended; its last line may have no end of its own. */
    void finish() {
        if (line.size() > 0) {
            endLine();
        }
        if (!gathered.isEmpty()) {
            fail(new Unreadable(
                    Unreadable.Extent.END,
                    Unreadable.place(firstLine, 1) + "the stream ends before this document does"));
        }
    }

    private void append(byte[] chunk, int from, int to) {
        if (line.size() + (to - from) + gatheredBytes > MAX_BYTES) {
            tooLong = true;
        }
        if (!tooLong) {
            line.write(chunk, from, to - from);
        }
    }

    private void endLine() {
        byte[] text = line.toByteArray();
        line.reset();
        number++;
        if (tooLong) {
            tooLong = false;
            gathered.clear();
            forget();
            sink.failed(new Unreadable(
                    Unreadable.Extent.RECORD,
                    Unreadable.place(number - 1, 1) + "a document of more than " + (MAX_BYTES >> 20) + " MiB"));
            return;
        }
        take(text, number - 1);
    }

    private void take(byte[] text, long at) {
        if (isBlank(text) && gathered.isEmpty()) {
            return;
        }
        if (gathered.isEmpty() && isDocument(text)) {
            sink.document(text, at);
            return;
        }
        if (gathered.isEmpty()) {
            firstLine = at;
        }
        gathered.add(text);
        gatheredBytes += text.length;
        Unreadable fault = parse(text, at);
        if (fault != null) {
            fail(fault);
        } else if (isComplete()) {
            sink.document(joined(), firstLine);
            gathered.clear();
            forget();
        }
    }

    private void fail(Unreadable fault) {
        sink.failed(fault);
        List<byte[]> lines = List.copyOf(gathered);
        long first = firstLine;
        gathered.clear();
        forget();
        for (int i = 1; i < lines.size(); i++) {
            byte[] text = lines.get(i);
            if (text[0] == '{' || text[0] == '[') {
                for (int j = i; j < lines.size(); j++) {
                    take(lines.get(j), first + j);
                }
                return;
            }
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte each : text) {
            if (each != ' ' && each != '\t' && each != '\r' && each != '\n') {
                return false;
            }
        }
        return true;
    }

    /** The usual case, without the incremental parser: a whole object in a line. */
    private static boolean isDocument(byte[] text) {
        try (JsonParser whole = JsonText.FACTORY.createParser(text)) {
            while (whole.nextToken() != null) {
                whole.skipChildren();
            }
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private @Nullable Unreadable parse(byte[] text, long at) {
        try {
            JsonParser open = parser;
            if (open == null) {
                open = JsonText.FACTORY.createNonBlockingByteArrayParser();
                parser = open;
            }
            ((ByteArrayFeeder) open.getNonBlockingInputFeeder()).feedInput(text, 0, text.length);
            JsonToken token = open.nextToken();
            while (token != JsonToken.NOT_AVAILABLE) {
                token = open.nextToken();
            }
            return null;
        } catch (JsonProcessingException fault) {
            int column = fault.getLocation() == null ? 1 : fault.getLocation().getColumnNr();
            return new Unreadable(Unreadable.Extent.RECORD, Unreadable.place(at, column) + "this is not JSON");
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory does not fail", impossible);
        }
    }

    private boolean isComplete() {
        return parser != null && parser.getParsingContext().inRoot();
    }

    private byte[] joined() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        gathered.forEach(all::writeBytes);
        return all.toByteArray();
    }

    private void forget() {
        parser = null;
        gatheredBytes = 0;
    }
}
