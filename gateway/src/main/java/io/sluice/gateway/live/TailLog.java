package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.decode.RecordContent;
import io.sluice.gateway.live.Turn.Next;
import io.sluice.gateway.record.RecordJson;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The heart of a tail without its Kafka: channels, the ring of recent records, and where reading stands. Belongs to the tail's
 * thread.
 *
 * <p><b>The seam.</b> Batches and joins happen on one thread, one after the other. A join looks at the records between the
 * subscriber's position and the tail's in the ring, privately; if they fit one turn, the subscriber is attached in the same
 * breath, at the tail's position, and its event loop gets the answer before the next batch. So there is no moment at which a
 * record could be seen by both ways or by neither. What was taken and not handed out yet is handed out first.
 *
 * <p><b>Bounds.</b> A join hands out {@code turnBytes} at most, and then lets the subscriber come back when its socket has taken
 * them: what waits for a slow subscriber is bounded, and so is what it costs the tail, by the bytes of the ring.
 */
final class TailLog {
    private final LiveConfig config;
    private final Clock clock;
    private final RecordJson json;
    private final Map<ChannelKey, Channel> channels = new HashMap<>();
    private final Map<Feed, Integer> feeds = new HashMap<>();
    private final Ring ring;
    private final Scan scan;
    /** Incarnations of the topic before this one. */
    private final Set<String> left = new HashSet<>();

    private KnownFormat format = KnownFormat.NONE;
    private RecordContent content;
    private String topicId;
    private boolean gone;
    private boolean pending;
    private int taken;
    private long lag;

    /** Who is attached to a channel: how many subscribers of each event loop. */
    private record Channel(ChannelEncoder encoder, Map<Feed, Integer> members) {}

    TailLog(LiveConfig config, Clock clock, String topicId, Position start) {
        this.config = config;
        this.clock = clock;
        this.json = new RecordJson(config.memory().value());
        this.topicId = topicId;
        this.ring = new Ring(config.memory().ring(), start);
        this.content = config.decoders().of(RecordFormat.AUTO);
        this.scan = new Scan(clock, topicId, start, content);
    }

    Position position() {
        return ring.end();
    }

    String topicId() {
        return topicId;
    }

    boolean isGone() {
        return gone;
    }

    /** Bytes of raw records held for those who join. */
    long ringBytes() {
        return ring.bytes();
    }

    /** How many distinct channels are served. */
    int channels() {
        return channels.size();
    }

    /** From the next record on they are read like this, in so far as it is about this incarnation of the topic. */
    void told(KnownFormat other) {
        format = other;
        decode();
    }

    private void decode() {
        content = config.decoders().of(format.of(topicId));
        scan.decode(content);
    }

    /** Looks once at each record; {@link #flush} hands out what it was for whom. */
    void take(List<List<ConsumerRecord<byte[], byte[]>>> records, Position after, long lag) {
        for (List<ConsumerRecord<byte[], byte[]>> partition : records) {
            taken += partition.size();
            if (!channels.isEmpty()) {
                for (ConsumerRecord<byte[], byte[]> record : partition) {
                    scan.accept(record);
                }
            }
        }
        ring.add(records, after);
        this.lag = lag;
        pending = true;
    }

    /** Whether there is something to hand out. */
    boolean isPending() {
        return pending;
    }

    /** Records that were taken and not handed out. */
    int taken() {
        return taken;
    }

    /** Nanoseconds that the busiest event loop needed for the batch before. */
    long cost() {
        long most = 0;
        for (Feed feed : feeds.keySet()) {
            most = Math.max(most, feed.cost());
        }
        return most;
    }

    /** Hands every event loop what was taken for its subscribers. */
    void flush() throws InterruptedException {
        if (pending) {
            Position after = position();
            TailBatch batch = new TailBatch(topicId, after, taken, lag, null, scan.finish(after));
            pending = false;
            taken = 0;
            post(batch);
        }
    }

