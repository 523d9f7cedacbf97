package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.gateway.live.TopicTail.Join;
import io.sluice.gateway.live.TopicTail.TopicState;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a tail does that no client could bring about at will. */
@Timeout(60)
class TopicTailIT {
    private static final ChannelKey EVERYTHING = new ChannelKey(Filter.ALL, Projection.ALL, Format.FRAMES);

    private final TestKafka kafka = TestKafka.shared();
    private final AtomicReference<TopicState> known = new AtomicReference<>();
    private final Tap feed = new Tap();
    private TopicTail tail;

    /** Does with the first batch what a test wants, and keeps the others. */
    private static final class Tap implements Feed {
        final BlockingQueue<TailBatch> batches = new LinkedBlockingQueue<>();
        final CompletableFuture<Problem> failure = new CompletableFuture<>();
        volatile First first = () -> {};

        interface First {
            void happen() throws InterruptedException;
        }

        @Override
        public void post(TailBatch batch) throws InterruptedException {
            First now = first;
            first = () -> {};
            now.happen();
            batches.add(batch);
        }

        @Override
        public long cost() {
            return 0;
        }

        @Override
        public void gone() {
            throw new AssertionError("the topic is not deleted here");
        }

        @Override
        public void failed(Problem problem) {
            failure.complete(problem);
        }
    }

    private String open(String name) throws Exception {
        String topic = kafka.newTopic(name, 1);
        String id = kafka.admin()
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .topicId()
                .toString();
        known.set(new TopicState(id, 1));
        tail = new TopicTail(topic, LiveServer.config(), Clock.systemUTC(), known::get, Begin.END);
        tail.start();
        return topic;
    }

    @AfterEach
    void close() throws Exception {
        tail.close();
        tail.join(Duration.ofSeconds(10));
    }

    private CompletableFuture<Turn> join(Position at) {
        CompletableFuture<Turn> joined = new CompletableFuture<>();
        tail.join(new Join(EVERYTHING, feed, String.valueOf(known.get().id()), at), joined::complete);
        return joined;
    }

    @Test
    void a_token_that_is_ahead_of_a_nodes_tail_waits_for_it() throws Exception {
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        feed.first = () -> {
            reached.countDown();
            letGo.await();
        };
        String topic = open("ahead");
        assertThat(join(null).get().at()).isEqualTo(Position.of(0));
        fill(topic, 0, 0, 1, "a");
        reached.await();
        fill(topic, 0, 1, 50, "b");
        CompletableFuture<Turn> ahead = join(Position.of(40));
        letGo.countDown();
        Turn turn = ahead.get();
        assertThat(turn.next()).isEqualTo(Turn.Next.LIVE);
        assertThat(turn.at().next(0)).isGreaterThanOrEqualTo(40);
        List<Integer> offsets = turn.chunks().stream()
                .flatMap(chunk -> new JsonArray("[" + new String(chunk.body(), UTF_8) + "]").stream())
                .map(record -> ((JsonObject) record).getInteger("offset"))
                .toList();
        assertThat(offsets)
                .isEqualTo(IntStream.range(40, (int) turn.at().next(0)).boxed().toList());
    }

    @Test
    void a_tail_survives_a_fault_of_ours_and_tells_of_it() throws Exception {
        feed.first = () -> {
            throw new IllegalStateException("a fault in our code");
        };
        String topic = open("fault");
        assertThat(join(null).get().at()).isEqualTo(Position.of(0));
        fill(topic, 0, 0, 1, "a");
        assertThat(feed.failure.get().code()).isEqualTo("internal");
        assertThat(join(null).get().at()).isEqualTo(Position.of(1));
        fill(topic, 0, 1, 2, "b");
        assertThat(feed.batches.take().after()).isEqualTo(Position.of(2));
    }

    @Test
    void news_that_was_overtaken_does_not_take_it_back() throws Exception {
        String topic = open("overtaken");
        TopicState first = known.get();
        assertThat(join(null).get().at()).isEqualTo(Position.of(0));
        tail.told(new TopicState(null, 0));
        TopicState second = new TopicState("AAAAAAAAAAAAAAAAAAAAAA", 1);
        known.set(second);
        tail.told(second);
        TailBatch jump = feed.batches.take();
        assertThat(jump.topicId()).isEqualTo(second.id());
        assertThat(jump.gap()).isEqualTo(new Gap(0, Gap.Reason.RECREATED));
        // A broker that has not heard of it yet.
        known.set(first);
        tail.told(first);
        fill(topic, 0, 0, 1, "a");
        TailBatch next = feed.batches.take();
        assertThat(next.gap()).isNull();
        assertThat(next.topicId()).isEqualTo(second.id());
        assertThat(next.after()).isEqualTo(Position.of(1));
    }
}
