package io.sluice.stream.intake;

import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.sluice.stream.intake.Checkpoint.Totals;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a running source stands. Its own thread writes it; any thread may ask. */
final class Standing {
    private final Duration quiet;
    private volatile Runnable changed = () -> {};
    private volatile Now now;

    /** @param heard when a record was last written, or the source opened: of {@link System#nanoTime} */
    private record Now(State state, @Nullable String reason, Totals totals, long heard) {}

    /**
     * @param before how far it had come, to be told until the exact figures are loaded
     * @param quiet after so long without a record the source counts as idle
     */
    Standing(Progress before, Duration quiet) {
        this.quiet = quiet;
        Totals known = new Totals(
                before.records(), before.rows(), before.bytes(), before.size(), before.failed(), before.failures());
        this.now = new Now(State.STARTING, null, known, System.nanoTime());
    }

    State state() {
        return now.state();
    }

    boolean isCompleted() {
        return now.state() == State.COMPLETED;
    }

    /** @param observer is called when the state, or its reason, has become another */
    void observe(Runnable observer) {
        changed = observer;
    }

    void tell(State state, @Nullable String reason) {
        become(new Now(state, reason, now.totals(), now.heard()));
    }

    /** The exact figures are there. */
    void load(Totals totals) {
        now = new Now(now.state(), now.reason(), totals, System.nanoTime());
    }

    /** A reader is open, and may be silent for a while. */
    void open() {
        now = new Now(now.state(), now.reason(), now.totals(), System.nanoTime());
    }

    /**
     * A transaction is done.
     *
     * @param heard whether there were records in it
     */
    void write(State state, Totals totals, boolean heard) {
        become(new Now(state, null, totals, heard ? System.nanoTime() : now.heard()));
    }

    private void become(Now next) {
        Now before = now;
        now = next;
        if (before.state() != next.state() || !Objects.equals(before.reason(), next.reason())) {
            changed.run();
        }
    }

    Intake.Figures figures() {
        Now current = now;
        Totals totals = current.totals();
        boolean idle = current.state() == State.RUNNING && System.nanoTime() - current.heard() > quiet.toNanos();
        Progress progress = new Progress(
                totals.records(),
                totals.rows(),
                totals.bytes(),
                totals.size(),
                totals.failed(),
                totals.failures(),
                idle);
        return new Intake.Figures(current.state(), current.reason(), progress);
    }
}
