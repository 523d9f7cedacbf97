package io.sluice.gateway.browse;

import io.sluice.filter.RecordView;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A Kafka record as the filter language sees it. */
record KafkaView(ConsumerRecord<byte[], byte[]> record, Header[] headers) implements RecordView {
    static KafkaView of(ConsumerRecord<byte[], byte[]> record) {
        return new KafkaView(record, record.headers().toArray());
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
        return record.key();
    }

    @Override
    public byte @Nullable [] value() {
        return record.value();
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
