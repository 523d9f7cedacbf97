package io.sluice.gateway.live;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.ModelNode.Loop;
import io.sluice.gateway.live.ModelSubscriber.Begin;
import io.sluice.gateway.live.ModelTopic.Incarnation;
import io.sluice.gateway.live.ModelTopic.Part;
import io.sluice.gateway.live.ModelWire.Frame;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client: connects, is cut, comes back with the token of the last frame that reached it, and holds each frame against what the
 * topic ever had. Between two tokens comes exactly what its filter matches there, or is told of.
 */
final class ModelClient {
    private static final int MODULI = 3;

    /** From a connect to a cut; the server's half is there when its loop has got to it. */
    static final class Connection {
        final Loop loop;
        final ModelWire wire;

        @Nullable ModelSubscriber server;

        Connection(Loop loop, ModelWire wire) {
            this.loop = loop;
            this.wire = wire;
        }

        /** As a frame of the client would have it. */
        void tell(Consumer<ModelSubscriber> action) {
            loop.mailbox.add(() -> action.accept(server));
        }
    }

    private final ModelTopic topic;
    final boolean skips;
    private final Format format;
    private int filter;
    private final Queue<Integer> updates = new ArrayDeque<>();

    private @Nullable String id;
    private Position at = Position.zero(0);
    private long slow;
    private long retention;
    private boolean recreated;
    private boolean acknowledged;
    private boolean fresh;

    @Nullable Connection connection;

    long delivered;
    long missed;
    long cuts;

    ModelClient(ModelTopic topic, boolean skips, Format format, int filter) {
        this.topic = topic;
        this.skips = skips;
        this.format = format;
        this.filter = filter;
    }

    private ChannelKey channel(int filter) {
        return new ChannelKey(Filter.parse("n % " + MODULI + " = " + filter).orElseThrow(), Projection.ALL, format);
    }

    boolean isConnected() {
        return connection != null;
    }

    /** As {@link Start} finds the place. */
    void connect(ModelNode node, Loop loop, boolean fromEnd) {
        Incarnation now = topic.now();
        if (now == null || topic.away) {
            return;
        }
        boolean known = id != null && id.equals(now.id);
        Gap gap = id == null || known ? null : new Gap(0, Gap.Reason.RECREATED);
        Position from = known ? Position.of(at.toArray(now.parts.size())) : id == null && fromEnd ? null : now.begin();
        fresh = id == null;
        acknowledged = false;
        updates.clear();
        slow = 0;
        retention = 0;
        recreated = false;
        Connection made =
                new Connection(loop, new ModelWire(node.config.memory().writeQueue()));
        Begin begin = new Begin(channel(filter), skips, now.id, from, gap, known);
        loop.mailbox.add(() -> made.server = new ModelSubscriber(node, loop, made.wire, begin));
        connection = made;
    }

    /** The connection breaks; what was on its way is lost. */
    void cut() {
        cuts++;
        connection.wire.cut();
        connection.tell(server -> server.end(EndReason.DISCONNECTED));
        connection = null;
    }

    void update(int other) {
        updates.add(other);
        connection.tell(server -> server.update(channel(other)));
    }

    /** Takes some frames; the server hears when there is room again. */
    void take(int count) {
        for (int i = 0; i < count && connection != null && !connection.wire.isEmpty(); i++) {
            Frame frame = connection.wire.take();
            if (connection.wire.hasDrained()) {
                connection.tell(ModelSubscriber::drained);
            }
            take(frame);
        }
    }

    private void take(Frame frame) {
        switch (frame.kind()) {
            case GAP -> gap(frame.gap());
            case SUBSCRIBED -> subscribed(frame);
            case RECORDS, STATS -> advance(frame);
            case END -> {
                advance(frame);
                connection = null;
            }
        }
    }

    private void gap(Gap gap) {
        switch (gap.reason()) {
            case SLOW -> slow += gap.count();
            case RETENTION -> retention += gap.count();
            case RECREATED -> {
                recreated = true;
                slow = 0;
                retention = 0;
            }
        }
        expect(skips || slow == 0, "a lossless subscriber skips nothing");
    }

