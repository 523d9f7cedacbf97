package io.sluice.stream.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses gzip, all of its members; what is not gzip passes as it is, whatever a server said of it. Nothing is read before the
 * first byte is wanted, for an event stream may be silent. Belongs to one thread.
 *
 * <p>The library takes the end of a member for the end of everything when nothing more is <em>available</em> at that moment, which over a
 * network says nothing, and takes a broken connection there for the end, too. So it reads through {@link Ahead}, which waits for
 * the next byte before it says whether there is one, and remembers how it failed.
 */
public final class Gunzip extends InputStream {
    private static final int BUFFER = 64 * 1024;
    private static final int MAGIC_1 = 0x1f;
    private static final int MAGIC_2 = 0x8b;

    private final Ahead from;
    private @Nullable InputStream opened;

    /** @param from is closed by who opened it */
    public Gunzip(InputStream from) {
        this.from = new Ahead(from);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        int got = opened().read(into, start, length);
        if (got < 0) {
            from.throwFailure();
        }
        return got;
    }

    private InputStream opened() throws IOException {
        InputStream current = opened;
        if (current == null) {
            current = from.beginsWith(MAGIC_1, MAGIC_2) ? new GZIPInputStream(from, BUFFER) : from;
            opened = current;
        }
        return current;
    }

    private static final class Ahead extends FilterInputStream {
        private final PushbackInputStream pushback;
        private @Nullable IOException failure;

        Ahead(InputStream from) {
            super(new PushbackInputStream(from, 2));
            this.pushback = (PushbackInputStream) in;
        }

        boolean beginsWith(int first, int second) throws IOException {
            int one = read();
            int two = one < 0 ? -1 : read();
            if (two >= 0) {
                pushback.unread(two);
            }
            if (one >= 0) {
                pushback.unread(one);
            }
            return one == first && two == second;
        }

        void throwFailure() throws IOException {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public int read() throws IOException {
            try {
                return super.read();
            } catch (IOException failed) {
                failure = failed;
                throw failed;
            }
        }

        @Override
        public int read(byte[] into, int start, int length) throws IOException {
            try {
                return super.read(into, start, length);
            } catch (IOException failed) {
                failure = failed;
                throw failed;
            }
        }

        /** More than nothing unless this is the end. */
        @Override
        public int available() throws IOException {
            int next = read();
            if (next < 0) {
                return 0;
            }
            pushback.unread(next);
            return 1;
        }
    }
}
