package io.sluice.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSocket clients on one thread, as cheap as clients can be: what comes is not decoded, only looked at for the numbers
 * behind one field ({@link Look}). {@link #close} cuts them all.
 */
public final class Swarm implements AutoCloseable {
    private static final int BUFFER_BYTES = 256 << 10;

    private final InetSocketAddress server;
    private final Look look;
    private final Selector selector;
    private final Thread thread;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final List<SocketReader> readers = new ArrayList<>();
    private final ConcurrentLinkedQueue<SocketReader> arriving = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile @Nullable Throwable failure;

    /**
     * What to look for.
     *
     * @param field in quotes and with its colon; a number follows
     * @param tailBytes how much of the end of each frame is looked at; less costs less
     * @param found is told each number, on the swarm's thread
     */
    public record Look(String field, int tailBytes, Found found) {
        /** The offset of the last record of each frame. Wide enough for one record with its token, not for two. */
        public static final Look LAST_OFFSET = new Look("\"offset\":", 480, (client, number) -> {});

        /** Everything. */
        public static Look at(String field, Found found) {
            return new Look(field, Integer.MAX_VALUE, found);
        }
    }

    /** Takes a number that was found. */
    public interface Found {
        void number(int client, long number);
    }

    private Swarm(int port, Look look) throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.look = look;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, "swarm");
    }

    /**
     * Connects one client for each path and waits until each has its first text frame, which says that its subscription stands.
     */
    public static Swarm open(int port, List<String> paths, Look look) throws IOException {
        Swarm swarm = new Swarm(port, look);
        swarm.thread.start();
        try {
            for (String path : paths) {
                swarm.connect(path);
            }
            swarm.until("all clients are subscribed", () -> swarm.readers.stream()
                    .allMatch(reader -> reader.frames() > 0 || reader.isOver()));
            return swarm;
        } catch (IOException | RuntimeException failed) {
            swarm.close();
            throw failed;
        }
    }

    /** {@code count} clients with one path. */
    public static Swarm open(int port, int count, String path, Look look) throws IOException {
        return open(port, Collections.nCopies(count, path), look);
    }

    private void connect(String path) throws IOException {
        SocketChannel channel = SocketChannel.open(server);
        channel.write(ByteBuffer.wrap(SocketReader.handshake(path)));
        channel.configureBlocking(false);
        SocketReader reader = new SocketReader(readers.size(), channel, look);
        readers.add(reader);
        arriving.add(reader);
        selector.wakeup();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::ready);
                for (SocketReader reader = arriving.poll(); reader != null; reader = arriving.poll()) {
                    reader.channel().register(selector, SelectionKey.OP_READ, reader);
                }
            }
        } catch (IOException | RuntimeException broken) {
            failure = broken;
        }
    }

    private void ready(SelectionKey key) {
        try {
            ((SocketReader) key.attachment()).read(buffer);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    public int size() {
        return readers.size();
    }

    /** Waits, and fails if the swarm has. */
    private void until(String what, BooleanSupplier done) {
        try {
            Await.until(what, () -> failure != null || done.getAsBoolean());
        } catch (IllegalStateException tooLong) {
            throw new IllegalStateException("The clients have " + state() + ".", tooLong);
        }
        Throwable broken = failure;
        if (broken != null) {
            throw new IllegalStateException("The swarm failed.", broken);
        }
    }

    /** The same, and fails if a client has lost its connection: it would wait for nothing. */
    private void untilFound(String what, BooleanSupplier done) {
        until(what, () -> done.getAsBoolean() || readers.stream().anyMatch(SocketReader::isOver));
        if (!done.getAsBoolean()) {
            throw new IllegalStateException("A connection ended before its time: " + what + ".");
        }
    }

    /** Until every client has found {@code number} or a larger one. */
    public void awaitNumber(long number) {
        untilFound("all clients have record " + number, () -> slowest() >= number);
    }

    /** Until the clients have found so many numbers together. */
    public void awaitTotal(long numbers) {
        untilFound("all clients have " + numbers + " records", () -> numbers() >= numbers);
    }

    /** Frames, numbers and last number of each client. */
    private String state() {
        return readers.stream()
                .map(reader -> reader.frames() + " frames, " + reader.numbers() + " numbers up to " + reader.number())
                .collect(Collectors.joining("; "));
    }

    /** How many numbers the clients have found together. */
    public long numbers() {
        return readers.stream().mapToLong(SocketReader::numbers).sum();
    }

    /** Until one of the clients has found {@code number}. */
    public void awaitNumber(int client, long number) {
        untilFound(
                "client " + client + " has " + number, () -> readers.get(client).number() >= number);
    }

    /** Until the server has closed every connection. */
    public void awaitEnd() {
        until("all connections have ended", () -> readers.stream().allMatch(SocketReader::isOver));
    }

    /** The smallest of the numbers that the clients found last; -1 if one has found none. */
    public long slowest() {
        long slowest = Long.MAX_VALUE;
        for (SocketReader reader : readers) {
            slowest = Math.min(slowest, reader.number());
        }
        return slowest;
    }

    /** Frames with at least one number, of all clients. */
    public long frames() {
        return readers.stream().mapToLong(SocketReader::found).sum();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (SocketReader reader : readers) {
            reader.channel().close();
        }
        selector.close();
    }
}
