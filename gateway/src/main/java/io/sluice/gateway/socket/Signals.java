package io.sluice.gateway.socket;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;

/**
 * Stands between the frame decoder and Vert.x: what the decoder refuses, and that the socket can take more, comes to the {@link
 * WebSocket} in the order in which it happened and on its context.
 */
@ChannelHandler.Sharable
final class Signals extends ChannelInboundHandlerAdapter {
    static final Signals INSTANCE = new Signals();

    /** The user event that says that the socket can take more. */
    static final Object WRITABLE = new Object();

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupt) {
            short code = (short) corrupt.closeStatus().code();
            context.fireChannelRead(new Incoming.Violation(code, "protocol error"));
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            // Not at once: it may be said in the middle of a write, by somebody who is not done yet.
            context.executor().execute(() -> context.fireUserEventTriggered(WRITABLE));
        }
        context.fireChannelWritabilityChanged();
    }
}
