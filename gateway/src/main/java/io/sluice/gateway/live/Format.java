package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.sluice.gateway.record.ByteBuilder;

/** How the records of a channel follow each other in its shared bytes; each transport has one. */
@SuppressWarnings("ImmutableEnumChecker") // the arrays are never written to
enum Format {
    /** WebSocket: the elements of a JSON array, with commas between them. */
    FRAMES("", ",", ""),
    /** Server-sent events: each record an event with its own token as {@code id}. */
    EVENTS("\ndata: ", "", "\n\n"),
    /** NDJSON: a record a line. */
    LINES("", "", "\n");

    private static final byte[] ID = "id: ".getBytes(US_ASCII);

    private final byte[] head;
    private final byte[] between;
    private final byte[] tail;

    Format(String head, String between, String tail) {
        this.head = head.getBytes(US_ASCII);
        this.between = between.getBytes(US_ASCII);
        this.tail = tail.getBytes(US_ASCII);
    }

    /** @param next the position behind the record */
    void open(ByteBuilder out, boolean first, String topicId, long[] next) {
        if (!first) {
            out.put(between);
        }
        if (this == EVENTS) {
            out.put(ID).put(ResumeToken.encode(topicId, next).getBytes(US_ASCII));
        }
        out.put(head);
    }

    void close(ByteBuilder out) {
        out.put(tail);
    }
}
