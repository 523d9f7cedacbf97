package io.sluice.decode;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schemas of a registry, each asked for once and then kept. Thread-safe; one for a process.
 *
 * <p>Two daemon threads ask; whoever needs a schema waits for the answer as long as it has patience, and all who need the same one wait
 * for the same question. A schema never changes, so it stays; the newest of a subject is asked for again after 30 s, and meanwhile
 * the one before goes on. That a registry does not know an id is believed for 10 s. A registry that cannot be reached is left alone for
 * 3 s, in which nobody waits. Records that name one unknown id after another are not the registry's burden: after
 * {@value #MAX_UNKNOWN} of them within 10 s no unknown id is asked for until these are over.
 */
public final class SchemaRegistry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SchemaRegistry.class);
    private static final long FRESH = TimeUnit.SECONDS.toNanos(30);
    private static final long UNKNOWN = TimeUnit.SECONDS.toNanos(10);
    private static final long AWAY = TimeUnit.SECONDS.toNanos(3);
    private static final int MAX_UNKNOWN = 100;
    private static final int MAX_KEPT = 2_000;
    private static final int MAX_QUESTIONS = 1_000;
    private static final int THREADS = 2;

    private final RegistryClient client;
    private final LongSupplier nanos;
    private final Map<Object, Entry> entries = new ConcurrentHashMap<>();
    private final Queue<Object> oldest = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor threads;
    private final CountDownLatch closing = new CountDownLatch(1);
    /** Guarded by this, as all below: whether and until when a registry that was away is left alone. */
    private boolean resting;

    private long restUntil;
    /** How many unknown ids were asked for, and since when that is counted. */
    private int unknown;

    private long unknownSince;

    /** A question and its answer. */
    private static final class Entry {
        final CompletableFuture<RegisteredSchema> answer = new CompletableFuture<>();
        /** Of a subject: what was its newest before. */
        final @Nullable RegisteredSchema before;

        volatile long until;
        volatile boolean lasting = true;

        Entry(@Nullable RegisteredSchema before) {
            this.before = before;
        }

        /** Null where there is no answer, or none that is good. */
        @Nullable RegisteredSchema schema() {
            return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : null;
        }

        boolean isOver(long now) {
            return !lasting && now - until >= 0;
        }

        void endsAt(long time) {
            until = time;
            lasting = false;
        }
    }

    private interface Question {
        RegisteredSchema ask() throws IOException, InterruptedException;
    }

    public SchemaRegistry(RegistryConfig config) {
        this(config, System::nanoTime);
    }

    /** @param nanos a time that never jumps */
    SchemaRegistry(RegistryConfig config, LongSupplier nanos) {
        this.client = new RegistryClient(config);
        this.nanos = nanos;
        this.threads = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                5,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(MAX_QUESTIONS),
                SchemaRegistry::thread);
        threads.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "sluice-registry");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * The schema of an id.
     *
     * @param patience how long to wait for an answer; who has more than three seconds also waits for a registry that is away
     */
    RegisteredSchema schema(int id, Duration patience) throws DecodeFault {
        return find(id, () -> client.schema(id), patience, false);
    }

    /** The newest schema of a subject, as it was at most half a minute ago. */
    RegisteredSchema latest(String subject, Duration patience) throws DecodeFault {
        return find(subject, () -> client.latest(subject), patience, true);
    }

    private RegisteredSchema find(Object key, Question question, Duration patience, boolean refreshed)
            throws DecodeFault {
        @Nullable Entry known = entries.get(key);
        @Nullable RegisteredSchema schema = known == null ? null : known.schema();
        if (known != null && schema != null && !known.isOver(nanos.getAsLong())) {
            return schema;
        }
        long deadline = nanos.getAsLong() + patience.toNanos();
        while (true) {
            try {
                return await(ask(key, question, refreshed), deadline);
            } catch (DecodeFault fault) {
                if (!fault.isPassing() || patience.toNanos() <= AWAY || !rest(deadline)) {
                    throw fault;
                }
            }
        }
    }

    /** The question that is under way, the answer that is good, or a new question. */
    private Entry ask(Object key, Question question, boolean refreshed) throws DecodeFault {
        long now = nanos.getAsLong();
        @Nullable Entry known = entries.get(key);
        if (known != null && !known.isOver(now)) {
            return known;
        }
        refuse(now);
        Entry fresh = new Entry(known == null ? null : known.schema());
        @Nullable Entry other = known == null ? entries.putIfAbsent(key, fresh) : replaced(key, known, fresh);
        if (other != null) {
            return other;
        }
        if (known == null) {
            oldest.add(key);
            forget();
        }
        begin(key, fresh, question, refreshed);
        return fresh;
    }

    private @Nullable Entry replaced(Object key, Entry known, Entry fresh) {
        return entries.replace(key, known, fresh) ? null : entries.getOrDefault(key, known);
    }

    private void begin(Object key, Entry entry, Question question, boolean refreshed) {
        try {
            threads.execute(() -> answer(key, entry, question, refreshed));
        } catch (RejectedExecutionException full) {
            entries.remove(key, entry);
            entry.answer.completeExceptionally(new DecodeFault("too many schemas are asked for at once", true));
        }
    }

    private void forget() {
        while (entries.size() > MAX_KEPT) {
            Object key = oldest.poll();
            if (key == null) {
                return;
            }
            entries.remove(key);
        }
    }

    /** Whoever asks while the registry is away, or has been asked too much, is told at once. */
    private synchronized void refuse(long now) throws DecodeFault {
        if (resting && restUntil - now > 0) {
            throw new DecodeFault("the schema registry does not answer", true);
        }
        resting = false;
        if (now - unknownSince >= UNKNOWN) {
            unknownSince = now;
            unknown = 0;
        }
        if (unknown >= MAX_UNKNOWN) {
            throw new DecodeFault("too many schemas that the registry does not know", true);
        }
    }

    /** On a thread of ours. */
    private void answer(Object key, Entry entry, Question question, boolean refreshed) {
        try {
            RegisteredSchema schema = question.ask();
            if (refreshed) {
                entry.endsAt(nanos.getAsLong() + FRESH);
            }
            entry.answer.complete(schema);
        } catch (DecodeFault fault) {
            fail(entry, fault);
        } catch (IOException away) {
            LOG.warn("the schema registry cannot be asked; cause={}", away.toString());
            away();
            fail(entry, new DecodeFault("the schema registry does not answer", true));
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
            entries.remove(key, entry);
            entry.answer.completeExceptionally(new DecodeFault("the node is shutting down", true));
        }
    }

    private void fail(Entry entry, DecodeFault fault) {
        RegisteredSchema before = entry.before;
        long now = nanos.getAsLong();
        entry.endsAt(now + (fault.isPassing() ? AWAY : UNKNOWN));
        if (before != null && fault.isPassing()) {
            entry.answer.complete(before);
            return;
        }
        if (!fault.isPassing()) {
            synchronized (this) {
                unknown++;
            }
        }
        entry.answer.completeExceptionally(fault);
    }

    private synchronized void away() {
        resting = true;
        restUntil = nanos.getAsLong() + AWAY;
    }

    private RegisteredSchema await(Entry entry, long deadline) throws DecodeFault {
        RegisteredSchema before = entry.before;
        if (before != null && !entry.answer.isDone()) {
            return before;
        }
        try {
            return entry.answer.get(Math.max(0, deadline - nanos.getAsLong()), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof DecodeFault fault
                    ? fault
                    : new DecodeFault("the schema registry does not answer", true);
        } catch (TimeoutException late) {
            throw new DecodeFault("the schema registry does not answer in time", true);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DecodeFault("interrupted", true);
        }
    }

    /** Waits until it is worth asking again; false: the deadline has passed, or there is no more asking. */
    private boolean rest(long deadline) {
        long left = deadline - nanos.getAsLong();
        if (left <= 0) {
            return false;
        }
        try {
            return !closing.await(Math.min(AWAY, left), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Ends the threads; whoever waits is told. */
    @Override
    public void close() {
        closing.countDown();
        threads.shutdownNow();
    }
}
