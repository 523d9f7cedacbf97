package io.sluice.stream.intake;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** A stream that has to end in time: a server that sends a byte now and then would otherwise hold its reader for ever. */
final class InTime extends FilterInputStream {
    private final Duration most;
    private final long from = System.nanoTime();

    /** @param most from now on; looked at with each read, so a read that waits must have a limit of its own */
    InTime(InputStream stream, Duration most) {
        super(stream);
        this.most = most;
    }

    @Override
    public int read() throws IOException {
        check();
        return super.read();
    }

    @Override
    public int read(byte[] into, int start, int length) throws IOException {
        check();
        return super.read(into, start, length);
    }

    private void check() throws IOException {
        if (System.nanoTime() - from > most.toNanos()) {
            throw new Refusal(SourceFault.passing(
                    "The server has not sent the whole of its answer within " + most.toSeconds() + " s."));
        }
    }
}
