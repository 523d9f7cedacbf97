package io.sluice.stream.flow;

import io.sluice.contract.Streams.Failure;
import io.sluice.contract.Streams.Stats;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one application has seen of a stream since it was asked last. Counted by the application's threads, taken by the event loop.
 * After a crash some records are counted again that are written once: figures for people, not accounts.
 */
final class Counters {
    /** By source topic. */
    private final Map<String, LongAdder> scanned = new ConcurrentHashMap<>();

    private final LongAdder matched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder late = new LongAdder();
    /** Newest first, at most {@link Stats#MAX_FAILURES}; guarded by itself. */
    private final Deque<Failure> failures = new ArrayDeque<>();

    /**
     * Changes since the last one.
     *
     * @param scannedOf by source topic
     * @param dead how many of the failed and the late went to the dead letters
     * @param failures the newest ones, newest first
     */
    record Delta(Map<String, Long> scannedOf, long matched, long failed, long dead, List<Failure> failures, long late) {
        /** Nothing late. */
        Delta(Map<String, Long> scannedOf, long matched, long failed, long dead, List<Failure> failures) {
            this(scannedOf, matched, failed, dead, failures, 0);
        }

        long scanned() {
            return scannedOf.values().stream().mapToLong(Long::longValue).sum();
        }

        boolean isEmpty() {
            return scannedOf.isEmpty() && matched == 0 && failed == 0 && late == 0;
        }
    }

    /** @param source the topic as others know it */
    void onScanned(String source, long records) {
        scanned.computeIfAbsent(source, first -> new LongAdder()).add(records);
    }

    void onMatched() {
        matched.increment();
    }

    /** @param kept in the dead letters */
    void onFailed(Failure failure, boolean kept) {
        failed.increment();
        if (kept) {
            dead.increment();
        }
        synchronized (failures) {
            failures.addFirst(failure);
            while (failures.size() > Stats.MAX_FAILURES) {
                failures.removeLast();
            }
        }
    }

    /**
     * A row came after its window had closed.
     *
     * @param kept in the dead letters
     */
    void onLate(boolean kept) {
        late.increment();
        if (kept) {
            dead.increment();
        }
    }

    /** Takes back what could not be stored. */
    void restore(Delta delta) {
        delta.scannedOf().forEach(this::onScanned);
        matched.add(delta.matched());
        failed.add(delta.failed());
        dead.add(delta.dead());
        late.add(delta.late());
        synchronized (failures) {
            delta.failures().stream()
                    .limit(Stats.MAX_FAILURES - failures.size())
                    .forEach(failures::addLast);
        }
    }

    Delta take() {
        List<Failure> newest;
        synchronized (failures) {
            newest = new ArrayList<>(failures);
            failures.clear();
        }
        Map<String, Long> read = new HashMap<>();
        scanned.forEach((source, records) -> read.put(source, records.sumThenReset()));
        read.values().removeIf(records -> records == 0);
        return new Delta(
                read, matched.sumThenReset(), failed.sumThenReset(), dead.sumThenReset(), newest, late.sumThenReset());
    }
}
