package io.sluice.stream.flow;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * When a shared application commits. What a commit costs grows with the topics that it has to mark, and the thread waits for it; so the more
 * topics were written to, the later it is, within limits, and soon when nothing more comes. Where nothing has happened, nothing is asked for.
 * One for each application; belongs to its one thread.
 */
final class CommitPace {
    /** The soonest. */
    static final Duration SHORTEST = Duration.ofMillis(100);
    /** The latest; after this, Kafka Streams commits without being asked. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private static final long NANOS_PER_TOPIC = 10_000_000;
    /** More make no difference. */
    private static final long MOST_TOPICS = LONGEST.toNanos() / NANOS_PER_TOPIC;

    private final LongSupplier nanoTime;
    private final Set<String> topics = new HashSet<>();
    private boolean isNeeded;
    /** Something has changed since the last look, which is made every {@link #SHORTEST}. */
    private boolean isMoving;
    /** Nothing had changed between the last two looks, nor has since. */
    private boolean isStill;

    private long looked;
    private long last;

    /** @param nanoTime as {@link System#nanoTime} */
    CommitPace(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
        this.looked = last;
    }

    /** Something has changed that is not committed. */
    void onChanged() {
        isNeeded = true;
        isMoving = true;
        isStill = false;
    }

    void onWritten(String topic) {
        if (topics.size() < MOST_TOPICS) {
            topics.add(topic);
        }
    }

    boolean isNeeded() {
        return isNeeded;
    }

    /** Whether it is time to ask for a commit; if so, the time to the next one begins. */
    boolean isDue() {
        long now = nanoTime.getAsLong();
        if (now - looked >= SHORTEST.toNanos()) {
            looked = now;
            isStill = !isMoving;
            isMoving = false;
        }
        long wait = isStill ? 0 : topics.size() * NANOS_PER_TOPIC;
        if (!isNeeded || now - last < Math.max(SHORTEST.toNanos(), wait)) {
            return false;
        }
        isNeeded = false;
        last = now;
        topics.clear();
        return true;
    }
}
