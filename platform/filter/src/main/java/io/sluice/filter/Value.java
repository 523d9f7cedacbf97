package io.sluice.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/** What an expression gives for one record, to be kept: immutable and without any tie to the record. */
public sealed interface Value {
    /** Null, missing or unknown. */
    Value NOTHING = new Nothing();

    /** Null, missing or unknown. */
    record Nothing() implements Value {}

    /** {@code true} or {@code false}. */
    record Truth(boolean value) implements Value {}

    /** A number, with the decimals that it was written with. */
    record Number(BigDecimal value) implements Value {}

    /** A text. */
    record Text(String value) implements Value {}

    /** An instant. */
    record Time(Instant value) implements Value {}

    /** A duration. */
    record Span(Duration value) implements Value {}

    /** An object or a list, as it was written, on one line. The bytes are not to be changed. */
    @SuppressWarnings("ArrayRecordComponent") // compared by content below
    record Structure(byte[] json) implements Value {
        @Override
        public boolean equals(Object other) {
            return other instanceof Structure structure && Arrays.equals(structure.json, json);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(json);
        }
    }

    /** Whether there is none. */
    default boolean isNothing() {
        return this instanceof Nothing;
    }

    /** The time that {@code time(…)} reads; none where it is none. */
    default Optional<Instant> time() {
        return ValueTimes.read(this);
    }

    /**
     * As JSON on one line, in UTF-8: a time as RFC 3339 in UTC, a duration as its seconds, nothing as {@code null}. Numbers that are equal are
     * written alike.
     */
    default byte[] json() {
        return ValueJson.write(this);
    }
}
