package io.sluice.filter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of JSON being written; one buffer, used again for each record. */
final class Output {
    private static final int MAX_KEPT = 64 * 1024;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.ISO_8859_1);

    private byte[] bytes = new byte[256];
    private int length;

    void clear() {
        bytes = bytes.length > MAX_KEPT ? new byte[256] : bytes;
        length = 0;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    void put(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    /** Takes back everything from {@code end} on. */
    void truncate(int end) {
        length = end;
    }

    /** A comma, unless a member or an element is the first in what was opened. */
    void separate() {
        if (bytes[length - 1] != '{') {
            put(',');
        }
    }

    void put(byte[] part) {
        put(part, 0, part.length);
    }

    void put(String ascii) {
        put(ascii.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Copies a part exactly as it is. */
    void copy(byte[] part, int from, int to) {
        put(part, from, to);
    }

    void string(byte[] text) {
        string(text, 0, text.length);
    }

    private void put(byte[] part, int from, int to) {
        room(to - from);
        System.arraycopy(part, from, bytes, length, to - from);
        length += to - from;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    /**
     * Copies JSON as it was written, but on one line: a line break in JSON can only stand between its parts, where a space
     * means the same, and records are framed by lines.
     */
    void raw(byte[] document, int from, int to) {
        int start = length;
        put(document, from, to);
        for (int i = start; i < length; i++) {
            if (bytes[i] == '\n' || bytes[i] == '\r') {
                bytes[i] = ' ';
            }
        }
    }

    /** Writes a text in quotes; a lone surrogate is written as an escape, so that the output is always UTF-8. */
    void string(byte[] text, int from, int to) {
        put('"');
        int at = from;
        while (at < to) {
            byte b = text[at];
            int width = Texts.width(b);
            if (b == '"' || b == '\\') {
                put('\\');
                put((char) b);
            } else if (b >= 0 && b < ' ') {
                escape(b);
            } else if (b == (byte) 0xED && (text[at + 1] & 0xFF) >= 0xA0) {
                escape(0xD000 | ((text[at + 1] & 0x3F) << 6) | (text[at + 2] & 0x3F));
            } else {
                put(text, at, at + width);
            }
            at += width;
        }
        put('"');
    }

    private void escape(int unit) {
        put("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            put((char) HEX[unit >> shift & 0xF]);
        }
    }
}
