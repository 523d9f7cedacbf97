package io.sluice.stream.intake;

import io.sluice.contract.Streams.State;
import io.sluice.stream.intake.Reader.Step;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * One tenure of a writer over a dataset: what has been written, what waits, and when it is time for a transaction. Belongs to the
 * source's thread.
 */
final class Course {
    /** How long a reader is let wait for its first record, while nothing has to be written. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ExactWriter writer;
    private final Pending pending;
    private final Surroundings around;
    private Checkpoint checkpoint;

    /**
     * What a course shares with the intake that it is a part of.
     *
     * @param stopping whether nothing more is to be written
     * @param onWritten after each transaction
     */
    record Surroundings(
            UUID dataset,
            Checkpoints checkpoints,
            Standing standing,
            Shield shield,
            BooleanSupplier stopping,
            Runnable onWritten) {}

    /** @param checkpoint what was written before */
    Course(ExactWriter writer, Pending pending, Checkpoint checkpoint, Surroundings around) {
        this.writer = writer;
        this.pending = pending;
        this.checkpoint = checkpoint;
        this.around = around;
    }

    boolean ended() {
        return checkpoint.ended();
    }

    /** Where a reader begins. */
    Map<String, String> positions() {
        return checkpoint.positions();
    }

    /** One call of the reader, and a transaction if it is time for one. */
    void step(Reader reader) throws SourceFault, IOException, InterruptedException {
        Pending.Mark mark = pending.mark();
        Step step;
        try {
            step = reader.read(pending, pending.isEmpty() ? PATIENCE : pending.left());
        } catch (SourceFault | IOException | RuntimeException failed) {
            pending.back(mark);
            throw failed;
        }
        if (around.stopping().getAsBoolean()) {
            // An end may be the one that stopping made, and what waits is read again.
            return;
        }
        if (around.standing().state() != State.RUNNING) {
            around.standing().tell(State.RUNNING, null);
        }
        if (step == Step.END || pending.isFull()) {
            write(step == Step.END);
        }
    }

    /** The reader has failed; what it gave before that is good. */
    void writeRest() throws InterruptedException {
        if (!pending.isEmpty()) {
            write(false);
        }
    }

    private void write(boolean end) throws InterruptedException {
        Checkpoint next = checkpoint.after(pending.positions(), pending.totals(), end);
        List<ProducerRecord<byte[], byte[]>> positions =
                around.checkpoints().records(around.dataset(), pending.positions(), next);
        around.shield().raise();
        try {
            writer.write(pending.records(), positions);
            checkpoint = next;
            if (end) {
                // Who is told that a source has ended reads its topic next.
                ExactWriter.settle(around.checkpoints().link(), around.dataset());
            }
            around.standing()
                    .write(
                            end ? State.COMPLETED : State.RUNNING,
                            next.totals(),
                            !pending.records().isEmpty());
            pending.clear();
            around.onWritten().run();
        } finally {
            around.shield().lower();
        }
    }
}
