package io.sluice.bench.rig;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * One WebSocket of a {@link Swarm}: reads frame headers (RFC 6455, section 5.2), looks for numbers in what follows, answers pings.
 * On the swarm's thread, but for the counters, which everybody may read.
 */
final class SocketReader {
    private static final int OPCODE = 0x0f;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int FINAL = 0x80;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int ANSWER_HEADER_BYTES = 6;
    private static final int MAX_HANDSHAKE_BYTES = 4096;
    private static final byte[] END_OF_HANDSHAKE = "\r\n\r\n".getBytes(US_ASCII);

    private final int client;
    private final SocketChannel channel;
    private final Swarm.Look look;
    private final byte[] needle;
    private final StringBuilder status = new StringBuilder();
    private final ByteBuffer ping = ByteBuffer.allocate(LENGTH);
    private boolean shaken;
    private int headerBytes;
    private int opcode;
    private long remaining;
    private int lengthBytes;
    private int matched;
    private long digits = -1;
    private boolean foundInFrame;

    private volatile long frames;
    private volatile long found;
    private volatile long number = -1;
    private volatile long numbers;
    private volatile boolean over;

    SocketReader(int client, SocketChannel channel, Swarm.Look look) {
        this.client = client;
        this.channel = channel;
        this.look = look;
        this.needle = look.field().getBytes(US_ASCII);
    }

    static byte[] handshake(String path) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
        return request.getBytes(US_ASCII);
    }

    SocketChannel channel() {
        return channel;
    }

    /** Text frames. */
    long frames() {
        return frames;
    }

    /** Those of them with a number. */
    long found() {
        return found;
    }

    /** The last number found; -1 before the first. */
    long number() {
        return number;
    }

    /** How many. */
    long numbers() {
        return numbers;
    }

    /** The server has said goodbye or closed it. */
    boolean isOver() {
        return over;
    }

    /** @param buffer is nobody's between two calls */
    void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int length = channel.read(buffer);
        if (length < 0) {
            over = true;
            channel.close();
            return;
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            if (!shaken) {
                shake(buffer);
            } else if (headerBytes < 2 || lengthBytes > 0) {
                header(buffer.get() & 0xff);
            } else {
                payload(buffer);
            }
        }
    }

    private void shake(ByteBuffer buffer) throws IOException {
        byte next = buffer.get();
        status.append((char) next);
        matched = next == END_OF_HANDSHAKE[matched] ? matched + 1 : next == END_OF_HANDSHAKE[0] ? 1 : 0;
        if (matched == END_OF_HANDSHAKE.length) {
            shaken = true;
            matched = 0;
            if (!status.toString().startsWith("HTTP/1.1 101 ")) {
                throw new IOException("The handshake was refused: "
                        + status.toString().lines().findFirst());
            }
        } else if (status.length() > MAX_HANDSHAKE_BYTES) {
            throw new IOException("The handshake does not end.");
        }
    }

    private void header(int next) {
        headerBytes++;
        if (headerBytes == 1) {
            opcode = next & OPCODE;
        } else if (headerBytes == 2) {
            int length = next & LENGTH;
            lengthBytes = length == TWO_BYTES ? 2 : length == EIGHT_BYTES ? Long.BYTES : 0;
            remaining = lengthBytes > 0 ? 0 : length;
        } else {
            remaining = remaining << Byte.SIZE | next;
            lengthBytes--;
        }
        if (headerBytes >= 2 && lengthBytes == 0 && remaining == 0) {
            ended();
        }
    }

    private void payload(ByteBuffer buffer) {
        int from = buffer.position();
        int to = (int) Math.min(buffer.limit(), from + remaining);
        if (opcode < CLOSE) {
            long untilTail = remaining - look.tailBytes();
            scan(buffer, (int) Math.min(to, from + Math.max(0, untilTail)), to);
        } else if (opcode == PING) {
            ping.put(ping.position(), buffer, from, to - from).position(ping.position() + to - from);
        }
        buffer.position(to);
        remaining -= to - from;
        if (remaining == 0) {
            ended();
        }
    }

    private void scan(ByteBuffer buffer, int from, int to) {
        for (int i = from; i < to; i++) {
            byte next = buffer.get(i);
            if (matched < needle.length) {
                matched = next == needle[matched] ? matched + 1 : next == needle[0] ? 1 : 0;
            } else if (next >= '0' && next <= '9') {
                digits = Math.max(digits, 0) * 10 + next - '0';
            } else {
                matched = 0;
                if (digits >= 0) {
                    found(digits);
                }
            }
        }
    }

    private void found(long value) {
        digits = -1;
        foundInFrame = true;
        number = value;
        numbers = numbers + 1;
        look.found().number(client, value);
    }

    private void ended() {
        headerBytes = 0;
        matched = 0;
        if (opcode == TEXT) {
            frames = frames + 1;
        }
        if (foundInFrame) {
            foundInFrame = false;
            found = found + 1;
        }
        if (opcode == PING) {
            answer(PONG, ping.flip());
            ping.clear();
        } else if (opcode == CLOSE) {
            answer(CLOSE, ByteBuffer.allocate(0));
            over = true;
        }
    }

    /** Under a mask of zeros, which changes nothing. A client whose socket is full has more pressing things to say. */
    private void answer(int code, ByteBuffer payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.remaining() + ANSWER_HEADER_BYTES);
        frame.put((byte) (FINAL | code))
                .put((byte) (MASKED | payload.remaining()))
                .putInt(0)
                .put(payload)
                .flip();
        try {
            channel.write(frame);
        } catch (IOException gone) {
            over = true;
        }
    }
}
