package io.sluice.stream.flow;

import io.sluice.decode.Decoded;
import io.sluice.decode.RecordContent;
import io.sluice.filter.JsonText;
import io.sluice.filter.Limits;
import io.sluice.filter.RecordView;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A record of Kafka Streams as a filter sees it; one object for all records of a task. */
final class ProcessedRecord implements RecordView {
    private static final Header[] NONE = {};

    private final Map<String, String> names;
    private final Function<String, RecordContent> decoders;
    private final Map<String, RecordContent> contents = new HashMap<>();
    private @Nullable RecordMetadata place;
    private RecordContent content;
    private long timestamp;
    private Header[] headers = NONE;
    private byte @Nullable [] row;

    /** @param names of topics that are called otherwise than they are; {@code decoders} of a topic */
    ProcessedRecord(Map<String, String> names, Function<String, RecordContent> decoders) {
        this.names = names;
        this.decoders = decoders;
        this.content = decoders.apply("");
    }

    void at(@Nullable RecordMetadata where, Record<byte[], byte[]> record) {
        place = where;
        content = contents.computeIfAbsent(topic(), decoders);
        content.show(record.key(), record.value());
        timestamp = record.timestamp();
        headers = record.headers().toArray();
        row = null;
    }

    /** From now on, until the next record, its value is one of the rows that it stands for; null: its own again. */
    void row(byte @Nullable [] value) {
        row = value;
    }

    /** Null: its value is that of the record. */
    byte @Nullable [] row() {
        return row;
    }

    /** In words for people: what of it a filter could not read. */
    String fault() {
        if (row == null && content.value() instanceof Decoded.Failed failed) {
            return "The value cannot be decoded: " + failed.reason();
        } else if (content.key() instanceof Decoded.Failed failed) {
            return "The key cannot be decoded: " + failed.reason();
        }
        byte[] value = value();
        return value != null && JsonText.of(value, Limits.MAX_VALUE_DEPTH) == JsonText.NONE
                ? "The value is not JSON, or is nested too deep."
                : "The filter cannot read the key or the value: it is not JSON, too deep, or too large.";
    }

    /** Whether a part of it that was looked at may be decoded in a while, though not now. */
    boolean isPassing() {
        return content.isPassing();
    }

    @Override
    public String topic() {
        return place == null ? "" : names.getOrDefault(place.topic(), place.topic());
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
        return content.filteredKey();
    }

    @Override
    public byte @Nullable [] value() {
        return row == null ? content.filteredValue() : row;
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