    private void subscribed(Frame frame) {
        if (acknowledged) {
            advance(frame);
            filter = updates.remove();
            return;
        }
        acknowledged = true;
        ResumeToken token = ResumeToken.parse(frame.token(), "");
        if (frame.resumed()) {
            expect(token.topicId().equals(id) && same(token.position(), at), "resumed where the token said");
        } else {
            expect(fresh || !token.topicId().equals(id), "a place of the same topic is gone on from");
            id = token.topicId();
            at = token.position();
        }
    }

    private static boolean same(Position one, Position other) {
        return one.isAtLeast(other) && other.isAtLeast(one);
    }

    private void advance(Frame frame) {
        if (frame.token() == null) {
            expect(frame.records().isEmpty(), "records come with a token");
            return;
        }
        ResumeToken token = ResumeToken.parse(frame.token(), "");
        if (!token.topicId().equals(id)) {
            expect(recreated, "another topic is told of");
            id = token.topicId();
            at = Position.zero(0);
        }
        expect(token.position().isAtLeast(at), "a place never goes back");
        Incarnation topic = this.topic.of(id);
        Set<String> came = records(frame, topic, token.position());
        Map<String, Long> missing = new HashMap<>();
        for (Part part : topic.parts) {
            missing(part, token.position().next(part.partition), came, missing);
        }
        account(missing, topic, token.position());
        at = token.position();
        slow = 0;
        retention = 0;
        recreated = false;
    }

    /** Each of them is in the topic, matches, and is new; of a partition they come in their order. */
    private Set<String> records(Frame frame, Incarnation topic, Position to) {
        Set<String> came = new HashSet<>();
        long[] next = at.toArray(topic.parts.size());
        for (JsonObject record : frame.records()) {
            int p = record.getInteger("partition");
            long offset = record.getLong("offset");
            int n = record.getJsonObject("value").getInteger("n");
            expect(offset >= next[p], "no repeat, in order: " + p + "@" + offset);
            expect(offset < to.next(p), "the token is behind " + p + "@" + offset);
            expect(Integer.valueOf(n).equals(topic.parts.get(p).ever.get(offset)), "it is of this topic");
            expect(n % MODULI == filter, "no record of another filter");
            next[p] = offset + 1;
            came.add(p + "@" + offset);
            delivered++;
        }
        return came;
    }

    private void missing(Part part, long to, Set<String> came, Map<String, Long> missing) {
        long from = at.next(part.partition);
        part.ever.subMap(from, Math.max(from, to)).forEach((offset, n) -> {
            if (n % MODULI == filter && !came.contains(part.partition + "@" + offset)) {
                String why = part.records.containsKey(offset)
                        ? "there"
                        : part.compacted.contains(offset) ? "compacted" : "trimmed";
                missing.merge(why, 1L, Long::sum);
            }
        });
    }

    /** What was skipped is told exactly; only what the topic has lost since may have been lost or skipped. */
    private void account(Map<String, Long> missing, Incarnation topic, Position to) {
        long there = missing.getOrDefault("there", 0L);
        long trimmed = missing.getOrDefault("trimmed", 0L);
        long gone = trimmed + missing.getOrDefault("compacted", 0L);
        expect(slow >= there, there + " records that are there did not come, told " + slow);
        expect(slow <= there + gone, "told " + slow + " of " + (there + gone));
        expect(retention + slow - there >= trimmed, "what retention took is told");
        long most = 0;
        for (Part part : topic.parts) {
            most += Math.max(0, Math.min(part.begin, to.next(part.partition)) - at.next(part.partition));
        }
        expect(retention <= most, "retention took " + most + " at most, told " + retention);
        missed += slow;
    }

    /** At the end of all, when everything was taken. */
    void expectAtEnd() {
        expect(isAtEnd(), "it is at the end");
    }

    boolean isAtEnd() {
        return topic.now().id.equals(id) && same(at, topic.now().end());
    }

    private void expect(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what + "; at " + at + " of " + id + ", topic "
                    + (topic.now() == null
                            ? "none"
                            : topic.now().id + topic.now().begin() + topic.now().end()));
        }
    }
}
