package io.sluice.gateway.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events as the HTML standard says ("Interpreting an event stream"), to judge what we write; {@link
 * EventStreamReaderTest} holds it to the table that the pages' reader is held to.
 */
final class EventStreamReader {
    /** @param id the last that was told, with this event or before it */
    record Event(String event, String data, String id) {}

    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final List<Event> events = new ArrayList<>();
    /** The head of a character whose other bytes are in the next chunk. */
    private ByteBuffer undecoded = ByteBuffer.allocate(0);

    private final StringBuilder line = new StringBuilder();
    private final List<String> data = new ArrayList<>();
    private boolean begun;
    private boolean afterReturn;
    private String event = "";
    private String id = "";
    private String lastEventId = "";
    private long retry = -1;
    private int comments;

    String lastEventId() {
        return lastEventId;
    }

    /** Milliseconds; -1 when the stream did not say. */
    long retry() {
        return retry;
    }

    int comments() {
        return comments;
    }

    /** The events that this chunk completes. */
    List<Event> read(byte[] chunk) {
        ByteBuffer bytes = ByteBuffer.allocate(undecoded.remaining() + chunk.length);
        bytes.put(undecoded).put(chunk).flip();
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, text, false);
        undecoded = bytes.slice();
        text.flip();
        while (text.hasRemaining()) {
            read(text.get());
        }
        List<Event> complete = List.copyOf(events);
        events.clear();
        return complete;
    }

    private void read(char c) {
        boolean mark = !begun && c == '\uFEFF';
        boolean second = afterReturn && c == '\n';
        begun = true;
        afterReturn = c == '\r';
        if (mark || second) {
            return;
        }
        if (c == '\n' || c == '\r') {
            line(line.toString());
            line.setLength(0);
        } else {
            line.append(c);
        }
    }

    private void line(String text) {
        if (text.isEmpty()) {
            dispatch();
        } else if (text.charAt(0) == ':') {
            comments++;
        } else {
            int colon = text.indexOf(':');
            String value = colon < 0 ? "" : text.substring(colon + 1);
            field(colon < 0 ? text : text.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "data" -> data.add(value);
            case "event" -> event = value;
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = value.matches("[0-9]+") ? Long.parseLong(value) : retry;
            default -> {}
        }
    }

    private void dispatch() {
        lastEventId = id;
        if (!data.isEmpty()) {
            events.add(new Event(event.isEmpty() ? "message" : event, String.join("\n", data), id));
        }
        event = "";
        data.clear();
    }
}
