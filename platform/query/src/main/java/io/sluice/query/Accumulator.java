package io.sluice.query;

import io.sluice.filter.Value;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The measures of one group of one window while it fills. Its state is bytes, so that it can be kept in a store; equal rows in equal order give
 * equal bytes where states are taken at the same rows. Owned by one thread.
 */
public interface Accumulator {
    /**
     * Takes a row, with all measures or none.
     *
     * @param arguments for each measure the values of its expressions; null where its {@code where} leaves the row out
     * @param time of the row, epoch milliseconds
     * @return why the row cannot be taken, such as {@code sum(fare): expected a number, found a text ('x')}; then nothing is changed
     */
    Optional<String> add(List<@Nullable List<Value>> arguments, long time);

    /** Takes the rows of another one of the same measures, as of two sessions that have grown together; they count as having come later. */
    void merge(Accumulator other);

    /** Of each measure, in their order. */
    List<Value> results();

    /** Begins with the version of its form. */
    byte[] state();

    /** The most that a group keeps, in bytes, for estimates. */
    int maxStateBytes();

    /** Makes accumulators for one list of measures. Any thread. */
    interface Factory {
        Accumulator empty();

        /** @param state that an accumulator of the same measures has given */
        Accumulator restore(ByteBuffer state);

        static Factory of(List<Measure> measures) {
            return new Measuring.Making(measures);
        }
    }
}
