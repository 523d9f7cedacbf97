package io.sluice.bench.endurance;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The text messages of a WebSocket (RFC 6455, section 5.2), each in one frame, as the server sends them. Answers pings. */
final class Frames {
    private static final int OPCODE = 0x0f;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL_PONG = 0x8a;
    private static final int MASKED = 0x80;
    private static final int MAX_BYTES = 16 << 20;

    private final DataInputStream in;
    private final OutputStream out;

    Frames(InputStream in, OutputStream out) {
        this.in = new DataInputStream(in);
        this.out = out;
    }

    /** Waits for the next. */
    byte[] next() throws IOException {
        while (true) {
            int opcode = in.readUnsignedByte() & OPCODE;
            int shortLength = in.readUnsignedByte() & LENGTH;
            long length = shortLength == TWO_BYTES
                    ? in.readUnsignedShort()
                    : shortLength == EIGHT_BYTES ? in.readLong() : shortLength;
            if (length > MAX_BYTES) {
                throw new IOException("a frame of " + length + " bytes");
            }
            byte[] payload = new byte[(int) length];
            in.readFully(payload);
            if (opcode == TEXT) {
                return payload;
            } else if (opcode == CLOSE) {
                throw new EOFException("closed");
            } else if (opcode == PING) {
                pong(payload);
            }
        }
    }

    /** Under a mask of zeros, which changes nothing. */
    private void pong(byte[] payload) throws IOException {
        byte[] frame = new byte[payload.length + 6];
        frame[0] = (byte) FINAL_PONG;
        frame[1] = (byte) (MASKED | payload.length);
        System.arraycopy(payload, 0, frame, 6, payload.length);
        out.write(frame);
    }
}
