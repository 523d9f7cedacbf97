package io.sluice.gateway.live;

import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import java.time.Clock;
import java.time.Duration;
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
    private final ChannelKey channel;

    /** @param where the filter of the one subscriber */
    public TailProbe(LiveConfig config, String topic, String where) {
        this.config = config;
        this.topic = topic;
        this.channel = new ChannelKey(Filter.parse(where).orElseThrow(), Projection.ALL, Format.FRAMES);
    }

    /** Opens a tail, waits until it has looked at {@code records} for its one subscriber, closes it. Answers the matches. */
    public long scanFromBeginning(long records) throws InterruptedException {
        TopicTail.TopicState state = new TopicTail.TopicState("bench", 1);
        TopicTail tail = new TopicTail(topic, config, Clock.systemUTC(), () -> state, Consumer::beginningOffsets);
        Counting feed = new Counting(records);
        tail.join(new TopicTail.Join(channel, feed, "bench", null), turn -> {});
        tail.start();
        feed.done.await();
        tail.close();
        tail.join(PATIENCE);
        return feed.matched;
    }

    private static final class Counting implements Feed {
        private final CountDownLatch done = new CountDownLatch(1);
        private final long expected;
        private long scanned;
        private long matches;
        private volatile long matched;

        Counting(long expected) {
            this.expected = expected;
        }

        @Override
        public void post(TailBatch batch) {
            scanned += batch.scanned();
            matches += batch.outputs().stream().mapToLong(Output::matched).sum();
            matched = matches;
            if (scanned >= expected) {
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
    }
}
