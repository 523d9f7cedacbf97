package io.sluice.gateway.topics;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record to write.
 *
 * @param partition null: chosen by the key
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, compared by nobody
public record NewRecord(
        byte @Nullable [] key,
        byte @Nullable [] value,
        Map<String, @Nullable String> headers,
        @Nullable Integer partition,
        @Nullable Long timestamp) {}
