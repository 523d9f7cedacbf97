package io.sluice.stream.landing.column;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a record becomes. Arrays are handed over, not to be changed.
 *
 * @param cells values as {@link Cell} makes them, in the order of the columns; null: NULL
 * @param rest JSON; null: NULL
 * @param gone the record has no value, and says by that that the row of its key is to go
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Row(
        ConsumerRecord<byte[], byte[]> record, @Nullable Object[] cells, byte @Nullable [] rest, boolean gone) {}
