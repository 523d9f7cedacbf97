package io.sluice.gateway.socket;

import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * What carries HTTP exchanges: how much waits in it, and how to cut it. Vert.x closes a connection behind what is still to be
 * written, which a client that takes nothing would hold up for ever; this is the one place that reaches behind its public API for
 * that. One event loop.
 */
public final class Wire {
    /** RFC 9113: no longer wanted. */
    private static final long CANCEL = 8;

    private final Channel channel;
    private final Runnable cut;

    private Wire(Channel channel, Runnable cut) {
        this.channel = channel;
        this.cut = cut;
    }

    /** Where many exchanges share a connection (HTTP/2) only this one is cut. */
    public static Wire of(HttpServerRequest request) {
        Channel channel = channel(request.connection());
        boolean shared = request.version() == HttpVersion.HTTP_2;
        return new Wire(channel, shared ? () -> request.response().reset(CANCEL) : channel::close);
    }

    /** The whole connection. */
    public static Wire of(HttpConnection connection) {
        Channel channel = channel(connection);
        return new Wire(channel, channel::close);
    }

    private static Channel channel(HttpConnection connection) {
        return ((HttpServerConnection) connection).channelHandlerContext().channel();
    }

    /** Runs on the event loop when the connection is gone, also when it has become something else than HTTP. */
    public void onClosed(Runnable gone) {
        channel.closeFuture().addListener(closed -> gone.run());
    }

    /** Bytes that the operating system has not taken yet. */
    public long waiting() {
        return Backlog.bytes(channel);
    }

    /** Closes it without waiting for anything; its close handlers run. */
    public void cut() {
        cut.run();
    }
}
