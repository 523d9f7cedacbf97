package io.sluice.stream.intake.file;

import java.io.IOException;
import java.io.Reader;

/**
 * A text with a line behind its end that no text has. The parser of tables takes an open quote at the end for a closed one; with this, what
 * it makes of the end shows whether it was open. Closing it leaves the text open. Belongs to one thread.
 */
final class MarkedEnd extends Reader {
    /** Of the private use area. */
    static final String MARK = "\uE000\uE001\uE000";

    private static final String TAIL = "\n" + MARK;

    private final Reader text;
    private boolean ended;
    private int told;

    MarkedEnd(Reader text) {
        this.text = text;
    }

    @Override
    public int read(char[] into, int start, int length) throws IOException {
        if (!ended) {
            int got = text.read(into, start, length);
            if (got >= 0) {
                return got;
            }
            ended = true;
        }
        int count = Math.min(length, TAIL.length() - told);
        TAIL.getChars(told, told + count, into, start);
        told += count;
        return count == 0 ? -1 : count;
    }

    @Override
    public void close() {
        // Whoever opened the text closes it.
    }
}
