package io.sluice.gateway.browse;

import io.sluice.filter.Filter;
import io.sluice.filter.FilterSet;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One filter and projection, record by record. One thread. */
final class Sieve implements FilterSet.Sink<Boolean> {
    private final FilterSet<Boolean> filters;
    private Verdict verdict = Verdict.NO_MATCH;
    private byte @Nullable [] projected;

    Sieve(Clock clock, Filter where, Projection select) {
        this.filters = FilterSet.create(clock);
        filters.add(true, where, select);
    }

    Verdict judge(ConsumerRecord<byte[], byte[]> record) {
        verdict = Verdict.NO_MATCH;
        projected = null;
        filters.evaluate(KafkaView.of(record), this);
        return verdict;
    }

    /** What the projection made of the last match; null for the value as it is. */
    byte @Nullable [] projected() {
        return projected;
    }

    @Override
    public void matched(Boolean id, byte @Nullable [] value) {
        verdict = Verdict.MATCH;
        projected = value;
    }

    @Override
    public void failed(Boolean id) {
        verdict = Verdict.ERROR;
    }
}
