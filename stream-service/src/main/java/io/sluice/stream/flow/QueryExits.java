package io.sluice.stream.flow;

import io.sluice.contract.Streams.Failure;
import io.sluice.stream.query.Exits;
import io.sluice.stream.query.Place;
import java.time.Clock;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Rows of a query go to the stream's topic or that of a branch, what gets no further to its dead letters; all is counted. */
final class QueryExits implements Exits {
    private static final String TOO_LARGE =
            "The row is too large for the topic \"%s\": up to %d bytes, and a record there has at most %d.";
    private static final String NO_BRANCH = "The condition of a branch cannot be decided for the row.";
    private static final Produced<byte[], Outgoing> PRODUCED =
            Produced.with(Serdes.ByteArray(), Serdes.serdeFrom(Outgoing.SERIALIZER, (topic, bytes) -> null));

    private final Delivery.To to;
    private final Counters counters;
    private final Clock clock;

    QueryExits(Delivery.To to, Counters counters, Clock clock) {
        this.to = to;
        this.counters = counters;
        this.clock = clock;
    }

    @Override
    public void onScanned(String source) {
        counters.onScanned(source, 1);
    }

    @Override
    public void written(KStream<byte[], Result> rows) {
        rows.process(Rows::new).to(Outgoing.TOPIC, PRODUCED);
    }

    @Override
    public void lost(KStream<byte[], Loss> rows) {
        rows.process(Losses::new).to(Outgoing.TOPIC, PRODUCED);
    }

    /** Belongs to a task's thread. */
    private final class Rows implements Processor<byte[], Result, byte[], Outgoing> {
        private final Branches branches = new Branches(to.branches(), clock);
        private @Nullable ProcessorContext<byte[], Outgoing> context;

        @Override
        public void init(ProcessorContext<byte[], Outgoing> opened) {
            context = opened;
        }

        @Override
        public void process(Record<byte[], Result> record) {
            Result result = record.value();
            Record<byte[], byte[]> plain = new Record<>(record.key(), result.value(), record.timestamp());
            Destination destination = branches.of(plain, to.own());
            if (destination == null) {
                refuse(plain, result, NO_BRANCH);
                return;
            }
            long size = Outgoing.size(plain, result.value());
            if (size > destination.maxBytes()) {
                refuse(plain, result, TOO_LARGE.formatted(destination.topic(), size, destination.maxBytes()));
            } else if (context != null) {
                counters.onMatched();
                context.forward(plain.withValue(new Outgoing(destination.topic(), result.value())));
            }
        }

        private void refuse(Record<byte[], byte[]> row, Result result, String reason) {
            letter(context, row, failure(result.place(), reason), false);
        }
    }

    private static Failure failure(Place place, String reason) {
        return new Failure(place.topic(), place.partition(), place.offset(), reason);
    }

    private void letter(
            @Nullable ProcessorContext<byte[], Outgoing> context,
            Record<byte[], byte[]> row,
            Failure failure,
            boolean late) {
        String topic = to.own().deadLetters();
        boolean isKept = topic != null;
        if (late) {
            counters.onLate(isKept);
        } else {
            counters.onFailed(failure, isKept);
        }
        if (topic != null && context != null) {
            context.forward(DeadLetter.of(row, failure, topic, to.own().maxDeadBytes()));
        }
    }

    /** Belongs to a task's thread. */
    private final class Losses implements Processor<byte[], Loss, byte[], Outgoing> {
        private @Nullable ProcessorContext<byte[], Outgoing> context;

        @Override
        public void init(ProcessorContext<byte[], Outgoing> opened) {
            context = opened;
        }

        @Override
        public void process(Record<byte[], Loss> record) {
            Loss loss = record.value();
            Record<byte[], byte[]> row =
                    new Record<>(record.key(), loss.value(), record.timestamp(), new RecordHeaders());
            letter(context, row, failure(loss.place(), loss.reason()), loss.late());
        }
    }
}
