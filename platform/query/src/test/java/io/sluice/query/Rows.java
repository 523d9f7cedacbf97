package io.sluice.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.filter.RecordView;
import org.jspecify.annotations.Nullable;

/** A record with a JSON value, and a text as its key. */
record Rows(@Nullable String text, String json, long timestamp) implements RecordView {
    static Rows of(String json) {
        return new Rows(null, json, 0);
    }

    @Override
    public String topic() {
        return "rides";
    }

    @Override
    public int partition() {
        return 0;
    }

    @Override
    public long offset() {
        return 0;
    }

    @Override
    public byte @Nullable [] key() {
        return text == null ? null : text.getBytes(UTF_8);
    }

    @Override
    public byte[] value() {
        return json.getBytes(UTF_8);
    }

    @Override
    public int headerCount() {
        return 0;
    }

    @Override
    public String headerName(int i) {
        throw new IndexOutOfBoundsException(i);
    }

    @Override
    public byte @Nullable [] headerValue(int i) {
        throw new IndexOutOfBoundsException(i);
    }
}
