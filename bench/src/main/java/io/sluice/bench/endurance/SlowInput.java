package io.sluice.bench.endurance;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets little through at a time, and not more than so many bytes a second on average, as long as it is told to be slow. */
final class SlowInput extends FilterInputStream {
    private static final int MOST = 8 << 10;

    private final int bytesPerSecond;
    private final BooleanSupplier slow;

    SlowInput(InputStream in, int bytesPerSecond, BooleanSupplier slow) {
        super(in);
        this.bytesPerSecond = bytesPerSecond;
        this.slow = slow;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        if (!slow.getAsBoolean()) {
            return super.read(into, from, length);
        }
        int count = super.read(into, from, Math.min(length, MOST));
        LockSupport.parkNanos(Math.max(0, count) * 1_000_000_000L / bytesPerSecond);
        return count;
    }
}
