package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.TopicTail.TopicState;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * A gateway node in one thread: its tail's thread, its replay thread and its event loops are mailboxes, worked off in order when
 * the schedule says so. The tail's log, the ring, the turns and the way out of range are the production ones; the glue around them
 * follows {@link TopicTail}, {@link ReplayPool} and {@link Outlet}.
 */
final class ModelNode {
    private static final int IN_FLIGHT = 4;

    final ModelTopic topic;
    final Clock clock;
    final LiveConfig config;
    private final Random random;
    final List<Loop> loops = List.of(new Loop(), new Loop());
    final Queue<Runnable> replay = new ArrayDeque<>();
    private final ModelConsumer replayConsumer;
    private @Nullable TopicState replayed;

    @Nullable Tail tail;

    int holders;

    ModelNode(ModelTopic topic, LiveConfig config, Clock clock, Random random) {
        this.topic = topic;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.replayConsumer = new ModelConsumer(topic, random);
    }

    /** An event loop. */
    static final class Loop {
        final Queue<Runnable> mailbox = new ArrayDeque<>();

        @Nullable Post post;
    }

    /** A topic as a loop sees it. */
    record Post(Tail tail, Outlet outlet, int[] holders) {}

    Post hold(Loop loop) {
        if (loop.post == null) {
            if (tail == null) {
                tail = new Tail();
            }
            loop.post = new Post(tail, new Outlet(loop), new int[1]);
            holders++;
        }
        loop.post.holders()[0]++;
        return loop.post;
    }

    void release(Loop loop, Post post) {
        if (--post.holders()[0] == 0) {
            loop.post = null;
            holders--;
        }
    }

    /** The subscribers of one loop. */
    static final class Outlet implements Feed {
        private final Loop loop;
        final Set<ModelSubscriber> members = new LinkedHashSet<>();
        String topicId = "";
        Position position = Position.zero(0);
        int inFlight;

        Outlet(Loop loop) {
            this.loop = loop;
        }

        @Override
        public void post(TailBatch batch) {
            inFlight++;
            loop.mailbox.add(() -> deliver(batch));
        }

        @Override
        public long cost() {
            return 0;
        }

        @Override
        public void gone() {
            loop.mailbox.add(() -> List.copyOf(members).forEach(member -> member.end(EndReason.DELETED)));
        }

        @Override
        public void failed(Problem problem) {
            throw new AssertionError("nothing fails here but the broker");
        }

        private void deliver(TailBatch batch) {
            inFlight--;
            if (batch.gap() != null) {
                List.copyOf(members).forEach(member -> member.gap(batch.gap()));
            }
            for (Output output : batch.outputs()) {
                List.copyOf(members).stream()
                        .filter(member -> member.channel().equals(output.key()))
                        .forEach(member -> member.live(output));
            }
            topicId = batch.topicId();
            position = batch.after();
        }
    }

    interface Question {
        void ask() throws InterruptedException;
    }

    /** A tail's thread. */
    final class Tail {
        final Queue<Question> inbox = new ArrayDeque<>();
        private final List<Question> ahead = new ArrayList<>();
        private final ModelConsumer model = new ModelConsumer(topic, random);
        private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer = model.asConsumer();

        @Nullable TailLog log;

        private int assigned;

        void step() throws InterruptedException {
            if (loops.stream().anyMatch(loop -> loop.post != null && loop.post.outlet().inFlight >= IN_FLIGHT)) {
                return;
            }
            try {
                attempt(log == null ? open() : log);
            } catch (KafkaException away) {
                assertAway();
            }
        }

        private void assertAway() {
            if (!topic.away && topic.now() != null) {
                throw new AssertionError("the broker is there");
            }
        }

        private TailLog open() throws InterruptedException {
            TopicState state = describe();
            Position end = state.id() == null ? Position.zero(0) : topic.now().end();
            TailLog fresh = new TailLog(config, clock, state.id() == null ? "" : state.id(), end);
            if (state.id() == null) {
                fresh.delete();
            }
            log = fresh;
            assign(state.partitions());
            return fresh;
        }

