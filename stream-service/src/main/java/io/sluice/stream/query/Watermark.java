package io.sluice.stream.query;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * How far event time has come for a task that hears of several sources: as far as in the one that is furthest behind, of those that are not
 * idle. So no source makes rows of another one late. While all are idle it goes on with the clock, from the latest time of all. It
 * never goes back. Owned by one thread.
 */
final class Watermark {
    private final Map<String, Source> sources = new HashMap<>();
    private long value = Step.UNKNOWN;
    /** When the last source fell idle, by the clock, and the time then; UNKNOWN: not all are idle. */
    private long idleSince = Step.UNKNOWN;

    private long idleFrom;

    private record Source(long progress, boolean idle) {}

    /** @param expected sources that are waited for, though nothing was heard of them yet */
    Watermark(Collection<String> expected) {
        expected.forEach(name -> sources.put(name, new Source(Step.UNKNOWN, false)));
    }

    /** Goes on from what it was. */
    void restore(long known) {
        value = Math.max(value, known);
    }

    /** {@link Step#UNKNOWN}: there is none yet. */
    long value() {
        return value;
    }

    void on(Step.Row row, long clock) {
        on(row.source(), row.progress(), false, clock);
    }

    void on(Step.Time time, long clock) {
        on(time.source(), time.progress(), time.idle(), clock);
    }

    private void on(String name, long progress, boolean idle, long clock) {
        Source before = sources.get(name);
        Source now =
                before == null ? new Source(progress, idle) : new Source(Math.max(before.progress, progress), idle);
        if (!now.equals(before)) {
            sources.put(name, now);
            advance(clock);
        }
    }

    /** Lets time go on with the clock where nothing else moves it. */
    void advance(long clock) {
        long least = Long.MAX_VALUE;
        long most = Step.UNKNOWN;
        boolean waiting = false;
        for (Source source : sources.values()) {
            waiting |= !source.idle;
            least = source.idle ? least : Math.min(least, source.progress);
            most = Math.max(most, source.progress);
        }
        if (waiting) {
            idleSince = Step.UNKNOWN;
            value = Math.max(value, least);
        } else if (most != Step.UNKNOWN) {
            if (idleSince == Step.UNKNOWN) {
                idleSince = clock;
                idleFrom = Math.max(value, most);
            }
            value = Math.max(value, idleFrom + (clock - idleSince));
        }
    }
}
