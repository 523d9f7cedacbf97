package io.sluice.stream.flow;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one application has seen since it was asked last. Counted by the application's threads, taken by the event loop. After
 * a crash some records are counted again that are written once: figures for people, not accounts.
 */
public final class Counters {
    private final LongAdder scanned = new LongAdder();
    private final LongAdder matched = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /** Changes since the last one. */
    public record Delta(long scanned, long matched, long failed) {}

    void onScanned() {
        scanned.increment();
    }

    void onMatched() {
        matched.increment();
    }

    void onFailed() {
        failed.increment();
    }

    /** Takes back what could not be stored. */
    void restore(Delta delta) {
        scanned.add(delta.scanned());
        matched.add(delta.matched());
        failed.add(delta.failed());
    }

    public Delta take() {
        return new Delta(scanned.sumThenReset(), matched.sumThenReset(), failed.sumThenReset());
    }
}