        private void assign(int partitions) {
            assigned = partitions;
            List<TopicPartition> all = IntStream.range(0, partitions)
                    .mapToObj(p -> new TopicPartition(ModelTopic.NAME, p))
                    .toList();
            consumer.assign(all);
            all.forEach(partition -> consumer.seek(partition, log.position().next(partition.partition())));
        }

        private void attempt(TailLog log) throws InterruptedException {
            while (!inbox.isEmpty()) {
                inbox.peek().ask();
                inbox.remove();
            }
            ConsumerRecords<byte[], byte[]> records = poll(log);
            if (model.news.isFresh()) {
                log.flush();
                assign(assigned);
                TopicState state = describe();
                model.news.taken();
                apply(state);
                return;
            }
            long[] next = log.position().toArray(assigned);
            records.nextOffsets().forEach((partition, place) -> next[partition.partition()] = place.offset());
            Position after = Position.of(next);
            if (!after.equals(log.position())) {
                List<List<ConsumerRecord<byte[], byte[]>>> batch = new ArrayList<>();
                records.partitions().forEach(partition -> batch.add(records.records(partition)));
                log.take(batch, after, 0);
                reached();
            }
            // The pace decides, which is of real time.
            if (log.isPending() && random.nextBoolean()) {
                log.flush();
            }
        }

        private ConsumerRecords<byte[], byte[]> poll(TailLog log) throws InterruptedException {
            try {
                return consumer.poll(Duration.ZERO);
            } catch (OffsetOutOfRangeException gone) {
                TopicState state = describe();
                if (!log.topicId().equals(state.id())) {
                    apply(state);
                } else {
                    OutOfRange range = OutOfRange.resolve(consumer, gone.offsetOutOfRangePartitions(), log.position());
                    log.jump(log.topicId(), range.position(), range.gap());
                    assign(assigned);
                    reached();
                }
                return ConsumerRecords.empty();
            }
        }

        /** By the watch over topics. */
        void told() throws InterruptedException {
            apply(describe());
        }

        private void apply(TopicState state) throws InterruptedException {
            if (state.id() == null) {
                if (!log.isGone()) {
                    log.delete();
                    assign(0);
                    reached();
                }
            } else if (!log.hasLeft(state.id()) && !state.id().equals(log.topicId())) {
                log.jump(state.id(), Position.zero(state.partitions()), new Gap(0, Gap.Reason.RECREATED));
                assign(state.partitions());
                reached();
            } else if (log.isGone()) {
                log.found();
                assign(state.partitions());
            } else if (state.partitions() > assigned) {
                assign(state.partitions());
            }
        }

        private void reached() {
            inbox.addAll(ahead);
            ahead.clear();
        }

        void join(ChannelKey key, Outlet outlet, String id, @Nullable Position at, Consumer<Turn> answer) {
            inbox.add(() -> joinNow(key, outlet, id, at, answer));
        }

        private void joinNow(ChannelKey key, Outlet outlet, String id, @Nullable Position at, Consumer<Turn> answer)
                throws InterruptedException {
            if (!id.equals(log.topicId())) {
                apply(describe());
            }
            if (at != null && id.equals(log.topicId()) && !log.isReached(at)) {
                ahead.add(() -> joinNow(key, outlet, id, at, answer));
                return;
            }
            Turn turn = log.join(key, outlet, id, at);
            outlet.loop.mailbox.add(() -> answer.accept(turn));
        }
    }

    private TopicState describe() {
        if (topic.away) {
            throw new KafkaException("away");
        }
        return topic.state();
    }

    /** One turn of the replay thread, later. */
    void turn(ReplayTurn turn, Loop loop, Consumer<Turn> answer) {
        replay.add(() -> {
            Turn read = read(turn);
            loop.mailbox.add(() -> answer.accept(read));
        });
    }

    private Turn read(ReplayTurn turn) {
        Turn answer = turn.read(replayConsumer.asConsumer(), config, clock);
        if (replayConsumer.news.isFresh() || turn.isIdle(answer)) {
            replayConsumer.news.taken();
            replayed = null;
        }
        try {
            replayed = replayed == null ? describe() : replayed;
            return turn.topicId().equals(replayed.id()) ? answer : turn.changed(replayed);
        } catch (KafkaException away) {
            return turn.unread();
        }
    }
}
