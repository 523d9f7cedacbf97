package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Problem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * What a client keeps to go on later without loss or repeat: base64url of
 *
 * <pre>version (1) · varint length, topic id in UTF-8 · varint partitions · varint next offset of each</pre>
 *
 * It is not signed: it names a place in a topic that its bearer must be allowed to read anyway.
 *
 * @param topicId the broker's id of the topic's incarnation
 */
record ResumeToken(String topicId, Position position) {
    private static final byte VERSION = 1;
    private static final int MAX_TEXT = 64 * 1024;
    private static final int MAX_ID = 64;
    private static final int MAX_PARTITIONS = 10_000;
    private static final int MAX_VARINT = 9;

    String text() {
        return encode(topicId, position.toArray(0));
    }

    static String encode(String topicId, long[] next) {
        byte[] id = topicId.getBytes(UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(3 + id.length + MAX_VARINT * (next.length + 1));
        bytes.put(VERSION);
        varint(bytes, id.length);
        bytes.put(id);
        varint(bytes, next.length);
        for (long offset : next) {
            varint(bytes, offset);
        }
        byte[] exact = Arrays.copyOf(bytes.array(), bytes.position());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(exact);
    }

    /** @throws io.sluice.contract.ProblemException {@link Problem.Invalid} at {@code pointer} for anything that is no token */
    static ResumeToken parse(String text, String pointer) {
        try {
            if (text.length() <= MAX_TEXT) {
                return decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(text)));
            }
        } catch (IllegalArgumentException | BufferUnderflowException garbage) {
            throw invalid(pointer);
        }
        throw invalid(pointer);
    }

    private static RuntimeException invalid(String pointer) {
        return Problem.Invalid.at(pointer, "expected a resume token as it came with records")
                .toException();
    }

    private static ResumeToken decode(ByteBuffer bytes) {
        expect(bytes.get() == VERSION);
        long length = varint(bytes);
        expect(length <= MAX_ID);
        byte[] id = new byte[(int) length];
        bytes.get(id);
        long partitions = varint(bytes);
        expect(partitions <= MAX_PARTITIONS);
        long[] next = new long[(int) partitions];
        for (int p = 0; p < next.length; p++) {
            next[p] = varint(bytes);
        }
        expect(!bytes.hasRemaining());
        return new ResumeToken(new String(id, UTF_8), Position.of(next));
    }

    private static void expect(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException();
        }
    }

    private static void varint(ByteBuffer bytes, long number) {
        long rest = number;
        while (rest > 0x7F) {
            bytes.put((byte) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        bytes.put((byte) rest);
    }

    private static long varint(ByteBuffer bytes) {
        long number = 0;
        for (int i = 0; i < MAX_VARINT; i++) {
            byte b = bytes.get();
            number |= (long) (b & 0x7F) << (7 * i);
            if (b >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException();
    }
}
