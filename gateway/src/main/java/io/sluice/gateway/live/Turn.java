package io.sluice.gateway.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of catching up, the answer of a tail or of a replay cursor: what to deliver, where that leaves the subscriber, and
 * where to turn next.
 *
 * @param topicId of the incarnation that {@code at} is a position of
 * @param at the position behind the chunks
 * @param gap told before the chunks
 */
record Turn(
        String topicId, Position at, Next next, @Nullable Gap gap, List<Chunk> chunks, Counts counts) {

    enum Next {
        /** The tail has attached the subscriber at exactly {@code at}; what follows comes with its batches. */
        LIVE,
        /** Ask the tail to join. */
        TAIL,
        /** The tail no longer holds what comes next: read it from Kafka. */
        KAFKA,
        /** Everything up to {@code until} was delivered. */
        DONE,
        /** There is no such topic any more. */
        GONE
    }

    /** Of the records looked at in this step; {@code bytes} of them were read from Kafka for this subscriber alone. */
    record Counts(long scanned, long matched, long failed, long bytes) {
        static final Counts NONE = new Counts(0, 0, 0, 0);

        static Counts of(long scanned, List<Output> outputs) {
            return new Counts(
                    scanned,
                    outputs.stream().mapToLong(Output::matched).sum(),
                    outputs.stream().mapToLong(Output::failed).sum(),
                    0);
        }

        Counts withBytes(long read) {
            return new Counts(scanned, matched, failed, read);
        }
    }

    Turn {
        chunks = List.copyOf(chunks);
    }

    Turn withBytes(long read) {
        return new Turn(topicId, at, next, gap, chunks, counts.withBytes(read));
    }

    /** Nothing to deliver. */
    static Turn empty(String topicId, Position at, Next next, @Nullable Gap gap) {
        return new Turn(topicId, at, next, gap, List.of(), Counts.NONE);
    }

    static Turn of(String topicId, Position at, Next next, long scanned, List<Output> outputs) {
        List<Chunk> chunks =
                outputs.stream().flatMap(output -> output.chunks().stream()).toList();
        return new Turn(topicId, at, next, null, chunks, Counts.of(scanned, outputs));
    }
}
