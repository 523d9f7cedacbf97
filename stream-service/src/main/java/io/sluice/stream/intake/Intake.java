package io.sluice.stream.intake;

import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.sluice.stream.store.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one source into its topic, each record exactly once, on a daemon thread of its own that blocks where it must.
 *
 * <p>The thread takes the dataset over (an {@link ExactWriter} fences and aborts whatever wrote for it before), loads the last
 * {@link Checkpoint}, opens the reader there, and then goes round: the reader fills a batch, the batch and the positions behind
 * it are written in one transaction. A reader that fails is opened again from the last checkpoint after a pause; a writer that fails
 * likewise, because only the broker knows what became of a commit that was not answered.
 *
 * <p>{@link #start}, {@link #stop} and {@link #figures} may be called by any thread and never block.
 */
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration PAUSE_FIRST = Duration.ofSeconds(1);
    private static final Duration PAUSE_PASSING = Duration.ofMinutes(1);
    private static final Duration PAUSE_LASTING = Duration.ofMinutes(5);
    /** Another node writes for the dataset; by then this one knows that it has lost the lease. */
    private static final Duration PAUSE_FENCED = Duration.ofSeconds(15);

    private final Task task;
    private final Checkpoints checkpoints;
    private final Thread thread;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Backoff passing = new Backoff(PAUSE_FIRST, PAUSE_PASSING);
    private final Backoff lasting = new Backoff(PAUSE_FIRST, PAUSE_LASTING);

    private final Shield shield = new Shield();
    private final Standing standing;
    private volatile boolean stopping;

    /**
     * @param who begins a sentence about what is read
     * @param fingerprint of everything on which the meaning of positions depends; with another one the source begins anew
     * @param shaper made of the dataset's processing and mapping
     * @param interval the longest that a record waits to be written together with others
     * @param quiet after so long without a record the source counts as idle
     * @param onStop cuts what the reader waits for
     */
    record Task(
            UUID dataset,
            String topic,
            String who,
            String fingerprint,
            Reader.Factory factory,
            Shaper shaper,
            Duration interval,
            Duration quiet,
            Runnable onStop) {}

    /** @param reason null unless it failed; {@code progress} as of the last transaction */
    public record Figures(State state, @Nullable String reason, Progress progress) {}

    /** @param before how far it had come, to be told until the exact figures are loaded */
    Intake(Task task, Checkpoints checkpoints, Progress before) {
        this.task = task;
        this.checkpoints = checkpoints;
        this.standing = new Standing(before, task.quiet());
        this.thread = new Thread(this::run, "sluice-source-" + task.dataset());
        this.thread.setDaemon(true);
    }

    /** @param changed is called by the thread of the source when its state, or the reason, has become another; must not block */
    public void start(Runnable changed) {
        standing.observe(changed);
        thread.start();
    }

    /** @return completes when nothing more is written and the figures are final */
    public CompletableFuture<Void> stop() {
        stopping = true;
        shield.interrupt(thread);
        task.onStop().run();
        return ended;
    }

    public Figures figures() {
        return standing.figures();
    }

    private void run() {
        try {
            while (!stopping && !standing.isCompleted()) {
                attempt();
            }
        } catch (InterruptedException stopped) {
            LOG.debug("source interrupted; dataset={}", task.dataset());
        } finally {
            if (!stopping && !standing.isCompleted()) {
                standing.tell(State.FAILED, "Sluice had to give up reading this source; it goes on after a restart.");
            }
            ended.complete(null);
        }
    }

    /** Everything from taking the dataset over to the end of the source, or to a fault of the broker. */
    private void attempt() throws InterruptedException {
        try {
            int partitions = checkpoints.partitions(task.topic());
            if (partitions == 0) {
                failed("The topic \"" + task.topic() + "\" is gone.", passing.next());
                return;
            }
            if (!completedBefore()) {
                Pending.Target target =
                        new Pending.Target(task.topic(), partitions, checkpoints.maxRecord(task.topic()));
                takeOver(new Pending(target, task.shaper(), task.interval()));
            }
        } catch (KafkaException fault) {
            kafkaFailed(fault);
        } catch (RuntimeException bug) {
            String id = UUID.randomUUID().toString().substring(0, 8);
            LOG.error("source failed unexpectedly; id={} dataset={}", id, task.dataset(), bug);
            failed(
                    "Something unexpected happened inside Sluice (fault " + id + "); it is tried again.",
                    lasting.next());
        }
    }

    /** A source that has ended needs no producer at the next start. */
    private boolean completedBefore() throws InterruptedException {
        checkpoints.ensure();
        Optional<Checkpoint> last = checkpoints.load(task.dataset());
        if (last.isEmpty() || !last.get().ended() || !last.get().fingerprint().equals(task.fingerprint())) {
            return false;
        }
        standing.write(State.COMPLETED, last.get().totals(), true);
        return true;
    }

    private void takeOver(Pending pending) throws InterruptedException {
        try (ExactWriter writer = ExactWriter.open(checkpoints.link(), task.dataset())) {
            Checkpoint checkpoint = checkpoints.load(task.dataset()).orElse(Checkpoint.beginning(task.fingerprint()));
            if (!checkpoint.fingerprint().equals(task.fingerprint())) {
                checkpoint = beginAnew(writer, checkpoint);
            }
            standing.load(checkpoint.totals());
            Course course = new Course(writer, pending, checkpoint, surroundings());
            while (!stopping && !course.ended()) {
                readOnce(course);
            }
        }
    }

    private Course.Surroundings surroundings() {
        return new Course.Surroundings(task.dataset(), checkpoints, standing, shield, () -> stopping, () -> {
            passing.reset();
            lasting.reset();
        });
    }

    private Checkpoint beginAnew(ExactWriter writer, Checkpoint old) {
        LOG.info("source begins anew, it was changed; dataset={}", task.dataset());
        Map<String, @Nullable String> gone = new HashMap<>();
        old.positions().keySet().forEach(key -> gone.put(key, null));
        Checkpoint fresh = Checkpoint.beginning(task.fingerprint());
        writer.write(List.of(), checkpoints.records(task.dataset(), gone, fresh));
        return fresh;
    }

    /** From opening a reader to its end or its failure. */
    private void readOnce(Course course) throws InterruptedException {
        try (Reader reader = task.factory().open(course.positions())) {
            standing.open();
            while (!stopping && !course.ended()) {
                course.step(reader);
            }
        } catch (SourceFault fault) {
            readerFailed(course, fault);
        } catch (IOException broken) {
            readerFailed(course, Reasons.of(task.who(), broken));
        }
    }

    private void readerFailed(Course course, SourceFault fault) throws InterruptedException {
        if (stopping || course.ended()) {
            return;
        }
        course.writeRest();
        long own = fault.isLasting() ? lasting.next() : passing.next();
        failed(fault.reason(), Math.max(own, fault.pause().toMillis()));
    }

    private void kafkaFailed(KafkaException fault) throws InterruptedException {
        if (stopping) {
            return;
        }
        LOG.warn("source could not write; dataset={} cause={}", task.dataset(), fault.toString());
        if (fault instanceof ProducerFencedException || fault instanceof InvalidProducerEpochException) {
            failed("Another node has taken this source over.", PAUSE_FENCED.toMillis());
        } else if (fault instanceof RecordTooLargeException) {
            failed(
                    "A record is larger than the topic \"" + task.topic() + "\" takes (max.message.bytes).",
                    lasting.next());
        } else {
            failed("Kafka does not answer, or refuses; it is tried again.", passing.next());
        }
    }

    private void failed(String reason, long pauseMs) throws InterruptedException {
        if (stopping) {
            return;
        }
        LOG.info("source cannot be read; dataset={} retryMs={} reason={}", task.dataset(), pauseMs, reason);
        standing.tell(State.FAILED, reason);
        Thread.sleep(pauseMs);
    }
}
