package io.sluice.deploy.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A table on the web that is made while it is sent, and is sent as far as the test has opened it: it knows no time. */
final class PacedTable implements AutoCloseable {
    private static final byte[] HEADER = "n,text\n".getBytes(StandardCharsets.UTF_8);
    private static final String FILLING = "x".repeat(270);
    private static final int DIGITS = 10;

    private final int rows;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    /** Guarded by this. */
    private int open;

    PacedTable(int rows) throws IOException {
        this.rows = rows;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/table.csv", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/table.csv";
    }

    /** Of the whole, in bytes. */
    long size() {
        return HEADER.length + (long) rows * row(0).length;
    }

    int requests() {
        return requests.get();
    }

    /** Lets so many rows out, for this request and all later ones. */
    synchronized void open(int upTo) {
        open = upTo;
        notifyAll();
    }

    /** The number that a record of this table has. */
    static int number(String record) {
        int from = record.indexOf("\"n\":\"r") + 6;
        return Integer.parseInt(record.substring(from, from + DIGITS));
    }

    private static byte[] row(int number) {
        return String.format("r%0" + DIGITS + "d,%s\n", number, FILLING).getBytes(StandardCharsets.UTF_8);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getResponseHeaders().set("ETag", "\"one\"");
        exchange.sendResponseHeaders(200, size());
        try (OutputStream body = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
            body.write(HEADER);
            for (int row = 0; row < rows; row++) {
                awaitOpen(row, body);
                body.write(row(row));
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitOpen(int row, OutputStream body) throws IOException, InterruptedException {
        synchronized (this) {
            if (row < open) {
                return;
            }
        }
        body.flush();
        synchronized (this) {
            while (row >= open) {
                wait();
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
