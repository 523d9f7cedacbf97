package io.sluice.stream.query;

import io.sluice.filter.Expression;
import io.sluice.filter.RecordView;
import io.sluice.filter.Value;
import io.sluice.filter.Values;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** What a side of a join is joined by. Owned by one thread. */
final class KeyOf {
    private final Values values;

    KeyOf(Expression of, Clock clock) {
        values = Values.of(List.of(of), clock);
    }

    /** Whether it can be read at all. */
    boolean read(RecordView row) {
        return values.read(row);
    }

    /** {@link Value#NOTHING} meets nothing. */
    Value value() {
        return values.get(0);
    }

    /** As {@code $key} of a joined row: a text without quotes, anything else as JSON. Rows share it, and none replaces another. */
    static byte[] plain(Value value) {
        return value instanceof Value.Text text ? text.value().getBytes(StandardCharsets.UTF_8) : value.json();
    }
}