    /** Goes on at {@code position}, behind records that are no more; {@code topicId} may be another incarnation's. */
    void jump(String topicId, Position position, Gap gap) throws InterruptedException {
        flush();
        if (!topicId.equals(this.topicId)) {
            left.add(this.topicId);
        }
        this.topicId = topicId;
        decode();
        this.gone = false;
        ring.reset(position);
        scan.seek(topicId, position);
        post(new TailBatch(topicId, position, 0, 0, gap, List.of()));
    }

    /** Everybody who is attached has to come again. */
    void fail(Problem problem) {
        feeds.keySet().forEach(feed -> feed.failed(problem));
    }

    /** The topic was deleted: everybody is told, and whoever asks from now on. */
    void delete() throws InterruptedException {
        flush();
        gone = true;
        feeds.keySet().forEach(Feed::gone);
    }

    /** Whether the topic was this one before it was created again. */
    boolean hasLeft(String id) {
        return left.contains(id);
    }

    /** It was not deleted: goes on where it stood. */
    void found() {
        gone = false;
    }

    /** Whether {@link #join} can answer: a position ahead of the tail (another node was faster) has to wait for it. */
    boolean isReached(@Nullable Position at) {
        return at == null || gone || position().isAtLeast(at);
    }

    /** @param at null: the tail's own position */
    Turn join(ChannelKey key, Feed feed, String knownId, @Nullable Position at) throws InterruptedException {
        flush();
        if (gone) {
            return Turn.empty(topicId, position(), Next.GONE, null);
        }
        if (at == null) {
            attach(key, feed);
            return Turn.empty(topicId, position(), Next.LIVE, null);
        }
        if (!knownId.equals(topicId)) {
            Position start = Position.zero(position().partitions());
            return Turn.empty(topicId, start, Next.TAIL, new Gap(0, Gap.Reason.RECREATED));
        }
        Position whole = Position.of(at.toArray(position().partitions()));
        return ring.covers(whole) ? catchUp(key, feed, whole) : Turn.empty(topicId, whole, Next.KAFKA, null);
    }

    private Turn catchUp(ChannelKey key, Feed feed, Position at) {
        Scan alone = new Scan(clock, topicId, at, content);
        ChannelEncoder encoder = encoder(key);
        alone.add(encoder);
        long[] scanned = new long[1];
        boolean complete = ring.from(at, record -> {
            alone.accept(record);
            scanned[0]++;
            return encoder.bytes() < config.memory().turn();
        });
        Position reached = complete ? position() : alone.position();
        if (complete) {
            attach(key, feed);
        }
        return Turn.of(topicId, reached, complete ? Next.LIVE : Next.TAIL, scanned[0], alone.finish(reached));
    }

    private void attach(ChannelKey key, Feed feed) {
        Channel channel = channels.computeIfAbsent(key, this::open);
        channel.members().merge(feed, 1, Integer::sum);
        feeds.merge(feed, 1, Integer::sum);
    }

    private Channel open(ChannelKey key) {
        ChannelEncoder encoder = encoder(key);
        scan.add(encoder);
        return new Channel(encoder, new HashMap<>());
    }

    private ChannelEncoder encoder(ChannelKey key) {
        return new ChannelEncoder(key, json, config.memory().frame());
    }

    /** Lets go of a subscriber that {@link #join} attached. */
    void leave(ChannelKey key, Feed feed) {
        @Nullable Channel channel = channels.get(key);
        if (channel == null || !channel.members().containsKey(feed)) {
            return;
        }
        release(channel.members(), feed);
        release(feeds, feed);
        if (channel.members().isEmpty()) {
            channels.remove(key);
            scan.remove(channel.encoder());
        }
    }

    private static void release(Map<Feed, Integer> counts, Feed feed) {
        counts.computeIfPresent(feed, (same, count) -> count == 1 ? null : count - 1);
    }

    private void post(TailBatch batch) throws InterruptedException {
        for (Feed feed : feeds.keySet()) {
            feed.post(batch);
        }
    }
}
