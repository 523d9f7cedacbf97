package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.sluice.gateway.live.TopicTail.TopicState;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read Kafka for subscribers who are behind their tail, and answer questions about offsets. A few, each with a
 * consumer and a queue of its own; they end when there has been nothing to do for five seconds. A subscriber stays with its thread
 * unless another has less to do, as that thread's consumer stands where it wants to go on and has fetched ahead. A queue is fair (who
 * has had a turn goes to its end) and bounded by the number of subscriptions, of which each waits at most once.
 */
final class ReplayPool {
    private static final long IDLE_SECONDS = 5;
    /** Who is behind finds something; who is not is not to hold up the next. */
    private static final Duration HOLD = Duration.ofMillis(10);

    private final LiveConfig config;
    private final Clock clock;
    private final Function<String, TopicState> describe;
    private final List<Worker> workers;
    /** Behind its last turn a thread still has a consumer to close. */
    private final Set<ReplayThread> running = ConcurrentHashMap.newKeySet();

    /** @param describe asks the broker about a topic; blocks; called on the threads of the pool */
    ReplayPool(LiveConfig config, Clock clock, Function<String, TopicState> describe) {
        this.config = config;
        this.clock = clock;
        this.describe = describe;
        this.workers = Stream.generate(() -> new Worker(this::thread))
                .limit(config.limits().replayThreads())
                .toList();
    }

    /** A thread and the queue in front of it. */
    private static final class Worker {
        private final ThreadPoolExecutor thread;
        private final AtomicInteger load = new AtomicInteger();

        Worker(ThreadFactory factory) {
            thread = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
            thread.allowCoreThreadTimeOut(true);
        }

        /** How many questions it has not answered. */
        int load() {
            return load.get();
        }
    }

    /** A place in a queue, and whose it is. */
    static final class Ticket {
        private final Worker worker;
        private volatile boolean served;

        private Ticket(Worker worker) {
            this.worker = worker;
        }

        /** Whether the turn has begun. */
        boolean isServed() {
            return served;
        }
    }

    /**
     * Answers on {@code context}.
     *
     * @param before of the same subscriber's turn before this one
     */
    Ticket turn(
            ReplayTurn turn,
            @Nullable Ticket before,
            Context context,
            Consumer<Turn> answer,
            Consumer<Throwable> failure) {
        Worker worker = before == null ? idlest(workers.get(0)) : idlest(before.worker);
        Ticket ticket = new Ticket(worker);
        this.<Turn>submit(worker, context, thread -> {
                    ticket.served = true;
                    return read(turn, thread);
                })
                .onSuccess(answer::accept)
                .onFailure(failure::accept);
        return ticket;
    }

    private Worker idlest(Worker preferred) {
        Worker idlest = preferred;
        for (Worker worker : workers) {
            if (worker.load() < idlest.load()) {
                idlest = worker;
            }
        }
        return idlest;
    }

    /** What was read counts only if the topic is still the one that the position is of; see {@link MetadataNews}. */
    private Turn read(ReplayTurn turn, ReplayThread thread) {
        Turn answer = turn.read(thread.consumer(config), config, clock);
        if (thread.news.isFresh() || turn.isIdle(answer)) {
            thread.news.taken();
            thread.topics.clear();
        }
        try {
            TopicState now = thread.topics.computeIfAbsent(turn.topic(), describe);
            return turn.topicId().equals(now.id()) ? answer : turn.changed(now);
        } catch (KafkaException away) {
            return turn.unread();
        }
    }

    /** Runs a blocking question; the future completes on {@code context} and fails with a {@code ProblemException}. */
    <T> Future<T> ask(
            Context context, Function<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>, T> question) {
        return submit(idlest(workers.get(0)), context, thread -> question.apply(thread.consumer(config)));
    }

    private <T> Future<T> submit(Worker worker, Context context, Function<ReplayThread, T> question) {
        Promise<T> promise = Promise.promise();
        worker.load.incrementAndGet();
        try {
            worker.thread.execute(() -> {
                Runnable answer = answer(question, promise);
                worker.load.decrementAndGet();
                context.runOnContext(now -> answer.run());
            });
        } catch (RejectedExecutionException closed) {
            promise.fail(away());
        }
        return promise.future();
    }

    private static <T> Runnable answer(Function<ReplayThread, T> question, Promise<T> promise) {
        ReplayThread thread = (ReplayThread) Thread.currentThread();
        try {
            T answer = question.apply(thread);
            return () -> promise.complete(answer);
        } catch (RetriableException away) {
            return () -> promise.fail(away());
        } catch (KafkaException broken) {
            thread.discard();
            return () -> promise.fail(away());
        } catch (RuntimeException failed) {
            return () -> promise.fail(failed);
        }
    }

    private static Throwable away() {
        return new Problem.Unavailable("Kafka does not answer at the moment.").toException();
    }

    /** Ends the threads and their consumers after the turns that are under way; waits for that at most {@code patience}. */
    void close(Duration patience) throws InterruptedException {
        for (Worker worker : workers) {
            worker.thread.getQueue().clear();
            worker.thread.shutdown();
        }
        for (Worker worker : workers) {
            if (!worker.thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                worker.thread.shutdownNow();
            }
        }
        for (ReplayThread thread : running) {
            thread.join(patience.toMillis());
        }
    }

    private ReplayThread thread(Runnable work) {
        ReplayThread thread = new ReplayThread(work);
        running.add(thread);
        return thread;
    }

    /** A pool thread and its consumer, opened when first needed. */
    private final class ReplayThread extends Thread {
        private final MetadataNews news = new MetadataNews();
        /** What the topics are that were read since the last news. */
        private final Map<String, TopicState> topics = new HashMap<>();

        private org.apache.kafka.clients.consumer.@Nullable Consumer<byte[], byte[]> consumer;

        ReplayThread(Runnable work) {
            super(work, "sluice-replay");
        }

        org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer(LiveConfig config) {
            org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> open = consumer;
            if (open == null) {
                open = Consumers.open(config.kafka(), "sluice-replay-" + getId(), HOLD, news);
                consumer = open;
            }
            return open;
        }

        void discard() {
            if (consumer != null) {
                Consumers.close(consumer);
                consumer = null;
            }
        }

        @Override
        public void run() {
            try {
                super.run();
            } finally {
                discard();
                running.remove(this);
            }
        }
    }
}
