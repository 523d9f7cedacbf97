package io.sluice.stream.flow;

import io.sluice.filter.RecordView;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record of Kafka Streams as a filter sees it; one object for all records of a task. */
final class ProcessedRecord implements RecordView {
    private static final Header[] NONE = {};

    private @Nullable RecordMetadata place;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private long timestamp;
    private Header[] headers = NONE;

    void at(@Nullable RecordMetadata where, Record<byte[], byte[]> record) {
        place = where;
        key = record.key();
        value = record.value();
        timestamp = record.timestamp();
        headers = record.headers().toArray();
    }

    @Override
    public String topic() {
        return place == null ? "" : place.topic();
    }

    @Override
    public int partition() {
        return place == null ? -1 : place.partition();
    }

    @Override
    public long offset() {
        return place == null ? -1 : place.offset();
    }

    @Override
    public long timestamp() {
        return timestamp;
    }

    @Override
    public byte @Nullable [] key() {
        return key;
    }

    @Override
    public byte @Nullable [] value() {
        return value;
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
