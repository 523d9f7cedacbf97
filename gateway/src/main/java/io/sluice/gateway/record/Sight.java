package io.sluice.gateway.record;

import io.sluice.decode.RecordContent;
import io.sluice.filter.Masker;
import io.sluice.filter.Veil;
import java.time.Clock;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What one reader sees of a topic's records, one after the other. Owned by one thread. */
public final class Sight {
    private final KafkaRecordView whole;
    private final @Nullable Masker masker;
    private final KafkaRecordView seen;

    /** @param content decodes the records */
    public Sight(RecordContent content, Veil veil, Clock clock) {
        this.whole = new KafkaRecordView(content);
        this.masker = veil.isNone() ? null : Masker.of(veil, clock);
        this.seen = masker == null ? whole : whole.under(masker);
    }

    /** The record as it is seen, until the next one is looked at; null where it is not to be seen at all. */
    public @Nullable KafkaRecordView look(ConsumerRecord<byte[], byte[]> record) {
        whole.show(record);
        if (masker != null) {
            if (!masker.shows(whole)) {
                return null;
            }
            seen.show(record);
        }
        return seen;
    }
}
