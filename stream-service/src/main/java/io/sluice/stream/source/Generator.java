package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.source.BatchWriter.Sent;
import io.sluice.stream.source.BatchWriter.Written;
import io.sluice.stream.store.Backoff;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One running generator. Belongs to one event loop.
 *
 * <p>It wakes when the next record is due, but at most every {@link #TICK}, and sends all that is due then as one batch: high
 * rates cost some batches a second, low rates one timer a record. At most {@link #MAX_BATCHES} batches, each of at most a second's
 * records, wait for the broker; beyond that it holds still, and the time lost is skipped ({@link Pacer}). A failed batch
 * is told as {@code FAILED} with the reason, and tried again with growing pauses; the records of that batch are not repeated.
 */
final class Generator implements Run {
    static final Duration TICK = Duration.ofMillis(25);
    private static final int MAX_BATCHES = 4;
    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration RETRY_MOST = Duration.ofSeconds(15);

    private final Vertx vertx;
    private final Broker broker;
    private final BatchWriter writer;
    private final UUID dataset;
    private final String topic;
    private final RecordTemplate template;
    private final Backoff backoff = new Backoff(RETRY_FIRST, RETRY_MOST);
    private final RateMeter meter;
    private final List<Future<Written>> inFlight = new ArrayList<>();

    private Pacer pacer;
    private double recordsPerSecond;
    private State state = State.STARTING;
    private Runnable changed = () -> {};
    private @Nullable String reason;
    private boolean handing;
    private boolean stopped;
    private boolean retrying;
    private long timer = -1;
    private long written;

    /** What to make, for whom, and how many records were made in earlier runs. */
    record Task(UUID dataset, Source.Generator source, long made) {}

    Generator(Vertx vertx, Broker broker, BatchWriter writer, Task task) {
        this.vertx = vertx;
        this.broker = broker;
        this.writer = writer;
        this.dataset = task.dataset();
        Source.Generator source = task.source();
        this.topic = source.topic();
        Long seed = source.seed();
        this.template = RecordTemplate.of(
                source.template(), seed == null ? new SplittableRandom() : new SplittableRandom(seed), task.made());
        this.recordsPerSecond = source.rate();
        this.pacer = new Pacer(recordsPerSecond, System.nanoTime());
        this.meter = new RateMeter(System.nanoTime());
        this.written = task.made();
    }

    @Override
    public void start(Runnable whenChanged) {
        changed = whenChanged;
        tick();
    }

    @Override
    public boolean adjust(Dataset changed) {
        if (changed.source() instanceof Source.Generator source && source.rate() != recordsPerSecond) {
            recordsPerSecond = source.rate();
            pacer = new Pacer(recordsPerSecond, System.nanoTime());
            schedule();
        }
        return true;
    }

    @Override
    public Future<Void> stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        return inFlight.isEmpty()
                ? Future.succeededFuture()
                : Future.join(inFlight).mapEmpty();
    }

    @Override
    public Figures figures() {
        Progress progress = new Progress(written, written, 0, null, 0, List.of(), false);
        return new Figures(dataset, state, reason, progress, meter.rate(System.nanoTime()));
    }

    private void schedule() {
        vertx.cancelTimer(timer);
        if (!stopped && !retrying) {
            long delay = Math.max(TICK.toMillis(), pacer.next(System.nanoTime()).toMillis());
            timer = vertx.setTimer(delay, fired -> tick());
        }
    }

    private void tick() {
        if (!handing && inFlight.size() < MAX_BATCHES) {
            int due = pacer.take(System.nanoTime());
            if (due > 0) {
                send(due);
            }
        }
        schedule();
    }

    private void send(int count) {
        handing = true;
        Sent sent = writer.send(topic, template, count);
        inFlight.add(sent.written());
        sent.handed().onComplete(done -> handing = false);
        sent.written().onSuccess(outcome -> {
            inFlight.remove(sent.written());
            settled(outcome);
        });
    }

    private void settled(Written outcome) {
        written += outcome.records();
        meter.add(outcome.records());
        Throwable failure = outcome.failure();
        if (failure == null) {
            backoff.reset();
            become(State.RUNNING, null);
        } else if (!stopped && !retrying) {
            retryLater(failure);
        }
    }

    private void become(State next, @Nullable String why) {
        boolean another = state != next || !Objects.equals(reason, why);
        state = next;
        reason = why;
        if (another) {
            changed.run();
        }
    }

    private void retryLater(Throwable failure) {
        retrying = true;
        vertx.cancelTimer(timer);
        become(
                State.FAILED,
                "Records could not be written (" + failure.getClass().getSimpleName() + "); trying again.");
        broker.find(topic)
                .onSuccess(found -> {
                    if (found == null && state == State.FAILED) {
                        become(State.FAILED, "The topic \"" + topic + "\" is gone.");
                    }
                })
                .onFailure(away -> {
                    if (state == State.FAILED) {
                        become(State.FAILED, "Kafka does not answer; trying again.");
                    }
                });
        timer = vertx.setTimer(backoff.next(), fired -> {
            retrying = false;
            tick();
        });
    }
}
