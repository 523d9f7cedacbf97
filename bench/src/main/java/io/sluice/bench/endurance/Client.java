package io.sluice.bench.endurance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One lossless subscriber on a thread of its own. It connects, reads until the connection breaks, and connects again where it
 * stands, until it is told to stop.
 */
final class Client implements Runnable {
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int RECEIVE_BYTES = 64 << 10;
    private static final int PAUSE_MILLIS = 100;

    private final Transport transport;
    private final Wanted wanted;
    private final Holding holding;
    private final Server server;
    private final Random random;
    private final Thread thread;
    private int slowBytes = Integer.MAX_VALUE;
    private BooleanSupplier slow = () -> false;
    private volatile @Nullable Socket socket;
    private volatile long connects;
    private volatile boolean stopped;

    record Server(int port, String topic, int partitions) {}

    Client(int number, Server server) {
        this.transport = Transport.values()[number % Transport.values().length];
        this.wanted = Wanted.ALL.get(number % Wanted.ALL.size());
        this.holding = new Holding(server.partitions());
        this.server = server;
        this.random = new Random(number);
        this.thread = new Thread(this, "client-" + number);
    }

    /** Call before it is started. */
    void slow(int bytesPerSecond, BooleanSupplier asLongAs) {
        slowBytes = bytesPerSecond;
        slow = asLongAs;
    }

    void start() {
        thread.start();
    }

    Wanted wanted() {
        return wanted;
    }

    Transport transport() {
        return transport;
    }

    /** Belongs to the client until it has been stopped, but for its count. */
    Holding holding() {
        return holding;
    }

    /** Connections on which the answer began. */
    long connects() {
        return connects;
    }

    /** Cuts the connection from outside: with a reset, or as if it had ended. */
    void cut(boolean reset) {
        @Nullable Socket open = socket;
        if (open == null) {
            return;
        }
        try {
            if (reset) {
                open.setSoLinger(true, 0);
            }
            open.close();
        } catch (IOException gone) {
            // It was cut already.
        }
    }

    void stop() throws InterruptedException {
        stopped = true;
        cut(true);
        thread.join();
    }

    @Override
    public void run() {
        while (!stopped) {
            try (Socket open = new Socket()) {
                open.setReceiveBufferSize(RECEIVE_BYTES);
                open.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
                socket = open;
                read(open);
            } catch (IOException broken) {
                // Expected: the client was cut, or there is no gateway at the moment.
                LockSupport.parkNanos((PAUSE_MILLIS + random.nextInt(PAUSE_MILLIS)) * 1_000_000L);
            }
        }
    }

    private void read(Socket open) throws IOException {
        if (stopped) {
            return;
        }
        String query = "/api/v1/live?topic=" + server.topic() + "&where=" + URLEncoder.encode(wanted.where(), UTF_8);
        OutputStream out = open.getOutputStream();
        out.write((transport.request(query, holding) + "Host: localhost\r\n\r\n").getBytes(US_ASCII));
        InputStream in = new BufferedInputStream(new SlowInput(open.getInputStream(), slowBytes, slow), BUFFER_BYTES);
        String status = Transport.status(in);
        if (!status.contains(" 101 ") && !status.contains(" 200 ")) {
            holding.complaint(status);
            return;
        }
        connects = connects + 1;
        transport.read(in, out, holding);
    }
}
