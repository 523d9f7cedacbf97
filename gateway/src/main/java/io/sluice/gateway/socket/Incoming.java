package io.sluice.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.DataFormatException;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one client, put together to messages: checks what the frame decoder leaves to us, which are the reserved bits
 * (RFC 6455, 5.2), UTF-8 (8.1) and the length of a message. Holds nothing between two messages, at most {@code maxBytes} within one.
 */
final class Incoming {
    private static final int RSV1 = 4;

    private final int maxBytes;
    private final boolean deflate;
    private @Nullable ByteArrayOutputStream started;
    private boolean binary;
    private boolean compressed;

    /** A whole message: one of them is null. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
    record Message(@Nullable String text, byte @Nullable [] binary) {}

    /** The client does not keep to the protocol; {@code code} is what its connection is closed with. */
    static final class Violation extends Exception {
        private static final long serialVersionUID = 1;
        final short code;

        Violation(short code, String reason) {
            super(reason, null, false, false);
            this.code = code;
        }
    }

    Incoming(int maxBytes, boolean deflate) {
        this.maxBytes = maxBytes;
        this.deflate = deflate;
    }

    /** No extension gives these frames a meaning for reserved bits. */
    static void control(WebSocketFrame frame) throws Violation {
        if (frame.rsv() != 0) {
            throw new Violation(WebSocket.PROTOCOL_ERROR, "reserved bits");
        }
    }

    /** The message that a data frame ends, or null where there is more to come. The order of frames was checked. */
    @Nullable Message data(WebSocketFrame frame) throws Violation {
        boolean first = !(frame instanceof ContinuationWebSocketFrame);
        boolean marked = deflate && first && frame.rsv() == RSV1;
        if (frame.rsv() != 0 && !marked) {
            throw new Violation(WebSocket.PROTOCOL_ERROR, "reserved bits");
        }
        if (first) {
            binary = frame instanceof BinaryWebSocketFrame;
            compressed = marked;
        }
        byte[] payload = add(frame.content(), frame.isFinalFragment());
        return frame.isFinalFragment() ? whole(payload) : null;
    }

    private byte[] add(ByteBuf content, boolean last) throws Violation {
        ByteArrayOutputStream before = started;
        int size = content.readableBytes() + (before == null ? 0 : before.size());
        if (size > maxBytes) {
            throw new Violation(WebSocket.TOO_BIG, "too long");
        }
        byte[] bytes = new byte[content.readableBytes()];
        content.readBytes(bytes);
        if (before == null && last) {
            return bytes;
        }
        if (before == null) {
            before = new ByteArrayOutputStream();
            started = before;
        }
        before.writeBytes(bytes);
        started = last ? null : before;
        return last ? before.toByteArray() : bytes;
    }

    private Message whole(byte[] payload) throws Violation {
        byte[] bytes = compressed ? inflate(payload) : payload;
        if (binary) {
            return new Message(null, bytes);
        }
        try {
            return new Message(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString(),
                    null);
        } catch (CharacterCodingException notText) {
            throw new Violation(WebSocket.NOT_UTF8, "not UTF-8");
        }
    }

    private byte[] inflate(byte[] payload) throws Violation {
        try {
            return Deflate.inflate(payload, maxBytes);
        } catch (Deflate.TooLong tooLong) {
            throw new Violation(WebSocket.TOO_BIG, "too long");
        } catch (DataFormatException broken) {
            throw new Violation(WebSocket.NOT_UTF8, "not deflate");
        }
    }

    static boolean isData(WebSocketFrame frame) {
        return frame instanceof TextWebSocketFrame
                || frame instanceof BinaryWebSocketFrame
                || frame instanceof ContinuationWebSocketFrame;
    }
}
