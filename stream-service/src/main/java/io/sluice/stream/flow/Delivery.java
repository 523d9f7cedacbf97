package io.sluice.stream.flow;

import io.sluice.contract.Streams.Failure;
import io.sluice.stream.kafka.RegistryAway;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the records that one stream has judged: they go to its topic, to that of a branch, or to its dead letters, and are
 * counted. One for each task; belongs to the task's thread.
 */
final class Delivery {
    private static final String TOO_LARGE =
            "The record is too large for the topic \"%s\": up to %d bytes, and a record there has at most %d.";
    private static final String NO_ENVELOPE = "The value is not JSON, so nothing can stand around it.";
    private static final String NO_BRANCH = "The condition of a branch cannot be decided. ";

    private final Destination own;
    private final Envelope envelope;
    private final Branches branches;
    private final Counters counters;

    Delivery(To to, Counters counters, Clock clock) {
        this.own = to.own();
        this.envelope = to.envelope();
        this.branches = new Branches(to.branches(), clock);
        this.counters = counters;
    }

    /**
     * What a stream's definition says of it.
     *
     * @param own the stream's topic
     */
    record To(Destination own, Envelope envelope, List<Branches.Rule> branches) {
        To {
            branches = List.copyOf(branches);
        }

        /** Of what is stored: the one place where a definition becomes this. */
        static To of(StreamRow row, Destination destination) {
            return new To(destination, Envelope.of(row.definition().envelope()), Branches.of(row, destination));
        }
    }

    /** Where all of this goes. */
    interface Out extends Consumer<Record<byte[], Outgoing>> {}

    void onScanned(ProcessedRecord view) {
        counters.onScanned(view.topic(), 1);
    }

    /**
     * @param view of the record
     * @param record its value is the row, where it stands for several
     * @param made of it by the stream; null: its value as it is
     */
    void onMatch(ProcessedRecord view, Record<byte[], byte[]> record, byte @Nullable [] made, Out out) {
        Destination to = branches.of(view, made, own);
        mustBeCertain(view);
        if (to == null) {
            fail(view, record, NO_BRANCH + view.fault(), out);
            return;
        }
        byte[] value = made == null ? record.value() : made;
        if (!envelope.isNone()) {
            value = envelope.around(view.topic(), made == null ? view.value() : made);
            mustBeCertain(view);
            if (value == null) {
                fail(view, record, NO_ENVELOPE, out);
                return;
            }
        }
        long size = Outgoing.size(record, value);
        if (size > to.maxBytes()) {
            fail(view, record, TOO_LARGE.formatted(to.topic(), size, to.maxBytes()), out);
        } else {
            counters.onMatched();
            out.accept(record.withValue(new Outgoing(to.topic(), value)));
        }
    }

    /** It cannot be decided whether the record matches. */
    void onError(ProcessedRecord view, Record<byte[], byte[]> record, Out out) {
        String fault = view.fault();
        mustBeCertain(view);
        fail(view, record, fault, out);
    }

    /** What nobody can decode at the moment is no fault of the record: the thread ends, and another goes on with this very record. */
    void mustBeCertain(ProcessedRecord view) {
        if (view.isPassing()) {
            throw new RegistryAway();
        }
    }

    private void fail(ProcessedRecord view, Record<byte[], byte[]> record, String reason, Out out) {
        Failure failure = new Failure(view.topic(), view.partition(), view.offset(), reason);
        String to = own.deadLetters();
        counters.onFailed(failure, to != null);
        if (to != null) {
            out.accept(DeadLetter.of(record, failure, to, own.maxDeadBytes()));
        }
    }
}
