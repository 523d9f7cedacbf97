package io.sluice.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record as a later step of a pipeline sees it: another value, and the outcomes of windows as headers behind its own. */
final class SteppedRecord implements RecordView {
    private final RecordView record;
    private final byte @Nullable [] value;
    private final List<Header> outcomes;

    /** The outcome of a window. */
    record Header(String name, byte @Nullable [] value) {}

    SteppedRecord(RecordView record, byte @Nullable [] value) {
        this(record, value, List.of());
    }

    SteppedRecord(RecordView record, byte @Nullable [] value, List<Header> outcomes) {
        this.record = record;
        this.value = value;
        this.outcomes = outcomes;
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
        return value;
    }

    @Override
    public int headerCount() {
        return record.headerCount() + outcomes.size();
    }

    @Override
    public String headerName(int i) {
        int own = i - record.headerCount();
        return own < 0 ? record.headerName(i) : outcomes.get(own).name();
    }

    @Override
    public byte @Nullable [] headerValue(int i) {
        int own = i - record.headerCount();
        return own < 0 ? record.headerValue(i) : outcomes.get(own).value();
    }
}
