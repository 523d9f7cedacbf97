package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Reads server-sent events as the HTML standard says (section "Interpreting an event stream"). Works on bytes: what ends a line
 * or a field's name is ASCII, so a character that two chunks share needs no care. Bytes that are not UTF-8 are replaced.
 * Belongs to one thread.
 *
 * <p>Limit: the data of an event has {@link #MAX_BYTES} at most; an event with more is dropped and told.
 */
final class ServerSentEvents {
    static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final int MAX_RETRY_DIGITS = 9;

    /** @param id the last that was told, with this event or before it */
    record Event(String name, String data, String id) {}

    interface Sink extends Consumer<Event> {
        void tooLong();
    }

    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean hasData;
    private boolean tooLong;
    private boolean afterReturn;
    private boolean firstLine = true;
    private String name = "";
    private String id;
    private String lastEventId;
    private long retryMs = -1;

    /** @param lastEventId of an earlier connection; "": none */
    ServerSentEvents(String lastEventId, Sink sink) {
        this.id = lastEventId;
        this.lastEventId = lastEventId;
        this.sink = sink;
    }

    /** What a new connection has to tell; "": nothing. */
    String lastEventId() {
        return lastEventId;
    }

    /** Milliseconds; -1: the stream did not say. */
    long retryMs() {
        return retryMs;
    }

    void feed(byte[] chunk) {
        for (byte each : chunk) {
            boolean second = afterReturn && each == '\n';
            afterReturn = each == '\r';
            if (second) {
                continue;
            }
            if (each == '\n' || each == '\r') {
                endLine();
            } else if (line.size() < MAX_BYTES) {
                line.write(each);
            } else {
                tooLong = true;
            }
        }
    }

    private void endLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int from = firstLine && startsWithMark(bytes) ? MARK.length : 0;
        firstLine = false;
        if (from == bytes.length) {
            dispatch();
        } else if (bytes[from] != ':') {
            field(bytes, from);
        }
    }

    private void field(byte[] bytes, int from) {
        int colon = from;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(bytes.length, colon + 1);
        if (value < bytes.length && bytes[value] == ' ') {
            value++;
        }
        int length = bytes.length - value;
        switch (new String(bytes, from, colon - from, UTF_8)) {
            case "data" -> addData(bytes, value, length);
            case "event" -> name = new String(bytes, value, length, UTF_8);
            case "id" -> takeId(new String(bytes, value, length, UTF_8));
            case "retry" -> takeRetry(new String(bytes, value, length, UTF_8));
            default -> {
                // The standard: any other field is ignored.
            }
        }
    }

    private void addData(byte[] bytes, int from, int length) {
        if (data.size() + length + 1 > MAX_BYTES) {
            tooLong = true;
            return;
        }
        if (hasData) {
            data.write('\n');
        }
        data.write(bytes, from, length);
        hasData = true;
    }

    private void takeId(String value) {
        if (value.indexOf('\0') < 0) {
            id = value;
        }
    }

    private void takeRetry(String value) {
        boolean digits = !value.isEmpty() && value.chars().allMatch(c -> c >= '0' && c <= '9');
        if (digits && value.length() <= MAX_RETRY_DIGITS) {
            retryMs = Long.parseLong(value);
        }
    }

    private void dispatch() {
        lastEventId = id;
        if (tooLong) {
            sink.tooLong();
        } else if (hasData) {
            sink.accept(new Event(name.isEmpty() ? "message" : name, data.toString(UTF_8), id));
        }
        tooLong = false;
        name = "";
        hasData = false;
        data.reset();
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }
}
