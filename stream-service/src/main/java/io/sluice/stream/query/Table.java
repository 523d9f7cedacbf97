package io.sluice.stream.query;

import org.jspecify.annotations.Nullable;

/** Rows by what they are joined by. */
public interface Table {
    /**
     * @param key canonical JSON of the join's expression
     * @return JSON; null: there is no such row
     */
    byte @Nullable [] get(byte[] key);
}
