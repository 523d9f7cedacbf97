package io.sluice.gateway.record;

/**
 * Tells whether bytes are exactly one JSON text (RFC 8259) in well-formed UTF-8, nested at most {@link #MAX_DEPTH} deep. Builds
 * nothing and does not recurse: the open brackets are a bit each. Duplicate names are allowed, as the RFC does. A raw line
 * break is legal only between tokens, so in a text that passes, every CR and LF byte may be replaced by a space.
 */
final class JsonText {
    static final int MAX_DEPTH = 512;

    private final byte[] bytes;
    private final long[] objects = new long[MAX_DEPTH / Long.SIZE];
    private int i;
    private int depth;

    private JsonText(byte[] bytes) {
        this.bytes = bytes;
    }

    static boolean isJson(byte[] bytes) {
        return new JsonText(bytes).text();
    }

    private boolean text() {
        if (!value()) {
            return false;
        }
        while (depth > 0) {
            if (!afterValue()) {
                return false;
            }
        }
        space();
        return i == bytes.length;
    }

    /** A scalar, an empty container, or the way down to the first scalar or empty container. */
    private boolean value() {
        while (true) {
            space();
            int c = peek();
            if (c != '{' && c != '[') {
                return scalar();
            }
            if (depth == MAX_DEPTH) {
                return false;
            }
            i++;
            boolean object = c == '{';
            if (closes(object ? '}' : ']')) {
                return true;
            }
            push(object);
            if (object && !name()) {
                return false;
            }
        }
    }

    /** After a value inside a container: the container's end, or a comma and the next value. */
    private boolean afterValue() {
        space();
        boolean object = top();
        int c = peek();
        if (c == (object ? '}' : ']')) {
            i++;
            depth--;
            return true;
        }
        if (c != ',') {
            return false;
        }
        i++;
        return (!object || name()) && value();
    }

    private boolean name() {
        space();
        if (peek() != '"' || !string()) {
            return false;
        }
        space();
        if (peek() != ':') {
            return false;
        }
        i++;
        return true;
    }

    private boolean closes(char bracket) {
        space();
        if (peek() != bracket) {
            return false;
        }
        i++;
        return true;
    }

    private void push(boolean object) {
        long bit = 1L << depth;
        int word = depth / Long.SIZE;
        objects[word] = object ? objects[word] | bit : objects[word] & ~bit;
        depth++;
    }

    private boolean top() {
        return (objects[(depth - 1) / Long.SIZE] & (1L << (depth - 1))) != 0;
    }

    private boolean scalar() {
        return switch (peek()) {
            case '"' -> string();
            case 't' -> word("true");
            case 'f' -> word("false");
            case 'n' -> word("null");
            default -> number();
        };
    }

    private boolean word(String word) {
        for (int k = 0; k < word.length(); k++) {
            if (peek() != word.charAt(k)) {
                return false;
            }
            i++;
        }
        return true;
    }

    private boolean number() {
        if (peek() == '-') {
            i++;
        }
        if (peek() == '0') {
            i++;
        } else if (!digits()) {
            return false;
        }
        if (peek() == '.') {
            i++;
            if (!digits()) {
                return false;
            }
        }
        if (peek() == 'e' || peek() == 'E') {
            i++;
            if (peek() == '+' || peek() == '-') {
                i++;
            }
            return digits();
        }
        return true;
    }

    private boolean digits() {
        int start = i;
        while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
            i++;
        }
        return i > start;
    }

    private boolean string() {
        i++;
        while (i < bytes.length) {
            byte b = bytes[i];
            if (b == '"') {
                i++;
                return true;
            }
            int step = b == '\\' ? escape() : b >= 0x20 ? 1 : b >= 0 ? 0 : Utf8.sequence(bytes, i, bytes.length);
            if (step == 0) {
                return false;
            }
            i += step;
        }
        return false;
    }

    /** The length of the escape at the position, 0 if it is none. */
    private int escape() {
        if (i + 1 >= bytes.length) {
            return 0;
        }
        return switch (bytes[i + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> hex(i + 2) && hex(i + 3) && hex(i + 4) && hex(i + 5) ? 6 : 0;
            default -> 0;
        };
    }

    private boolean hex(int at) {
        return at < bytes.length && Character.digit(bytes[at], 16) >= 0;
    }

    private void space() {
        while (i < bytes.length && (bytes[i] == ' ' || bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == '\t')) {
            i++;
        }
    }

    private int peek() {
        return i < bytes.length ? bytes[i] : -1;
    }
}
