package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static io.sluice.gateway.live.Changes.places;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.RecordFormat;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Context;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow subscribers and busy replay threads: who waits is told, nobody waits for somebody else's socket. */
@Timeout(90)
class FairnessIT {
    private static final ChannelKey EVERYTHING = new ChannelKey(Filter.ALL, Projection.ALL, Format.FRAMES);

    private static LiveServer server;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        LiveConfig.Limits limits = LiveConfig.Limits.DEFAULT;
        server = new LiveServer(LiveServer.config()
                .withMemory(new LiveConfig.Memory(64 << 10, 64 << 10, 16 << 10, 64 << 10, 1 << 20, 32 << 10, 4))
                .withLimits(new LiveConfig.Limits(
                        limits.node(), limits.user(), limits.address(), limits.subscriptionsPerSocket(), 1)));
        kafka = server.kafka;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_quick_reader_has_everything_before_its_slow_neighbours_take_anything() {
        int count = 16_000;
        String text = "x".repeat(1_000);
        String topic = kafka.newTopic("uneven", 1);
        try (SocketClient lossless = server.socket("?topic=" + topic);
                SocketClient latest = server.socket("?delivery=latest&topic=" + topic);
                SocketClient quick = server.socket("?topic=" + topic)) {
            for (SocketClient socket : List.of(lossless, latest, quick)) {
                socket.await("subscribed");
            }
            lossless.stall();
            latest.stall();
            fill(topic, 0, 0, count, text);
            assertThat(quick.hear(count).places).isEqualTo(places(0, 0, count));
            quick.awaitStats(stats -> stats.getLong("sent") == count);
            // What was written to a stalled socket is what the network took, its write queue and one turn.
            assertThat(server.hub.sessions())
                    .filteredOn(session -> session.figures().sent() < count)
                    .hasSize(2)
                    .allSatisfy(session ->
                            assertThat(session.figures().sent() * text.length()).isLessThan(10L << 20));
            lossless.flow();
            latest.flow();
            Heard all = lossless.hear(count);
            assertThat(all.places).isEqualTo(places(0, 0, count));
            assertThat(all.gaps).isEmpty();
            assertAddsUp(latest, count);
        }
    }

    private static void assertAddsUp(SocketClient latest, int count) {
        long next = 0;
        long missed = 0;
        while (next < count) {
            JsonObject frame = new JsonObject(latest.next());
            if (frame.getString("type").equals("gap")) {
                assertThat(frame.getString("reason")).isEqualTo("slow");
                next += frame.getLong("count");
                missed += frame.getLong("count");
            } else {
                for (Object record : frame.getJsonArray("records")) {
                    assertThat(((JsonObject) record).getLong("offset")).isEqualTo(next++);
                }
            }
        }
        assertThat(missed).isGreaterThan(1_000);
        long dropped = missed;
        latest.awaitStats(stats -> stats.getLong("dropped") == dropped && stats.getLong("matched") == count);
    }

    @Test
    void who_waits_for_a_turn_is_told_so() throws Exception {
        String topic = kafka.newTopic("waiting", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            socket.send("{\"type\":\"pause\",\"id\":\"0\"}");
            socket.awaitStats(stats -> stats.getString("state").equals("paused"));
            Flood.fill(topic, 1, 0, 5_000);
            socket.awaitStats(stats -> stats.getLong("lag") == 5_000);
            CountDownLatch busy = new CountDownLatch(1);
            server.hub.replay().ask(server.vertx.getOrCreateContext(), consumer -> {
                try {
                    busy.await();
                    return true;
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
            socket.send("{\"type\":\"resume\",\"id\":\"0\"}");
            assertThat(socket.awaitStats(stats -> stats.getString("state").equals("waiting"))
                            .getLong("lag"))
                    .isEqualTo(5_000);
            busy.countDown();
            assertThat(socket.hear(5_000).places).isEqualTo(places(0, 0, 5_000));
            socket.awaitStats(stats -> stats.getString("state").equals("live"));
        }
    }

    @Test
    void with_one_thread_all_replays_of_a_topic_end() {
        String topic = kafka.newTopic("crowd", 1);
        Flood.fill(topic, 1, 0, 5_000);
        List<SocketClient> sockets = IntStream.range(0, 6)
                .mapToObj(n -> server.socket("?from=earliest&until=now&topic=" + topic))
                .toList();
        for (SocketClient socket : sockets) {
            Heard heard = socket.hearAll();
            assertThat(heard.end).isEqualTo("until");
            assertThat(heard.places).isEqualTo(places(0, 0, 5_000));
            socket.close();
        }
    }

    @Test
    void turns_go_round() {
        String topic = kafka.newTopic("round", 1);
        Flood.fill(topic, 1, 0, 30_000);
        String id = server.hub.describe(topic).id();
        Context context = server.vertx.getOrCreateContext();
        List<String> order = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CountDownLatch all = new CountDownLatch(1);
        // The thread is held until all three are in the queue.
        server.hub.replay().ask(context, consumer -> {
            try {
                all.await();
                return true;
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        for (String name : List.of("a", "b", "c")) {
            next(
                    name,
                    new ReplayTurn(topic, id, EVERYTHING, Position.of(0), null, RecordFormat.AUTO),
                    context,
                    order,
                    done);
        }
        all.countDown();
        done.join();
        assertThat(order.subList(0, 9)).containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
    }

    private static void next(
            String name, ReplayTurn turn, Context context, List<String> order, CompletableFuture<Void> done) {
        server.hub
                .replay()
                .turn(
                        turn,
                        null,
                        context,
                        answer -> {
                            order.add(name);
                            if (order.size() == 9) {
                                done.complete(null);
                            } else if (order.size() < 9) {
                                ReplayTurn after = new ReplayTurn(
                                        turn.topic(), turn.topicId(), EVERYTHING, answer.at(), null, RecordFormat.AUTO);
                                next(name, after, context, order, done);
                            }
                        },
                        done::completeExceptionally);
    }
}
