package io.sluice.query;

import io.sluice.filter.Value;
import org.jspecify.annotations.Nullable;

/** One measure of a group while it fills. Knows no nothing: that does not count. Owned by one thread. */
interface Part {
    /** Why {@code value} cannot be taken, in words that go on behind the function and a colon; null where it can. */
    @Nullable String refusal(Value value);

    /**
     * Takes a value that is not refused.
     *
     * @param time of its row, epoch milliseconds
     */
    void add(Value value, long time);

    /** Takes the values of another one of the same measure, as if they came behind those that are here. */
    void merge(Part other);

    /** {@link Value#NOTHING} where there was none, except for counts. */
    Value result();

    void write(StateOutput out);

    /** Takes the state that another one of the same measure has written; nothing was added before. */
    void read(StateInput in);

    /** The most that {@link #write} writes. */
    int maxBytes();
}
