package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What the server has written and the client has not taken yet. A cut loses it. */
final class ModelWire {
    private static final int CONTROL = 50;

    private final int most;
    private final Queue<Frame> frames = new ArrayDeque<>();
    private int waiting;
    private boolean full;
    private boolean cut;

    enum Kind {
        SUBSCRIBED,
        RECORDS,
        STATS,
        GAP,
        END
    }

    /** @param resumed of {@code SUBSCRIBED} */
    record Frame(
            Kind kind,
            @Nullable String token,
            List<JsonObject> records,
            @Nullable Gap gap,
            boolean resumed,
            int bytes) {}

    /** @param most bytes that may wait before the socket counts as slow, until half of them have gone */
    ModelWire(int most) {
        this.most = most;
    }

    boolean isSlow() {
        return cut || full;
    }

    int waiting() {
        return waiting;
    }

    boolean isEmpty() {
        return frames.isEmpty();
    }

    void cut() {
        cut = true;
        frames.clear();
        waiting = 0;
    }

    /** Whether taking it has made room again. */
    boolean hasDrained() {
        boolean drained = full && waiting <= most / 2;
        full &= !drained;
        return drained;
    }

    @Nullable Frame take() {
        Frame frame = frames.poll();
        waiting -= frame == null ? 0 : frame.bytes();
        return frame;
    }

    private void write(Frame frame) {
        if (!cut) {
            frames.add(frame);
            waiting += frame.bytes();
            full |= waiting > most;
        }
    }

    void subscribed(boolean resumed, @Nullable String token) {
        write(new Frame(Kind.SUBSCRIBED, token, List.of(), null, resumed, CONTROL));
    }

    void stats(@Nullable String token) {
        write(new Frame(Kind.STATS, token, List.of(), null, false, CONTROL));
    }

    void gap(Gap gap) {
        write(new Frame(Kind.GAP, null, List.of(), gap, false, CONTROL));
    }

    void end(@Nullable String token) {
        write(new Frame(Kind.END, token, List.of(), null, false, CONTROL));
    }

    private static String foot(Chunk chunk) {
        return new String(chunk.foot(), UTF_8);
    }

    /** One frame of them all, or an event of each, which can be cut between any two. */
    void records(Format format, Chunk chunk) {
        if (format == Format.FRAMES) {
            JsonObject frame = new JsonObject(
                    new String(Frames.recordsHead("0"), UTF_8) + new String(chunk.body(), UTF_8) + foot(chunk));
            List<JsonObject> records = new ArrayList<>();
            frame.getJsonArray("records").forEach(record -> records.add((JsonObject) record));
            write(new Frame(Kind.RECORDS, frame.getString("token"), records, null, false, chunk.bytes()));
            return;
        }
        for (String event : new String(chunk.body(), UTF_8).split("\n\n")) {
            String[] lines = event.split("\n");
            JsonObject record = new JsonObject(lines[1].substring("data: ".length()));
            String token = lines[0].substring("id: ".length());
            write(new Frame(Kind.RECORDS, token, List.of(record), null, false, event.length() + 2));
        }
    }
}
