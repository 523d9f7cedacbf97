package io.sluice.stream.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Counts what is read, and refuses to give more than a limit. {@link #count} may be asked by any thread. */
public final class Limited extends FilterInputStream {
    private final long most;
    private volatile long count;

    /** @param most bytes */
    public Limited(InputStream from, long most) {
        super(from);
        this.most = most;
    }

    public long count() {
        return count;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            counted(1);
        }
        return one;
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        int got = super.read(into, start, length);
        if (got > 0) {
            counted(got);
        }
        return got;
    }

    @Override
    public long skip(long wanted) throws IOException {
        long skipped = super.skip(wanted);
        counted(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread reads; others only look
    private void counted(long more) throws IOException {
        count += more;
        if (count > most) {
            throw new Refusal(SourceFault.lasting(
                    "The source has more than " + most + " bytes, the most that is read of one (sources.max_bytes)."));
        }
    }
}
