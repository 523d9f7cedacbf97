package io.sluice.deploy.cluster;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Somebody on the wire: passes on what it is given, and keeps a copy. */
final class Relay implements AutoCloseable {
    private final ServerSocket door;
    private final int target;
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();

    Relay(int target) throws IOException {
        this.target = target;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        onThread(this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Bytes as characters, one for one. */
    String seen() {
        synchronized (seen) {
            return seen.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private void accept() throws IOException {
        while (!door.isClosed()) {
            Socket from = door.accept();
            Socket to = new Socket(InetAddress.getLoopbackAddress(), target);
            onThread(() -> pass(from, to));
            onThread(() -> pass(to, from));
        }
    }

    private void pass(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8192];
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                synchronized (seen) {
                    seen.write(some, 0, length);
                }
                out.write(some, 0, length);
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void onThread(Step step) {
        Thread thread = new Thread(() -> {
            try {
                step.run();
            } catch (IOException ended) {
                // One of the two, or the test, has hung up.
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
