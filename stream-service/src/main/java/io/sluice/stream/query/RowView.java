package io.sluice.stream.query;

import io.sluice.filter.RecordView;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** A row as expressions see it; one object for all rows of a stage. Headers are those of a record that was just read. */
final class RowView implements RecordView {
    private static final Header[] NONE = {};
    private static final Place NOWHERE = new Place("", -1, -1);

    private Place place = NOWHERE;
    private long timestamp;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private Header[] headers = NONE;

    RowView show(Step.Row row, @Nullable Headers carried) {
        place = row.place();
        timestamp = row.at();
        key = row.key();
        value = row.value();
        headers = carried == null ? NONE : carried.toArray();
        return this;
    }

    /** A value that was made here. */
    RowView show(byte[] made, long at) {
        place = NOWHERE;
        timestamp = at;
        key = null;
        value = made;
        headers = NONE;
        return this;
    }

    @Override
    public String topic() {
        return place.topic();
    }

    @Override
    public int partition() {
        return place.partition();
    }

    @Override
    public long offset() {
        return place.offset();
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
