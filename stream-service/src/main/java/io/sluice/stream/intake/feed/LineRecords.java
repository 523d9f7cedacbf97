package io.sluice.stream.intake.feed;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The records of JSON Lines. A line that is no document is a fault of its own, and the next one is read. */
final class LineRecords implements Records {
    private static final int CHUNK_BYTES = 16 * 1024;

    private final InputStream in;
    private final DataKey key;
    private final JsonLines lines = new JsonLines(new Sink());
    private final Queue<Found> found = new ArrayDeque<>();
    private boolean ended;

    /** One of the two. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Found(byte @Nullable [] record, @Nullable Unreadable fault) {}

    LineRecords(InputStream in, DataKey key) {
        this.in = in;
        this.key = key;
    }

    @Override
    public byte @Nullable [] next() throws Unreadable, IOException {
        while (found.isEmpty() && !ended) {
            byte[] chunk = in.readNBytes(CHUNK_BYTES);
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

    @Override
    public void close() throws IOException {
        in.close();
    }

    private final class Sink implements JsonLines.Sink {
        @Override
        public void document(byte[] text, long firstLine) {
            try {
                List<byte[]> records = JsonRecords.all(text, key);
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
