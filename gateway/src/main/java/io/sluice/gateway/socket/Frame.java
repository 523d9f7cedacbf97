package io.sluice.gateway.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Frames as the server sends them (RFC 6455, section 5.2): whole messages, not masked. */
public final class Frame {
    private static final int FIN = 0x80;
    private static final int DEFLATED = 0x40;
    private static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    private static final int SHORT = 125;
    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;
    private static final int MAX_HEAD = 10;

    private Frame() {}

    /** A text message, in UTF-8. */
    public static ByteBuf text(ByteBufAllocator memory, byte[] message) {
        return begin(memory, FIN | TEXT, message, message.length);
    }

    /**
     * The beginning of a text message, in direct memory, so that writing it to a socket copies nothing.
     *
     * @param deflated whether {@link Deflate} has compressed the message
     * @param part how it begins
     * @param rest how many bytes of it follow in another buffer
     */
    public static ByteBuf head(ByteBufAllocator memory, boolean deflated, byte[] part, int rest) {
        return begin(memory, deflated ? FIN | DEFLATED | TEXT : FIN | TEXT, part, Math.addExact(part.length, rest));
    }

    static ByteBuf other(ByteBufAllocator memory, int opcode, byte[] payload) {
        return begin(memory, FIN | opcode, payload, payload.length);
    }

    private static ByteBuf begin(ByteBufAllocator memory, int first, byte[] part, int length) {
        ByteBuf frame = memory.directBuffer(part.length + MAX_HEAD);
        frame.writeByte(first);
        if (length <= SHORT) {
            frame.writeByte(length);
        } else if (length <= 0xFFFF) {
            frame.writeByte(LENGTH_16).writeShort(length);
        } else {
            frame.writeByte(LENGTH_64).writeLong(length);
        }
        return frame.writeBytes(part);
    }
}
