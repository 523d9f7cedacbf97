package io.sluice.gateway.record;

import io.sluice.decode.RecordContent;
import io.sluice.filter.Masker;
import io.sluice.filter.RecordView;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** The filter's view of a Kafka record, behind its decoders; one object shows a whole topic, record after record. One thread. */
public final class KafkaRecordView implements RecordView {
    private static final ConsumerRecord<byte[], byte[]> NONE = new ConsumerRecord<>(
            "", 0, 0, 0, TimestampType.NO_TIMESTAMP_TYPE, 0, 0, null, null, new RecordHeaders(), Optional.empty());

    private final RecordContent content;
    private final @Nullable Masker masker;
    private ConsumerRecord<byte[], byte[]> record = NONE;
    private Header @Nullable [] headers;

    public KafkaRecordView(RecordContent content) {
        this(content, null);
    }

    private KafkaRecordView(RecordContent content, @Nullable Masker masker) {
        this.content = content;
        this.masker = masker;
    }

    /** What this one shows, as it is seen through a veil; to be shown each record after this one. */
    public KafkaRecordView under(Masker veil) {
        return new KafkaRecordView(content.under(veil), veil);
    }

    /** From now on this is the record. */
    public void show(ConsumerRecord<byte[], byte[]> record) {
        this.record = record;
        this.headers = null;
        content.show(record.key(), record.value());
    }

    public ConsumerRecord<byte[], byte[]> record() {
        return record;
    }

    public RecordContent content() {
        return content;
    }

    @Override
    public String topic() {
        return record.topic();
    }

    @Override
    public int partition() {
        return record.partition();
    }

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long timestamp() {
        return record.timestamp();
    }

    @Override
    public byte @Nullable [] key() {
        return content.filteredKey();
    }

    @Override
    public byte @Nullable [] value() {
        return content.filteredValue();
    }

    @Override
    public int headerCount() {
        return headers().length;
    }

    @Override
    public String headerName(int i) {
        return headers()[i].key();
    }

    @Override
    public byte @Nullable [] headerValue(int i) {
        return headers()[i].value();
    }

    /** As they are seen, in their order. */
    Header[] headers() {
        if (headers == null) {
            headers = seen(record.headers().toArray());
        }
        return headers;
    }

    private Header[] seen(Header[] all) {
        Masker veil = masker;
        if (veil == null || veil.leavesHeaders() || all.length == 0) {
            return all;
        }
        return Arrays.stream(all)
                .filter(header -> !veil.isRemoved(header.key()))
                .map(header -> new RecordHeader(header.key(), veil.header(header.key(), header.value())))
                .toArray(Header[]::new);
    }
}
