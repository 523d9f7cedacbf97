package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.file.Decoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The records of JSON Lines. A line that is no document is a fault of its own, and the next one is read. */
final class LineRecords implements Records {
    private static final int CHUNK_BYTES = 16 * 1024;

    private final InputStream in;
    private final @Nullable BufferedReader text;
    private final Processing.Tree tree;
    private final JsonLines lines = new JsonLines(new Sink());
    private final Queue<Found> found = new ArrayDeque<>();
    private boolean ended;

    /** One of the two. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(byte @Nullable [] record, @Nullable Unreadable fault) {}

    /** @param encoding null: UTF-8, and then a line of other bytes costs itself only */
    LineRecords(InputStream in, @Nullable Charset encoding, Processing.Tree tree) throws IOException {
        this.in = in;
        this.text = encoding == null ? null : Decoding.reader(in, encoding);
        this.tree = tree;
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        while (found.isEmpty() && !ended) {
            byte[] chunk = text == null ? in.readNBytes(CHUNK_BYTES) : decoded(text);
            if (chunk.length == 0) {
                ended = true;
                lines.finish();
            } else {
                lines.feed(chunk);
            }
        }
        Found first = found.poll();
        if (first == null) {
            return null;
        }
        Unreadable fault = first.fault();
        if (fault != null) {
            throw fault;
        }
        return first.record();
    }

    /** Never half of a character. */
    private static byte[] decoded(BufferedReader text) throws IOException {
        char[] chars = new char[CHUNK_BYTES];
        int count = text.read(chars, 0, CHUNK_BYTES - 1);
        if (count > 0 && Character.isHighSurrogate(chars[count - 1])) {
            count += Math.max(0, text.read(chars, count, 1));
        }
        return new String(chars, 0, Math.max(0, count)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Sink implements JsonLines.Sink {
        @Override
        public void document(byte[] text, long firstLine) {
            try {
                List<byte[]> records = JsonRecords.all(text, tree);
                records.forEach(record -> found.add(new Found(record, null)));
            } catch (Unreadable fault) {
                failed(new Unreadable(Unreadable.Extent.RECORD, "from line " + firstLine + " on, " + fault.reason()));
            }
        }

        @Override
        public void failed(Unreadable reason) {
            found.add(new Found(null, reason));
        }
    }
}
