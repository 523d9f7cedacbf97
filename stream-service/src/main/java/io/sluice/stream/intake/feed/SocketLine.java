package io.sluice.stream.intake.feed;

import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Credentials;
import io.sluice.stream.intake.Reasons;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.feed.Inbox.Message;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One open WebSocket, at the very address that the rules allowed. Its messages go to an {@link Inbox}; while that is full the socket is
 * not read, so the sender has to wait. A ping every {@link #PING} finds out when the other side is gone without a word.
 * Opened and closed by the reader's thread; its handlers run on an event loop.
 */
final class SocketLine implements AutoCloseable {
    static final int MAX_MESSAGE = 16 * 1024 * 1024;
    private static final int MAX_FRAME = 1024 * 1024;
    private static final Duration PING = Duration.ofSeconds(20);
    private static final Duration SILENCE = Duration.ofSeconds(45);
    private static final Duration OPEN = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final URI uri;
    private final Inbox inbox;
    private final WebSocketClient client;
    private final ClientWebSocket socket;
    private volatile long heardAt = System.nanoTime();
    private long timer = -1;

    private SocketLine(Vertx vertx, URI uri, Inbox inbox) {
        this.vertx = vertx;
        this.uri = uri;
        this.inbox = inbox;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxFrameSize(MAX_FRAME)
                .setMaxMessageSize(MAX_MESSAGE)
                .setConnectTimeout((int) OPEN.toMillis())
                .setTryUsePerMessageCompression(true));
        this.socket = client.webSocket();
    }

    /**
     * @param subscribe sent first; null: nothing
     * @throws SourceFault if the address may not be reached, or the server does not open a WebSocket
     */
    static SocketLine open(
            Vertx vertx, URI uri, Credentials credentials, AddressRules rules, @Nullable String subscribe, Inbox inbox)
            throws SourceFault, InterruptedException {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("ws") && !scheme.equals("wss") || uri.getHost() == null) {
            throw SourceFault.lasting("A WebSocket has an address that begins with ws:// or wss://.");
        }
        InetAddress address = rules.check(uri.getHost())[0];
        SocketLine line = new SocketLine(vertx, uri, inbox);
        try {
            line.connect(line.options(scheme.equals("wss"), address, credentials), subscribe);
            return line;
        } catch (SourceFault | InterruptedException fault) {
            line.close();
            throw fault;
        }
    }

    private WebSocketConnectOptions options(boolean secure, InetAddress address, Credentials credentials) {
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        WebSocketConnectOptions options = new WebSocketConnectOptions();
        options.setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()));
        options.setHost(uri.getHost());
        options.setPort(port);
        options.setSsl(secure);
        options.setURI(uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
        credentials.headers().forEach(options::addHeader);
        return options;
    }

    private void connect(WebSocketConnectOptions options, @Nullable String subscribe)
            throws SourceFault, InterruptedException {
        socket.textMessageHandler(text -> arrived(Buffer.buffer(text).getBytes(), true));
        socket.binaryMessageHandler(bytes -> arrived(bytes.getBytes(), false));
        socket.pongHandler(pong -> heardAt = System.nanoTime());
        socket.exceptionHandler(fault -> inbox.end(broken()));
        socket.closeHandler(closed -> inbox.end(closed()));
        try {
            socket.connect(options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(OPEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw refused(failed.getCause());
        } catch (TimeoutException late) {
            throw SourceFault.passing(who() + " does not answer in time.");
        }
        if (subscribe != null) {
            socket.writeTextMessage(subscribe).onFailure(fault -> inbox.end(broken()));
        }
        timer = vertx.setPeriodic(PING.toMillis(), tick -> ping());
    }

    private void arrived(byte[] content, boolean isText) {
        heardAt = System.nanoTime();
        if (inbox.put(new Message(content, isText))) {
            socket.pause();
        }
    }

    /** The reader has made room. */
    void resume() {
        heardAt = System.nanoTime();
        socket.resume();
    }

    private void ping() {
        // An answer to a ping waits behind the messages of a socket that is not read.
        if (!inbox.isFull() && System.nanoTime() - heardAt > SILENCE.toNanos()) {
            inbox.end(SourceFault.passing(who() + " does not answer any more; the connection is opened again."));
            socket.close();
        } else {
            socket.writePing(Buffer.buffer("sluice")).onFailure(fault -> inbox.end(broken()));
        }
    }

    private String who() {
        return "The server \"" + uri.getHost() + "\"";
    }

    private SourceFault broken() {
        return SourceFault.passing(who() + " sent what is no WebSocket message, or one of more than "
                + (MAX_MESSAGE >> 20) + " MiB, or the connection broke.");
    }

    private SourceFault closed() {
        Short code = socket.closeStatusCode();
        int status = code == null ? 1006 : code;
        String meaning =
                switch (status) {
                    case 1000, 1005 -> "it had nothing more to say";
                    case 1001 -> "it is going away";
                    case 1006 -> "without a word";
                    case 1008 -> "it does not allow this";
                    case 1009 -> "a message of ours was too long for it";
                    case 1011, 1012, 1013 -> "it has a fault of its own, or restarts";
                    default -> "for a reason of its own";
                };
        return SourceFault.passing(who() + " closed the connection (" + status + ": " + meaning + ").");
    }

    private SourceFault refused(@Nullable Throwable cause) {
        if (cause instanceof UpgradeRejectedException rejected) {
            return rejected.getStatus() >= 400
                    ? Reasons.ofStatus(uri, rejected.getStatus())
                    : SourceFault.lasting(
                            who() + " speaks no WebSocket at this address (it answers " + rejected.getStatus() + ").");
        }
        return cause instanceof IOException failed
                ? Reasons.of(uri, failed)
                : SourceFault.passing(who() + " did not open a WebSocket.");
    }

    @Override
    public void close() {
        vertx.cancelTimer(timer);
        client.close();
    }
}
