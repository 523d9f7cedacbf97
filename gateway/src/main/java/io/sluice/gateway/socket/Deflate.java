package io.sluice.gateway.socket;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * permessage-deflate (RFC 7692), always without context takeover on both sides: a message is compressed by itself. So the same
 * compressed bytes can be sent to any number of sockets, and no socket holds a window (some 300 KB each with zlib).
 *
 * <p><b>Splicing.</b> What is sent is often the same for everybody but for a few bytes at its beginning. A deflate stream is a
 * sequence of blocks, and {@link #stored} wraps those few bytes into a block of their own that is not compressed; the shared rest
 * is compressed once and follows, as its blocks refer to nothing before them.
 */
public final class Deflate {
    /** What the server answers to an offer: neither side keeps its window from one message to the next. */
    static final String ANSWER = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final Set<String> PARAMETERS =
            Set.of("server_no_context_takeover", "client_no_context_takeover", SERVER_BITS, "client_max_window_bits");
    private static final int STORED_HEAD = 5;
    private static final int MAX_STORED = 0xFFFF;
    private static final int STEP = 8 * 1024;
    /** A sync flush ends with these, which a sender leaves away and a receiver puts back. */
    private static final byte[] FLUSH_TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private Deflate() {}

    /** Whether the offers of one header line have one that we can take: any, unless it wants a smaller window than zlib's. */
    static boolean isAcceptable(String line) {
        return Stream.of(line.split(",")).anyMatch(Deflate::isGoodOffer);
    }

    private static boolean isGoodOffer(String offer) {
        String[] parts = offer.toLowerCase(Locale.ROOT).split(";");
        if (!parts[0].trim().equals(NAME)) {
            return false;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].trim().split("=", 2);
            String name = pair[0].trim();
            String value = pair.length == 2 ? pair[1].trim().replace("\"", "") : "";
            boolean bits = name.endsWith("window_bits");
            boolean known = PARAMETERS.contains(name) && seen.add(name);
            boolean good = bits ? isWindow(name, value) : pair.length == 1;
            if (!known || !good) {
                return false;
            }
        }
        return true;
    }

    private static boolean isWindow(String name, String value) {
        if (name.equals(SERVER_BITS)) {
            return value.equals("15");
        }
        return value.isEmpty() || value.matches("[89]|1[0-5]");
    }

    /** Bytes as a block that is not compressed: at most 65,535 of them. */
    public static byte[] stored(byte[] bytes) {
        if (bytes.length > MAX_STORED) {
            throw new IllegalArgumentException("a stored block holds at most " + MAX_STORED + " bytes");
        }
        byte[] block = new byte[STORED_HEAD + bytes.length];
        block[1] = (byte) bytes.length;
        block[2] = (byte) (bytes.length >>> 8);
        block[3] = (byte) ~block[1];
        block[4] = (byte) ~block[2];
        System.arraycopy(bytes, 0, block, STORED_HEAD, bytes.length);
        return block;
    }

    /** The last part of a message, compressed; may stand behind {@link #stored} blocks, or alone. */
    public static byte[] last(byte[]... parts) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            Bytes out = new Bytes();
            for (byte[] part : parts) {
                deflater.setInput(part);
                out.drain(deflater, Deflater.NO_FLUSH);
            }
            out.drain(deflater, Deflater.SYNC_FLUSH);
            return out.toBytes(out.length - FLUSH_TAIL.length);
        } finally {
            deflater.end();
        }
    }

    /**
     * Undoes the compression of a message.
     *
     * @throws DataFormatException where it is not deflate's, or more than {@code max} bytes long
     */
    static byte[] inflate(byte[] message, int max) throws DataFormatException {
        Inflater inflater = new Inflater(true);
        try {
            Bytes out = new Bytes();
            inflater.setInput(message);
            out.fill(inflater, max);
            inflater.setInput(FLUSH_TAIL);
            out.fill(inflater, max);
            return out.toBytes(out.length);
        } finally {
            inflater.end();
        }
    }

    /** Bytes that come out of zlib, step by step. */
    private static final class Bytes {
        private byte[] bytes = new byte[STEP];
        private int length;

        private void room() {
            if (bytes.length - length < STEP / 2) {
                bytes = Arrays.copyOf(bytes, bytes.length * 2);
            }
        }

        void drain(Deflater deflater, int flush) {
            int written;
            do {
                room();
                written = deflater.deflate(bytes, length, bytes.length - length, flush);
                length += written;
            } while (length == bytes.length || (written > 0 && flush == Deflater.NO_FLUSH));
        }

        void fill(Inflater inflater, int max) throws DataFormatException {
            int written;
            do {
                room();
                written = inflater.inflate(bytes, length, bytes.length - length);
                length += written;
                if (length > max) {
                    throw new TooLong();
                }
            } while (written > 0);
            if (inflater.needsDictionary()) {
                throw new DataFormatException("a dictionary is wanted");
            }
        }

        byte[] toBytes(int count) {
            return Arrays.copyOf(bytes, count);
        }
    }

    /** The message is longer than it may be. */
    static final class TooLong extends DataFormatException {
        private static final long serialVersionUID = 1;
    }
}
