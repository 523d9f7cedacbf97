package io.sluice.stream.intake;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Where a {@link Reader} puts what it has read: records and the positions behind them, written together or not at all. */
public interface Batch {

    /** Whether the reader should return; what it still adds is taken, too. */
    boolean isFull();

    /** A record whose value is JSON. What mapping, key and time make of it is not the reader's business. */
    default void json(byte[] value) {
        json(value, null);
    }

    /**
     * The same with headers.
     *
     * @param headers of the record, of all that come of it; null: none
     */
    void json(byte[] value, @Nullable Headers headers);

    /**
     * A record as it is, of a foreign topic.
     *
     * @param partition of the foreign topic
     */
    void raw(Raw raw);

    /**
     * A row that cannot become a record.
     *
     * @param reason in words for the owner, such as {@code line 17, column 4: …}
     */
    void failed(String reason);

    /** @param count of bytes read from the source since the last call, as they came over the network or from the disk */
    void bytes(long count);

    /** The size of the whole, once it is known. */
    void size(long bytes);

    /**
     * Where to go on. Of several for one key, the last counts.
     *
     * @param key "" for readers that have one position only
     * @param value null: the key is not needed any more
     */
    void position(String key, @Nullable String value);

    /** A record of a foreign topic: kept as it is unless something is to be changed. Arrays are not copied. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Raw(int partition, byte @Nullable [] key, byte @Nullable [] value, long timestamp, Headers headers) {}
}
