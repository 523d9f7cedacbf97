package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.Turn.Next;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one reader of a topic on this node: a thread with a consumer of all partitions, from the end of the topic at the moment it
 * is opened ({@link Begin#END}). Everything blocking of live delivery happens on this thread.
 *
 * <p>Questions come through an inbox and are answered between two polls; the poll is woken for them. The inbox is bounded by the
 * number of subscriptions, as each has at most one question outstanding, and one farewell.
 *
 * <p>The broker may be away: the tail goes on trying and its subscribers stay. A slow event loop holds it up ({@link Feed#post});
 * a slow socket never does.
 */
public final class TopicTail {
    private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** Nanoseconds that a broker that has something takes to answer. */
    private static final long AHEAD = 400_000;

    /** Records after which a batch is handed out even before its time. */
    private static final int MAX_TAKEN = 1_000;

    private final String topic;
    private final LiveConfig config;
    private final Clock clock;
    private final Supplier<TopicState> describe;
    private final Begin begin;
    private final Queue<Task> inbox = new ConcurrentLinkedQueue<>();
    private final List<Task> ahead = new ArrayList<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private final Pace pace = new Pace(System.nanoTime());
    private volatile @Nullable TopicReader reader;
    private volatile Position head = Position.zero(0);
    private volatile TopicState known = new TopicState(null, -1);
    private volatile KnownFormat format = KnownFormat.NONE;

    private @Nullable TailLog log;

    /**
     * What a tail is told about its topic.
     *
     * @param id null: there is no such topic
     */
    record TopicState(@Nullable String id, int partitions) {}

    private interface Task {
        void run(TopicReader reader, TailLog log) throws InterruptedException;
    }

    /** Who wants to join, and where it stands; {@code at} null: at the tail's own position. */
    record Join(
            ChannelKey key,
            Feed feed,
            String topicId,
            @Nullable Position at) {}

    /** @param describe asks the broker about the topic; blocks; called on the tail's thread */
    TopicTail(String topic, LiveConfig config, Clock clock, Supplier<TopicState> describe, Begin begin) {
        this.topic = topic;
        this.config = config;
        this.clock = clock;
        this.describe = describe;
        this.begin = begin;
        this.thread = new Thread(this::run, "sluice-tail-" + topic);
    }

    void start() {
        thread.start();
    }

    public String topic() {
        return topic;
    }

    /** The end of the topic as last seen; any thread. */
    Position head() {
        return head;
    }

    /** Answers on the tail's thread. */
    void join(Join join, Consumer<Turn> answer) {
        submit((reader, log) -> joinNow(join, answer, reader, log));
    }

    /** Undoes an answered {@link Next#LIVE}. */
    void leave(ChannelKey key, Feed feed) {
        submit((reader, log) -> log.leave(key, feed));
    }

    /** Somebody has seen the topic like this. No news costs nothing; news is looked into, as it may have been overtaken. */
    void told(TopicState state) {
        if (state.equals(known)) {
            return;
        }
        submit((reader, log) -> apply(describe.get(), reader, log));
    }

    /** How the topic is to be read, as somebody was told; no news costs nothing. */
    void told(KnownFormat other) {
        if (format.later(other) != format) {
            submit((reader, log) -> {
                format = format.later(other);
                log.told(format);
            });
        }
    }

    private void submit(Task task) {
        inbox.add(task);
        wake();
    }

    private void wake() {
        @Nullable TopicReader reading = reader;
        if (reading != null) {
            reading.wake();
        }
        LockSupport.unpark(thread);
    }

    /** Ends the thread and the consumer, between two polls; does not wait. */
    void close() {
        closing.countDown();
        wake();
    }

    /** Waits for the thread's end, which it hastens when {@code patience} is over. */
    void join(Duration patience) throws InterruptedException {
        thread.join(patience.toMillis());
        if (thread.isAlive()) {
            LOG.warn("tail is interrupted; topic={}", topic);
            thread.interrupt();
        }
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void run() {
        LOG.info("tail opened; topic={}", topic);
        while (!isClosing()) {
            try {
                read();
            } catch (InterruptException | InterruptedException interrupted) {
                closing.countDown();
            }
        }
        LOG.info("tail closed; topic={}", topic);
    }

    private void read() throws InterruptedException {
        @Nullable TopicReader opened = null;
        try {
            opened = new TopicReader(topic, config);
            reader = opened;
            while (!isClosing()) {
                attempt(opened);
            }
        } catch (KafkaException broken) {
            rest(broken);
        } catch (RuntimeException unexpected) {
            fail(unexpected);
        } finally {
            reader = null;
            if (opened != null) {
                opened.close();
            }
        }
    }

    private void attempt(TopicReader reader) throws InterruptedException {
        try {
            step(reader, opened(reader));
        } catch (WakeupException asked) {
            LOG.trace("woken");
        } catch (InterruptException interrupted) {
            throw interrupted;
        } catch (KafkaException failed) {
            rest(failed);
        }
    }

    private void rest(KafkaException failed) throws InterruptedException {
        LOG.warn("tail cannot read; topic={} reason={}", topic, failed.toString());
        if (log != null) {
            log.flush();
        }
        closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A fault of ours: who was attached is told, and can go on from its token; the tail begins anew. */
    private void fail(RuntimeException unexpected) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        LOG.error("unexpected failure of a tail; topic={} id={}", topic, id, unexpected);
        if (log != null) {
            log.fail(new Problem.Internal(id));
            log = null;
        }
        closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private TailLog opened(TopicReader reader) throws InterruptedException {
        TailLog open = log;
        if (open != null) {
            return open;
        }
        TopicState state = describe.get();
        int partitions = state.id() == null ? 0 : state.partitions();
        Position start = reader.begin(begin, partitions);
        TailLog fresh = new TailLog(config, clock, state.id() == null ? "" : state.id(), start);
        fresh.told(format);
        if (state.id() == null) {
            fresh.delete();
        }
        reader.seek(partitions, start);
        log = fresh;
        known = state;
        head = start;
        return fresh;
    }

    private void step(TopicReader reader, TailLog log) throws InterruptedException {
        @Nullable Task task;
        // A question leaves the inbox when it is answered: the broker may not be there for it.
        while ((task = inbox.peek()) != null) {
            task.run(reader, log);
            inbox.remove();
        }
        if (reader.partitions() == 0) {
            closing.await(POLL.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        if (log.isPending()) {
            if (park(AHEAD)) {
                take(reader, log, Duration.ZERO);
            }
            park(0);
        }
        take(reader, log, log.isPending() ? Duration.ZERO : POLL);
        handOut(log);
    }

    /**
     * Polls and takes what came, perhaps nothing.
     *
     * <p>A consumer asks the broker for more when it hands records out, and the answer holds what there was at that moment: after a
     * pause, the beginning of what has come meanwhile. So the tail polls once {@link #AHEAD} of the time at which it hands out, which
     * asks for the rest, and again when the time has come.
     */
    private void take(TopicReader reader, TailLog log, Duration patience) throws InterruptedException {
        ConsumerRecords<byte[], byte[]> records = poll(reader, log, patience);
        if (reader.news().isFresh()) {
            refreshed(reader, log);
            return;
        }
        Position after = reader.after(records, log.position());
        if (after.equals(log.position())) {
            return;
        }
        List<List<ConsumerRecord<byte[], byte[]>>> byPartition = new ArrayList<>();
        records.partitions().forEach(partition -> byPartition.add(records.records(partition)));
        head = reader.end(after);
        log.take(byPartition, after, head.distanceFrom(after));
        reached();
    }

    /**
     * Waits until so many nanoseconds before records are to be handed out, unless that time has come or there is something else to
     * do; many polls for a few records each are dear.
     */
    private boolean park(long before) {
        long nanos = pace.due(System.nanoTime()) - before;
        if (nanos <= 0 || !inbox.isEmpty() || isClosing()) {
            return false;
        }
        LockSupport.parkNanos(this, nanos);
        return true;
    }

    private void handOut(TailLog log) throws InterruptedException {
        boolean due = pace.due(System.nanoTime()) <= 0 || log.taken() >= MAX_TAKEN;
        if (log.isPending() && due) {
            int records = log.taken();
            long cost = log.cost();
            log.flush();
            pace.handedOut(System.nanoTime(), records, cost);
        }
    }

    private ConsumerRecords<byte[], byte[]> poll(TopicReader reader, TailLog log, Duration patience)
            throws InterruptedException {
        try {
            return reader.poll(patience);
        } catch (OffsetOutOfRangeException gone) {
            outOfRange(reader, gone.offsetOutOfRangePartitions(), log);
            return ConsumerRecords.empty();
        }
    }

    /** What was polled may be of another topic of the same name, and is read again if it is not. */
    private void refreshed(TopicReader reader, TailLog log) throws InterruptedException {
        log.flush();
        reader.seek(reader.partitions(), log.position());
        TopicState state = describe.get();
        reader.news().taken();
        apply(state, reader, log);
    }

    private void joinNow(Join join, Consumer<Turn> answer, TopicReader reader, TailLog log)
            throws InterruptedException {
        if (!join.topicId().equals(log.topicId())) {
            apply(describe.get(), reader, log);
        }
        @Nullable Position at = join.at();
        if (at != null && join.topicId().equals(log.topicId()) && !log.isReached(at)) {
            ahead.add((r, l) -> joinNow(join, answer, r, l));
            return;
        }
        answer.accept(log.join(join.key(), join.feed(), join.topicId(), at));
    }

    /** Joins that had to wait for the tail to get to where they are. */
    private void reached() {
        inbox.addAll(ahead);
        ahead.clear();
    }

    private void apply(TopicState state, TopicReader reader, TailLog log) throws InterruptedException {
        known = state;
        if (state.id() == null) {
            if (!log.isGone()) {
                LOG.info("topic deleted; topic={}", topic);
                log.delete();
                reader.seek(0, log.position());
                reached();
            }
        } else if (log.hasLeft(state.id())) {
            LOG.info("a broker is behind, its topic was deleted; topic={}", topic);
        } else if (!state.id().equals(log.topicId())) {
            LOG.info("topic created again; topic={}", topic);
            log.jump(state.id(), Position.zero(state.partitions()), new Gap(0, Gap.Reason.RECREATED));
            reader.seek(state.partitions(), log.position());
            reached();
        } else if (log.isGone()) {
            // A topic does not come back under its old id: one of the two answers was out of date.
            LOG.info("topic is there after all; topic={}", topic);
            log.found();
            reader.seek(state.partitions(), log.position());
        } else if (state.partitions() > reader.partitions()) {
            LOG.info("topic has new partitions; topic={} partitions={}", topic, state.partitions());
            reader.seek(state.partitions(), log.position());
        }
    }

    /** Retention was faster than the tail, or the log is another one than it was. */
    private void outOfRange(TopicReader reader, Map<TopicPartition, Long> lost, TailLog log)
            throws InterruptedException {
        TopicState state = describe.get();
        if (!log.topicId().equals(state.id())) {
            apply(state, reader, log);
            return;
        }
        OutOfRange range = reader.resolve(lost, log.position());
        LOG.warn("tail jumps; topic={} lost={}", topic, range.gap().count());
        log.jump(log.topicId(), range.position(), range.gap());
        reader.seek(reader.partitions(), log.position());
        reached();
    }
}
