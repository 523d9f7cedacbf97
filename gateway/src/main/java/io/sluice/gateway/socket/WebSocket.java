package io.sluice.gateway.socket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's WebSocket. Belongs to the event loop of its connection; writes never wait.
 *
 * <p>Vert.x' own {@code ServerWebSocket} takes invalid UTF-8 and reserved bits from clients, and frames, copies and compresses
 * again for each socket what is the same for thousands. So the upgraded connection is taken as a plain socket, netty's decoder reads
 * its frames, {@link Incoming} checks the rest of RFC 6455, and what is sent are buffers that already are frames ({@link Frame}),
 * shared by reference.
 */
public final class WebSocket {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocket.class);
    /** What a browser is answered that offers {@code bearer.<token>} beside it: the token itself is never echoed. */
    public static final String SUB_PROTOCOL = "sluice";

    public static final short NORMAL = 1000;
    public static final short PROTOCOL_ERROR = 1002;
    public static final short NOT_UTF8 = 1007;
    public static final short TOO_BIG = 1009;

    private static final short NO_STATUS = 1005;
    private static final int MAX_REASON_BYTES = 123;
    private static final long CLOSE_WITHIN_MS = 5_000;
    /** Where so much waits for a client, nothing more is read from it: answers to it must not pile up either. */
    private static final long MAX_WAITING = 4 << 20;

    private static final byte[] NOTHING = {};

    private final NetSocket socket;
    private final ChannelHandlerContext channel;
    private final Incoming incoming;
    private final boolean deflates;
    private Handler<String> onText = text -> {};
    private Handler<byte[]> onBinary = bytes -> {};
    private Handler<Void> onDrain = now -> {};
    private long heard = System.nanoTime();
    private boolean closeSent;

    /**
     * @param subProtocol chosen where it is offered
     * @param maxMessage bytes of a message from the client; a longer one closes with 1009
     * @param writeQueue bytes that may wait for the client until {@link #isFull}
     * @param deflate whether permessage-deflate is agreed to
     */
    public record Options(String subProtocol, int maxMessage, int writeQueue, boolean deflate) {}

    private WebSocket(NetSocketInternal socket, Options options, Deflate.@Nullable Terms deflate) {
        this.socket = socket;
        this.channel = socket.channelHandlerContext();
        this.deflates = deflate != null;
        this.incoming = new Incoming(options.maxMessage(), deflate);
    }

    /** Whether the request asks for a WebSocket. */
    public static boolean isAskedFor(HttpServerRequest request) {
        return "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
    }

    /**
     * Answers the handshake. The request must not have been read from; it may be paused.
     *
     * @return null when it was refused, and answered so: 400 or 426
     */
    public static Future<@Nullable WebSocket> accept(HttpServerRequest request, Options options) {
        Handshake handshake = Handshake.of(request, options.subProtocol(), options.deflate());
        handshake.answer(request, options);
        if (handshake.status() != Handshake.SWITCHING) {
            request.resume();
            return request.response().end().map(refused -> null);
        }
        return request.toNetSocket().map(socket -> open((NetSocketInternal) socket, options, handshake.deflate()));
    }

    private static WebSocket open(NetSocketInternal socket, Options options, Deflate.@Nullable Terms deflate) {
        WebSocket opened = new WebSocket(socket, options, deflate);
        ChannelPipeline pipeline = opened.channel.pipeline();
        WebSocketDecoderConfig frames = WebSocketDecoderConfig.newBuilder()
                .expectMaskedFrames(true)
                .allowExtensions(true)
                .closeOnProtocolViolation(false)
                .maxFramePayloadLength(options.maxMessage())
                .build();
        pipeline.addBefore(opened.channel.name(), "frames", new WebSocket13FrameDecoder(frames));
        pipeline.addBefore(opened.channel.name(), "signals", Signals.INSTANCE);
        int high = options.writeQueue();
        pipeline.channel().config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        socket.messageHandler(opened::received);
        socket.eventHandler(opened::event);
        socket.closeHandler(gone -> opened.incoming.close());
        // What breaks a connection also closes it, and onClose tells that.
        socket.exceptionHandler(broken -> LOG.debug("a connection broke; cause={}", broken.toString()));
        return opened;
    }

    public WebSocket onText(Handler<String> handler) {
        onText = handler;
        return this;
    }

    public WebSocket onBinary(Handler<byte[]> handler) {
        onBinary = handler;
        return this;
    }

    /** After {@link #isFull}: it can take more. */
    public WebSocket onDrain(Handler<Void> handler) {
        onDrain = handler;
        return this;
    }

    /** The connection is gone, whoever ended it. */
    public WebSocket onClose(Handler<Void> handler) {
        socket.closeHandler(gone -> {
            incoming.close();
            handler.handle(gone);
        });
        return this;
    }

    private void event(Object event) {
        if (event == Signals.WRITABLE) {
            socket.resume();
            onDrain.handle(null);
        } else {
            ReferenceCountUtil.release(event);
        }
    }

    private void received(Object message) {
        try {
            heard = System.nanoTime();
            if (message instanceof WebSocketFrame frame) {
                frame(frame);
            } else if (message instanceof Incoming.Violation violation) {
                refuse(violation);
            }
        } catch (Incoming.Violation violation) {
            refuse(violation);
        } finally {
            ReferenceCountUtil.release(message);
        }
        if (isFull() && waiting() > MAX_WAITING) {
            socket.pause();
        }
    }

    private void frame(WebSocketFrame frame) throws Incoming.Violation {
        if (Incoming.isData(frame)) {
            Incoming.@Nullable Message message = incoming.data(frame);
            if (message != null && !closeSent) {
                dispatch(message);
            }
            return;
        }
        Incoming.control(frame);
        if (frame instanceof PingWebSocketFrame) {
            send(Frame.PONG, bytes(frame.content()));
        } else if (frame instanceof CloseWebSocketFrame close) {
            closed(close.statusCode());
        }
    }

    private void dispatch(Incoming.Message message) {
        if (message.text() != null) {
            onText.handle(message.text());
        } else if (message.binary() != null) {
            onBinary.handle(message.binary());
        }
    }

    private static byte[] bytes(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        return bytes;
    }

    /** The client's farewell: answered with the same code unless it is the answer to ours, then the connection ends. */
    private void closed(int code) {
        sendClose(code == -1 || code == NO_STATUS ? NOTHING : status((short) code, ""));
        end();
    }

    private void refuse(Incoming.Violation violation) {
        sendClose(status(violation.code, String.valueOf(violation.getMessage())));
        end();
    }

    private void end() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private static byte[] status(short code, String reason) {
        byte[] text = reason.getBytes(UTF_8);
        byte[] payload = Arrays.copyOf(new byte[] {(byte) (code >>> 8), (byte) code}, 2 + text.length);
        System.arraycopy(text, 0, payload, 2, text.length);
        return payload;
    }

    private void sendClose(byte[] payload) {
        if (!closeSent) {
            send(Frame.CLOSE, payload);
            closeSent = true;
        }
    }

    private void send(int opcode, byte[] payload) {
        write(Frame.other(memory(), opcode, payload));
    }

    /** Where frames for this socket are made. */
    public ByteBufAllocator memory() {
        return channel.alloc();
    }

    /** Whether messages may come compressed. */
    public boolean deflates() {
        return deflates;
    }

    /** Whether too much waits for the client already, or it is gone. */
    public boolean isFull() {
        return !channel.channel().isWritable();
    }

    /** Whether nothing more can be sent. */
    public boolean isClosed() {
        return closeSent || !channel.channel().isActive();
    }

    /** {@link System#nanoTime} of the last frame from the client. */
    public long heard() {
        return heard;
    }

    /** Bytes that wait to be taken by the network. */
    public long waiting() {
        return Backlog.bytes(channel.channel());
    }

    /** Sends a frame and gives its reference away; after a close it is dropped. */
    public void write(ByteBuf frame) {
        if (isClosed()) {
            frame.release();
        } else {
            channel.writeAndFlush(frame, channel.voidPromise());
        }
    }

    /** The same of a frame in two parts, of which the second may be shared with other sockets. */
    public void write(ByteBuf head, ByteBuf rest) {
        if (isClosed()) {
            head.release();
            rest.release();
        } else {
            channel.write(head, channel.voidPromise());
            channel.writeAndFlush(rest, channel.voidPromise());
        }
    }

    /** Sends a text that is for this client alone. */
    public void text(String text) {
        write(Frame.text(memory(), text.getBytes(UTF_8)));
    }

    public void binary(byte[] bytes) {
        send(Frame.BINARY, bytes);
    }

    public void ping() {
        send(Frame.PING, NOTHING);
    }

    /**
     * Says farewell, and ends the connection when the client has answered, or after five seconds.
     *
     * @param reason cut to 123 bytes
     */
    public void close(short code, String reason) {
        if (isClosed()) {
            return;
        }
        byte[] text = reason.getBytes(UTF_8);
        sendClose(status(code, text.length <= MAX_REASON_BYTES ? reason : shortened(text)));
        channel.executor().schedule(this::cut, CLOSE_WITHIN_MS, TimeUnit.MILLISECONDS);
    }

    private static String shortened(byte[] text) {
        return new String(text, 0, MAX_REASON_BYTES, US_ASCII).replace('\uFFFD', '?');
    }

    /** Ends the connection without a word. */
    public void cut() {
        channel.close();
    }
}
