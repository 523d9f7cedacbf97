package io.sluice.stream.flow;

import org.jspecify.annotations.Nullable;

/**
 * Where a stream's records go. How large a record may be is watched while the stream runs, so it can change at any time. Any thread.
 *
 * <p>A record that a broker refuses spoils the transaction that it is in, and that of every other stream in it, so what is too large is
 * never sent.
 */
final class Destination {
    /** What a topic takes unless it is told otherwise, in bytes. */
    static final int DEFAULT_BYTES = 1_048_588;

    private final String topic;
    private final @Nullable String deadLetters;
    private final Limits limits;

    /** @param deadLetters null: of a stream from before there were any */
    Destination(String topic, @Nullable String deadLetters) {
        this(topic, deadLetters, new Limits());
    }

    private Destination(String topic, @Nullable String deadLetters, Limits limits) {
        this.topic = topic;
        this.deadLetters = deadLetters;
        this.limits = limits;
    }

    private static final class Limits {
        volatile int bytes = DEFAULT_BYTES;
        volatile int deadBytes = DEFAULT_BYTES;
    }

    String topic() {
        return topic;
    }

    @Nullable String deadLetters() {
        return deadLetters;
    }

    int maxBytes() {
        return limits.bytes;
    }

    int maxDeadBytes() {
        return limits.deadBytes;
    }

    /** Another topic with the same limits, whatever they become. */
    Destination beside(String other) {
        return new Destination(other, deadLetters, limits);
    }

    /** In bytes, with keys, headers and what a broker counts besides. */
    void limit(int bytes, int deadBytes) {
        limits.bytes = Math.min(bytes, Application.MAX_REQUEST_BYTES);
        limits.deadBytes = Math.min(deadBytes, Application.MAX_REQUEST_BYTES);
    }
}
