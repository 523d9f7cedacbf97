package io.sluice.stream.alert;

import io.sluice.decode.RecordContent;
import io.sluice.filter.RecordView;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record of a consumer as filters see it; one object for all records of a rule. Belongs to one thread. */
final class SeenRecord implements RecordView {
    private static final Header[] NONE = {};

    private final RecordContent content;
    private String topic = "";
    private int partition;
    private long offset;
    private long timestamp;
    private Header[] headers = NONE;

    SeenRecord(RecordContent content) {
        this.content = content;
    }

    void show(ConsumerRecord<byte[], byte[]> record) {
        content.show(record.key(), record.value());
        topic = record.topic();
        partition = record.partition();
        offset = record.offset();
        timestamp = record.timestamp();
        headers = record.headers().toArray();
    }

    /** Whether a part of it that was looked at may be decoded in a while, though not now. */
    boolean isPassing() {
        return content.isPassing();
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public int partition() {
        return partition;
    }

    @Override
    public long offset() {
        return offset;
    }

    @Override
    public long timestamp() {
        return timestamp;
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
        return headers.length;
    }

    @Override
    public String headerName(int i) {
        return headers[i].key();
    }

    @Override
    public byte @Nullable [] headerValue(int i) {
        return headers[i].value();
    }
}
