package io.sluice.stream.intake.feed;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One file that is not known as it is now: when to look at it, so that nothing half-written is read. A file is ready when size and
 * time have not changed for its format's settling time, and for three times the longest pause that was seen between two changes
 * of it, so a slow writer is waited for. Used by one thread.
 */
final class Settling {
    /** A text that ends too early may be written on; only after so long without a change it counts as broken. */
    static final Duration GRACE = Duration.ofSeconds(5);

    private static final int PAUSES = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final FileFormat format;
    private final Duration settling;
    private final Clock clock;
    private long size;
    private long modified;
    private long changedAt;
    private Duration pause = Duration.ZERO;
    private boolean early;

    /** @param at when it was looked at, of {@link System#nanoTime}; files of one look are ready at one moment */
    Settling(String name, FileFormat format, BasicFileAttributes first, Clock clock, long at) {
        this.format = format;
        this.settling = format.settling(name);
        this.clock = clock;
        this.size = first.size();
        this.modified = modified(first);
        this.changedAt = at - age(first).toNanos();
    }

    FileFormat format() {
        return format;
    }

    long modified() {
        return modified;
    }

    /** The file was looked at. */
    void seen(BasicFileAttributes now) {
        if (size == now.size() && modified == modified(now)) {
            return;
        }
        size = now.size();
        modified = modified(now);
        Duration since = quiet(System.nanoTime());
        pause = since.compareTo(pause) > 0 ? since : pause;
        pause = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
        changedAt = System.nanoTime();
        early = false;
    }

    /** It was read, and ends too early. */
    void endsEarly() {
        early = true;
    }

    /** Whether a text that ends too early is broken now. */
    boolean isFinal() {
        return quiet(System.nanoTime()).compareTo(GRACE) >= 0;
    }

    /** @param now of {@link System#nanoTime} */
    boolean isReady(long now) {
        Duration left = left(now);
        return left.isNegative() || left.isZero();
    }

    /** Until it may be read; zero or less: now. */
    Duration left(long now) {
        Duration needed = early ? GRACE : settling;
        Duration patient = format == FileFormat.JSON ? Duration.ZERO : pause.multipliedBy(PAUSES);
        return (patient.compareTo(needed) > 0 ? patient : needed).minus(quiet(now));
    }

    private Duration quiet(long now) {
        return Duration.ofNanos(now - changedAt);
    }

    /** By the clock of the wall: a file that was there long before this began is quiet. Never negative. */
    private Duration age(BasicFileAttributes file) {
        Duration age = Duration.between(file.lastModifiedTime().toInstant(), clock.instant());
        boolean longAgo = age.compareTo(GRACE.multipliedBy(2)) > 0;
        return longAgo ? GRACE.multipliedBy(2) : Duration.ZERO;
    }

    private static long modified(BasicFileAttributes file) {
        return file.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }
}
