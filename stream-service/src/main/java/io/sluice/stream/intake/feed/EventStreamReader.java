package io.sluice.stream.intake.feed;

import io.sluice.contract.Processing;
import io.sluice.stream.intake.Batch;
import io.sluice.stream.intake.Reader;
import io.sluice.stream.intake.SourceFault;
import io.sluice.stream.intake.Web;
import io.sluice.stream.intake.Web.Answer;
import io.sluice.stream.intake.feed.Pump.Chunk;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads server-sent events, or JSON documents one after the other, over HTTP.
 *
 * <p>Its position is the id of the last event; every new connection begins with it ({@code Last-Event-ID}), so a server that
 * keeps what it sent leaves no hole. A stream that the server ends is opened again after the pause that the server asked for
 * ({@code retry}), {@link #RECONNECT} by default, but not before the source's {@code refresh_rate}; status 204 ends it for good.
 * A stream on which nothing at all comes, not even a comment, for six times the source's {@code time_window}, and for {@link
 * #LEAST_SILENCE} at least, is taken for half open and opened again.
 */
final class EventStreamReader implements Reader {
    static final String ACCEPT = "text/event-stream, application/x-ndjson, application/json;q=0.9, */*;q=0.5";
    private static final Duration RECONNECT = Duration.ofSeconds(3);
    private static final Duration LEAST_SILENCE = Duration.ofSeconds(60);
    private static final int SILENT_WINDOWS = 6;
    private static final int NO_CONTENT = 204;

    private final Web web;
    private final URI uri;
    private final Processing processing;
    private final Duration silence;

    private String lastEventId;
    private @Nullable Connection connection;
    private @Nullable SourceFault ended;
    private Duration pause = Duration.ZERO;
    private long pausedAt = System.nanoTime();

    /** What is open, until it ends. */
    private record Connection(Answer answer, Pump pump, EventText text, Heard heard) {}

    /** When bytes came last, and how many are told. */
    private static final class Heard {
        private long at = System.nanoTime();
        private long told;
    }

    private EventStreamReader(Web web, URI uri, Processing processing, String lastEventId) {
        this.web = web;
        this.uri = uri;
        this.processing = processing;
        this.lastEventId = lastEventId;
        Duration windows = processing.flow().timeWindow().multipliedBy(SILENT_WINDOWS);
        this.silence = windows.compareTo(LEAST_SILENCE) < 0 ? LEAST_SILENCE : windows;
    }

    /** Its one position, "", is the id of the last event. */
    static Factory of(Web web, String url, Processing processing) {
        return positions ->
                new EventStreamReader(web, PollReader.address(url), processing, positions.getOrDefault("", ""));
    }

    @Override
    public Step read(Batch batch, Duration patience) throws SourceFault, IOException, InterruptedException {
        SourceFault fault = ended;
        if (fault != null) {
            throw fault;
        }
        Connection open = connection;
        if (open == null) {
            return openWhenDue(patience);
        }
        Duration wait = patience;
        boolean any = false;
        while (!batch.isFull()) {
            Chunk chunk = open.pump().next(wait);
            if (chunk == null) {
                checkSilence(open);
                return any ? Step.MORE : Step.IDLE;
            }
            if (chunk.isEnd()) {
                end(open, batch, chunk.fault());
                return any ? Step.MORE : Step.IDLE;
            }
            take(open, batch, chunk.bytes());
            any = true;
            wait = Duration.ZERO;
        }
        return Step.MORE;
    }

    private Step openWhenDue(Duration patience) throws SourceFault, IOException, InterruptedException {
        Duration left = pause.minusNanos(System.nanoTime() - pausedAt);
        if (left.compareTo(Duration.ZERO) > 0) {
            Duration wait = left.compareTo(patience) < 0 ? left : patience;
            Thread.sleep(wait.toMillis(), wait.toNanosPart() % 1_000_000);
            if (left.compareTo(patience) >= 0) {
                return Step.IDLE;
            }
        }
        Map<String, String> headers = new HashMap<>(Map.of("Accept", ACCEPT, "Cache-Control", "no-store"));
        if (!lastEventId.isEmpty()) {
            headers.put("Last-Event-ID", lastEventId);
        }
        Answer answer = web.get(uri, headers);
        if (answer.status() == NO_CONTENT) {
            answer.close();
            return Step.END;
        }
        EventText text = new EventText(answer.header("Content-Type").orElse(""), lastEventId, processing);
        connection = new Connection(answer, new Pump(answer.body()), text, new Heard());
        return Step.MORE;
    }

    private void take(Connection open, Batch batch, byte[] bytes) {
        open.heard().at = System.nanoTime();
        open.text().feed(batch, bytes);
        long received = open.answer().received();
        batch.bytes(received - open.heard().told);
        open.heard().told = received;
        remember(open, batch);
    }

    private void remember(Connection open, Batch batch) {
        String id = open.text().lastEventId();
        if (!id.equals(lastEventId)) {
            lastEventId = id;
            batch.position("", id.isEmpty() ? null : id);
        }
    }

    /** What came before the end is in the batch; a fault is for the next call. */
    private void end(Connection open, Batch batch, @Nullable IOException fault) {
        open.text().finish(batch);
        remember(open, batch);
        close();
        Duration asked = open.text().retry();
        Duration least = processing.flow().refreshRate();
        pause = asked != null ? asked : least != null ? least : RECONNECT;
        if (least != null && least.compareTo(pause) > 0) {
            pause = least;
        }
        pausedAt = System.nanoTime();
        if (fault != null) {
            ended = SourceFault.passing("The connection to " + uri.getHost() + " broke; it is opened again.")
                    .notBefore(pause);
        }
    }

    private void checkSilence(Connection open) {
        if (System.nanoTime() - open.heard().at > silence.toNanos()) {
            close();
            ended = SourceFault.passing("Nothing has come from " + uri.getHost() + " for " + silence.toSeconds()
                    + " s; the connection is opened again.");
        }
    }

    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            open.answer().close();
            open.pump().close();
        }
    }
}
