package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of a response in chunks (RFC 9112, section 7.1), without trailers. Holds one chunk. */
final class Chunked extends InputStream {
    private static final int MAX_BYTES = 16 << 20;

    private final InputStream in;
    private byte[] chunk = new byte[0];
    private int at;

    Chunked(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        if (at == chunk.length) {
            next();
        }
        return chunk.length == 0 ? -1 : chunk[at++] & 0xff;
    }

    private void next() throws IOException {
        int size = Integer.parseInt(new String(Transport.line(in), US_ASCII).strip(), 16);
        if (size > MAX_BYTES) {
            throw new IOException("a chunk of " + size + " bytes");
        }
        chunk = in.readNBytes(size);
        at = 0;
        if (chunk.length < size) {
            throw new EOFException("in a chunk");
        }
        Transport.line(in);
    }
}
