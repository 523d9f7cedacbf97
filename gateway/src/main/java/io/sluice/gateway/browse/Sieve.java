package io.sluice.gateway.browse;

import io.sluice.decode.RecordContent;
import io.sluice.filter.Filter;
import io.sluice.filter.Matcher;
import io.sluice.filter.Projection;
import io.sluice.filter.Verdict;
import io.sluice.gateway.record.KafkaRecordView;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** One filter and projection, record by record. One thread. */
final class Sieve {
    private final KafkaRecordView view;
    private final Matcher matcher;

    Sieve(Clock clock, Filter where, Projection select, RecordContent content) {
        this.view = new KafkaRecordView(content);
        this.matcher = Matcher.of(where, select, clock);
    }

    Verdict judge(ConsumerRecord<byte[], byte[]> record) {
        view.show(record);
        return matcher.evaluate(view);
    }

    /** The record that was judged last. */
    KafkaRecordView view() {
        return view;
    }

    /** What the projection made of the last match; null for the value as it is. */
    byte @Nullable [] projected() {
        return matcher.projected();
    }
}
