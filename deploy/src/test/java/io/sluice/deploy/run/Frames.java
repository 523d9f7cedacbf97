package io.sluice.deploy.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps the frames of a socket. */
final class Frames implements WebSocket.Listener {
    private static final long PATIENCE_SECONDS = 60;

    private final StringBuilder partial = new StringBuilder();
    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        socket.request(1);
        return null;
    }

    /** Waits for frames until they had {@code count} records in all. */
    List<JsonNode> awaitRecords(int count) {
        List<JsonNode> records = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        while (records.size() < count) {
            JsonNode frame = next(seen);
            if (frame.path("type").asText().equals("records")) {
                frame.path("records").forEach(records::add);
            }
        }
        return records;
    }

    private JsonNode next(List<String> seen) {
        try {
            String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no more frames after " + seen);
            }
            seen.add(frame);
            return Api.JSON.readTree(frame);
        } catch (InterruptedException | JsonProcessingException failed) {
            throw new AssertionError(failed);
        }
    }
}
