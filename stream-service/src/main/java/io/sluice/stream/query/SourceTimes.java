package io.sluice.stream.query;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How far event time has come in each source of one task, and which have fallen idle, by the clock. Owned by one thread. */
final class SourceTimes {
    /** After this everything is said again, for those who have come meanwhile; in milliseconds. */
    private static final long REPEAT_MS = 5_000;

    private final long idleMs;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    /** @param idle after how long without rows nobody waits for a source */
    SourceTimes(Duration idle) {
        this.idleMs = idle.toMillis();
    }

    private static final class Source {
        private long progress = Step.UNKNOWN;
        private long lastRow;
        private long told = Step.UNKNOWN;
        private boolean toldIdle;
        private long toldAt = Long.MIN_VALUE;
    }

    /** There is such a source, though nothing may have come from it. */
    void expect(String source, long clock) {
        known(source, clock);
    }

    private Source known(String source, long clock) {
        return sources.computeIfAbsent(source, name -> {
            Source fresh = new Source();
            fresh.lastRow = clock;
            return fresh;
        });
    }

    /** A row has come from it; answers how far it is now. */
    long onRow(String source, long at, long clock) {
        Source known = known(source, clock);
        known.progress = Math.max(known.progress, at);
        known.lastRow = clock;
        return known.progress;
    }

    /** Tells what has changed since it was told. */
    void tell(long clock, Consumer<Step.Time> to) {
        sources.forEach((name, source) -> {
            boolean idle = clock - source.lastRow >= idleMs;
            boolean news = source.progress != source.told || idle != source.toldIdle;
            if (news || source.toldAt + REPEAT_MS <= clock) {
                source.told = source.progress;
                source.toldIdle = idle;
                source.toldAt = clock;
                to.accept(new Step.Time(name, source.progress, idle));
            }
        });
    }
}
