package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Drives the production {@link TopicTail} from the beginning of a topic. In this package, though in the bench's jar, because a tail
 * is nobody's business outside the hub.
 */
public final class TailProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LiveConfig config;
    private final String topic;
    private final List<ChannelKey> channels;

    /**
     * What a scan came to.
     *
     * @param matched summed over the subscribers
     * @param nanos from when the last subscriber had joined to when the last record had been looked at
     */
    public record Scanned(long matched, long nanos) {}

    /** @param where the filter of the one subscriber */
    public TailProbe(LiveConfig config, String topic, String where) {
        this(config, topic, List.of(where));
    }

    /** @param wheres the filters, each of one subscriber; all are on one event loop */
    public TailProbe(LiveConfig config, String topic, List<String> wheres) {
        this.config = config;
        this.topic = topic;
        this.channels = wheres.stream()
                .map(where -> new ChannelKey(Filter.parse(where).orElseThrow(), Projection.ALL, Format.FRAMES))
                .toList();
    }

    /** Opens a tail, waits until it has looked at {@code records} for its subscribers, closes it. Answers the matches. */
    public long scanFromBeginning(long records) throws InterruptedException {
        return scan(records).matched();
    }

    /** The same, and how long the scan itself took. */
    public Scanned scan(long records) throws InterruptedException {
        TopicTail.TopicState state = new TopicTail.TopicState("bench", 1);
        TopicTail tail = new TopicTail(topic, config, Clock.systemUTC(), () -> state, Consumer::beginningOffsets);
        Counting feed = new Counting(records);
        for (ChannelKey channel : channels) {
            tail.join(new TopicTail.Join(channel, feed, "bench", null), turn -> feed.joined = System.nanoTime());
        }
        tail.start();
        feed.done.await();
        tail.close();
        tail.join(PATIENCE);
        return new Scanned(feed.matches, feed.ended - feed.joined);
    }

    /** Written on the tail's thread, read when it has ended or the latch is open. */
    private static final class Counting implements Feed {
        private final CountDownLatch done = new CountDownLatch(1);
        private final long expected;
        private long scanned;
        private long matches;
        private long joined;
        private long ended;

        Counting(long expected) {
            this.expected = expected;
        }

        @Override
        public void post(TailBatch batch) {
            scanned += batch.scanned();
            matches += batch.outputs().stream().mapToLong(Output::matched).sum();
            if (scanned >= expected) {
                ended = System.nanoTime();
                done.countDown();
            }
        }

        @Override
        public long cost() {
            return 0;
        }

        @Override
        public void gone() {
            done.countDown();
        }

        @Override
        public void failed(Problem problem) {
            throw new IllegalStateException(problem.toString());
        }
    }
}
