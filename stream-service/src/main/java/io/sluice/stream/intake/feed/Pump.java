package io.sluice.stream.intake.feed;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that may be silent for long, so that its user can wait for a while only. One daemon thread per pump. At
 * most {@link #MAX_CHUNKS} chunks of {@link #CHUNK_BYTES} wait; then the stream is not read on, and its sender has to wait.
 */
final class Pump implements AutoCloseable {
    private static final int MAX_CHUNKS = 64;
    private static final int CHUNK_BYTES = 16 * 1024;

    private final InputStream in;
    private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
    private final Thread thread;

    /** What came: bytes, or that nothing more comes, and why. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Chunk(byte[] bytes, boolean isEnd, @Nullable IOException fault) {}

    Pump(InputStream in) {
        this.in = in;
        this.thread = new Thread(this::run, "sluice-source-pump");
        thread.setDaemon(true);
        thread.start();
    }

    /** @return null: nothing within the patience */
    @Nullable Chunk next(Duration patience) throws InterruptedException {
        return chunks.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        try {
            byte[] buffer = new byte[CHUNK_BYTES];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (count > 0) {
                    chunks.put(new Chunk(Arrays.copyOf(buffer, count), false, null));
                }
            }
            chunks.put(new Chunk(new byte[0], true, null));
        } catch (IOException fault) {
            tell(fault);
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(IOException fault) {
        try {
            chunks.put(new Chunk(new byte[0], true, fault));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** The stream itself is closed by its owner, before this: that ends a blocked read. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
