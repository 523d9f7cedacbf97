package io.sluice.gateway.live;

import io.sluice.gateway.live.ModelNode.Loop;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/**
 * Two nodes, a topic and several clients, in one thread and in virtual time: everything that can happen does, in an order that a
 * seed decides. Each client checks every frame as it takes it; the world checks the bounds after every step.
 */
final class World extends Clock {
    private static final int RING = 4_000;
    private static final int TURN = 900;
    private static final int FRAME = 300;
    private static final int WRITE_QUEUE = 1_000;
    /** A record of the simulation as an event with its token, and all that one poll brings of them. */
    private static final int POLL = 4 * 8 * 170;

    private static final long WATCH_MS = 2_000;
    private static final long TICK_MS = 1_000;
    private static final long GRACE_MS = 5_000;

    private final Random random;
    private final boolean shrinks;
    private final ModelTopic topic;
    private final List<ModelNode> nodes;
    private final List<ModelClient> clients = new ArrayList<>();
    private long now;
    private long watch;
    private long tick;
    private long grace;

    /** @param shrinks whether retention and compaction run; without them every count is exact */
    World(long seed, boolean shrinks) {
        this.random = new Random(seed);
        this.shrinks = shrinks;
        this.topic = new ModelTopic(1 + random.nextInt(3));
        LiveConfig config = LiveConfig.of(Map.of())
                .withMemory(new LiveConfig.Memory(RING, TURN, FRAME, WRITE_QUEUE, 1_000, 1_000, 4));
        this.nodes = List.of(new ModelNode(topic, config, this, random), new ModelNode(topic, config, this, random));
        int count = 2 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Format format = random.nextInt(3) == 0 ? Format.EVENTS : Format.FRAMES;
            clients.add(new ModelClient(topic, random.nextInt(3) == 0, format, random.nextInt(3)));
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneId.of("UTC");
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(now);
    }

    List<ModelClient> clients() {
        return clients;
    }

    /** One thing that can happen, and what time brings. */
    void step() throws InterruptedException {
        now += random.nextInt(60);
        int dice = random.nextInt(100);
        if (dice < 12) {
            topic.produce(random, random.nextInt(12));
        } else if (dice < 80) {
            machinery(any(nodes));
        } else if (dice < 97) {
            client(any(clients));
        } else {
            broker();
        }
        timers();
        checkBounds();
    }

    private void machinery(ModelNode node) throws InterruptedException {
        int which = random.nextInt(5);
        if (which < 2) {
            work(any(node.loops).mailbox);
        } else if (which == 2) {
            work(node.replay);
        } else if (node.tail != null) {
            node.tail.step();
        }
    }

    private void client(ModelClient client) {
        if (!client.isConnected()) {
            ModelNode node = any(nodes);
            client.connect(node, any(node.loops), random.nextBoolean());
            return;
        }
        switch (random.nextInt(12)) {
            case 0 -> client.cut();
            case 1 -> client.update(random.nextInt(3));
            case 2 -> client.connection.tell(ModelSubscriber::pause);
            case 3, 4 -> client.connection.tell(ModelSubscriber::resume);
            default -> client.take(1 + random.nextInt(6));
        }
    }

    private void broker() {
        switch (random.nextInt(12)) {
            case 0, 1 -> topic.away = true;
            case 2, 3, 4, 5 -> topic.away = false;
            case 6 -> topic.grow();
            case 7 -> topic.delete();
            case 8 -> {
                topic.delete();
                topic.create(1 + random.nextInt(3));
            }
            case 9 -> {
                if (topic.now() == null) {
                    topic.create(1 + random.nextInt(3));
                }
            }
            default -> shrink();
        }
    }

    private void shrink() {
        if (shrinks && random.nextBoolean()) {
            topic.trim(random);
        } else if (shrinks) {
            topic.compact(random);
        }
    }

    private void timers() {
        if (now >= watch && !topic.away) {
            watch = now + WATCH_MS;
            nodes.forEach(this::watch);
        }
        if (now >= tick) {
            tick = now + TICK_MS;
            clients.stream()
                    .filter(ModelClient::isConnected)
                    .forEach(client -> client.connection.tell(ModelSubscriber::tick));
        }
        if (now >= grace) {
            grace = now + GRACE_MS;
            nodes.stream().filter(node -> node.holders == 0).forEach(node -> node.tail = null);
        }
    }

    private void watch(ModelNode node) {
        ModelNode.Tail tail = node.tail;
        if (tail != null && tail.log != null) {
            tail.inbox.add(tail::told);
        }
    }

    private static void work(Queue<Runnable> mailbox) {
        Runnable task = mailbox.poll();
        if (task != null) {
            task.run();
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private void checkBounds() {
        for (ModelNode node : nodes) {
            expectAtMost(node.tail == null || node.tail.log == null ? 0 : node.tail.log.ringBytes(), RING);
        }
        for (ModelClient client : clients) {
            expectAtMost(client.isConnected() ? client.connection.wire.waiting() : 0, WRITE_QUEUE + TURN + POLL);
        }
    }

    private static void expectAtMost(long bytes, long most) {
        if (bytes > most) {
            throw new AssertionError(bytes + " bytes wait where " + most + " may");
        }
    }

    /** Everything is well again and the clients take all: then every one of them gets to the end. */
    void settle() throws InterruptedException {
        topic.away = false;
        if (topic.now() == null) {
            topic.create(1);
        }
        for (int round = 0; round < 5_000 && !clients.stream().allMatch(ModelClient::isAtEnd); round++) {
            now += 60;
            for (ModelClient client : clients) {
                if (!client.isConnected()) {
                    ModelNode node = any(nodes);
                    client.connect(node, any(node.loops), false);
                }
                client.connection.tell(ModelSubscriber::resume);
                client.take(100);
            }
            for (ModelNode node : nodes) {
                everything(node);
            }
            timers();
            checkBounds();
        }
        clients.forEach(ModelClient::expectAtEnd);
    }

    private void everything(ModelNode node) throws InterruptedException {
        work(node.replay);
        if (node.tail != null) {
            node.tail.step();
        }
        for (Loop loop : node.loops) {
            while (!loop.mailbox.isEmpty()) {
                work(loop.mailbox);
            }
        }
    }
}
