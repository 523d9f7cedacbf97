package io.sluice.stream.intake.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.feed.ServerSentEvents.Event;
import io.sluice.stream.intake.json.DataKey;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of one event stream: server-sent events or JSON documents. The server says which one by its {@code Content-Type}; when
 * it does not, the first character does, for JSON begins with a brace or a bracket. Belongs to one thread.
 */
final class EventText {
    private final Messages messages;
    private final ServerSentEvents events;
    private final JsonLines lines;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private Form form;
    private @Nullable Batch batch;
    private long count;

    private enum Form {
        UNKNOWN,
        EVENTS,
        JSON
    }

    EventText(String contentType, String lastEventId, Processing processing) {
        this.messages = new Messages(DataKey.of(processing.tree().dataKey()));
        this.events = new ServerSentEvents(lastEventId, new Events());
        this.lines = new JsonLines(new Lines());
        this.form = form(contentType);
    }

    private static Form form(String contentType) {
        String type = contentType.toLowerCase(Locale.ROOT).split(";", 2)[0].strip();
        if (type.equals("text/event-stream")) {
            return Form.EVENTS;
        }
        boolean isJson = type.endsWith("json") || type.endsWith("jsonl") || type.endsWith("jsonlines");
        return isJson ? Form.JSON : Form.UNKNOWN;
    }

    void feed(Batch into, byte[] chunk) {
        batch = into;
        byte[] bytes = chunk;
        if (form == Form.UNKNOWN) {
            head.writeBytes(chunk);
            bytes = head.toByteArray();
            form = sniffed(bytes);
        }
        switch (form) {
            case EVENTS -> events.feed(bytes);
            case JSON -> lines.feed(bytes);
            case UNKNOWN -> {
                // Blanks only; the next chunk tells.
            }
        }
    }

    private static Form sniffed(byte[] bytes) {
        for (byte each : bytes) {
            switch (each) {
                case ' ', '\t', '\r', '\n' -> {
                    // Blanks tell nothing.
                }
                case '{', '[' -> {
                    return Form.JSON;
                }
                default -> {
                    return Form.EVENTS;
                }
            }
        }
        return bytes.length > 1024 ? Form.EVENTS : Form.UNKNOWN;
    }

    /** The connection has ended. An event without its blank line is none; a document needs no line end. */
    void finish(Batch into) {
        batch = into;
        if (form == Form.JSON) {
            lines.finish();
        }
    }

    String lastEventId() {
        return events.lastEventId();
    }

    /** The pause before the next connection that the server asked for. */
    @Nullable Duration retry() {
        return events.retryMs() < 0 ? null : Duration.ofMillis(events.retryMs());
    }

    private Batch batch() {
        if (batch == null) {
            throw new IllegalStateException("nothing was fed yet");
        }
        return batch;
    }

    private final class Events implements ServerSentEvents.Sink {
        @Override
        public void accept(Event event) {
            count++;
            String name = event.name().equals("message") ? null : event.name();
            messages.add(batch(), event.data().getBytes(UTF_8), name, () -> title(event.id()));
        }

        @Override
        public void tooLong() {
            count++;
            batch().failed("event " + count + ": longer than " + (ServerSentEvents.MAX_BYTES >> 20) + " MiB");
        }

        private String title(String id) {
            return "event " + count + (id.isEmpty() ? "" : " (id " + id + ")");
        }
    }

    private final class Lines implements JsonLines.Sink {
        @Override
        public void document(byte[] text, long firstLine) {
            messages.add(batch(), text, null, () -> "document at line " + firstLine);
        }

        @Override
        public void failed(Unreadable reason) {
            batch().failed(reason.reason());
        }
    }
}
