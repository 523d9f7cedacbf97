package io.sluice.gateway.browse;

import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import io.sluice.gateway.record.KafkaRecordView;
import io.sluice.gateway.record.Sight;
import java.time.Clock;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One filter and projection, record by record. One thread. */
final class Sieve {
    private final Sight sight;
    private final Matcher matcher;
    private @Nullable KafkaRecordView view;

    Sieve(Clock clock, Filter where, Projection select, Sight sight) {
        this.sight = sight;
        this.matcher = Matcher.of(where, select, clock);
    }

    Verdict judge(ConsumerRecord<byte[], byte[]> record) {
        KafkaRecordView seen = sight.look(record);
        view = seen;
        return seen == null ? Verdict.NO_MATCH : matcher.evaluate(seen);
    }

    /** The record that matched last. */
    KafkaRecordView view() {
        return Objects.requireNonNull(view);
    }

    /** What the projection made of the last match; null for the value as it is. */
    byte @Nullable [] projected() {
        return matcher.projected();
    }
}
