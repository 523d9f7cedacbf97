package io.sluice.deploy.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.testkit.OpenApi;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Frames of every kind over a socket for live reading, by the AsyncAPI document. */
final class SocketAttack {
    private static final int PATIENCE_S = 60;
    private static final int MAX_FRAME_CHARS = 60_000;
    private static final short FAULT_OF_OURS = 1011;
    private static final String LAST = "the-last";
    private static final int SUBSCRIPTIONS = 20;
    private static final List<String> SOURCES = List.of("topic", "stream", "dataset");
    private static final List<String> ASKS =
            List.of("subscribe", "subscribe", "subscribe", "update", "pause", "resume", "unsubscribe", "renew");

    private final OpenApi frames;
    private final Person person;
    private final Map<String, List<String>> own;
    private final Map<String, List<String>> foreign;
    private final List<String> secrets;

    SocketAttack(OpenApi frames, Person person, Map<String, List<String>> own, Tenant victim, List<String> secrets) {
        this.frames = frames;
        this.person = person;
        this.own = own;
        this.foreign = victim.told();
        this.secrets = secrets;
    }

    /** @return what went wrong */
    List<String> run(long seed, int count) {
        Random random = new Random(seed);
        List<String> sent = Collections.synchronizedList(new ArrayList<>());
        List<String> heard = Collections.synchronizedList(new ArrayList<>());
        Promise<Void> end = Promise.promise();
        WebSocket socket =
                person.wire().socket("/api/v1/live", person.with(Map.of())).await();
        socket.textMessageHandler(frame -> {
            heard.add(frame);
            if (frame.contains(LAST)) {
                end.tryComplete();
            }
        });
        socket.closeHandler(closed -> end.tryComplete());
        for (int i = 0; i < count && !socket.isClosed(); i++) {
            send(socket, random, sent);
        }
        // One that is certainly right, to the end; it also shows that the socket still does what it should.
        String topic = own.get("topic").get(0);
        socket.writeTextMessage("{\"type\":\"subscribe\",\"id\":\"" + LAST + "\",\"topic\":\"" + topic + "\"}");
        end.future().timeout(PATIENCE_S, TimeUnit.SECONDS).await();
        List<String> faults = new ArrayList<>();
        // Subscriptions go on, and with them what is heard.
        List<String> told = List.copyOf(heard);
        told.forEach(frame -> judge(frame, faults));
        if (told.stream().noneMatch(frame -> frame.contains("\"subscribed\"") && frame.contains(LAST))) {
            faults.add("the last frame was right, and refused");
        }
        if (socket.isClosed() && socket.closeStatusCode() == FAULT_OF_OURS) {
            faults.add("closed with " + FAULT_OF_OURS);
        }
        socket.close();
        return faults.stream()
                .map(fault ->
                        "\n=== frames as %s, seed %d\n%s\n--- after\n%s".formatted(person.name(), seed, fault, sent))
                .toList();
    }

    private void send(WebSocket socket, Random random, List<String> sent) {
        ObjectNode frame = drawn(ASKS.get(random.nextInt(ASKS.size())), random);
        int form = random.nextInt(5);
        String text = Mutation.text(form == 0 ? Mutation.of(frame, random) : frame);
        if (text.length() > MAX_FRAME_CHARS) {
            return;
        }
        sent.add(Shot.shown(text));
        if (form == 1) {
            Buffer bytes = Bodies.bytes(text, random);
            socket.writeBinaryMessage(bytes.slice(0, Math.min(bytes.length(), MAX_FRAME_CHARS)));
        } else if (form == 2) {
            socket.writeTextMessage(text.substring(0, random.nextInt(text.length())));
        } else {
            socket.writeTextMessage(text);
        }
    }

    private ObjectNode drawn(String type, Random random) {
        Ids.Origin origin = Ids.Origin.values()[random.nextInt(Ids.Origin.values().length)];
        Ids ids = new Ids(random, own, foreign);
        JsonNode schema = frames.document().at("/components/messages/" + type + "/payload");
        ObjectNode frame = (ObjectNode) new Values(frames, random, ids).draw(schema, "", origin);
        if (!type.equals("renew")) {
            frame.put("id", "s" + random.nextInt(SUBSCRIPTIONS));
        }
        if (type.equals("subscribe") && random.nextInt(4) > 0) {
            // Of the sources exactly one may be named, and a token is nothing that could be drawn.
            frame.retain("type", "id", "where", "select", "from", "until", "delivery");
            String kind = SOURCES.get(random.nextInt(SOURCES.size()));
            ids.named(kind, origin).ifPresent(id -> frame.put(kind, id));
        }
        return frame;
    }

    private void judge(String frame, List<String> faults) {
        try {
            JsonNode json = Values.JSON.readTree(frame);
            JsonNode schema = frames.document()
                    .at("/components/messages/" + json.path("type").asText() + "/payload");
            if (schema.isMissingNode()) {
                faults.add("a frame that is not documented: " + frame);
                return;
            }
            frames.faults(schema, json).forEach(fault -> faults.add(fault + " in " + frame));
            if (json.at("/problem/code").asText().equals("internal")) {
                faults.add("a fault of ours: " + frame);
            }
            secrets.stream()
                    .filter(frame::contains)
                    .forEach(secret -> faults.add("a secret of another tenant: " + frame));
        } catch (JsonProcessingException notJson) {
            faults.add("not JSON: " + frame);
        }
    }
}
