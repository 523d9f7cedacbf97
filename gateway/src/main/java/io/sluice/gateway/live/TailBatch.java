package io.sluice.gateway.live;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tail tells an event loop, in order.
 *
 * @param topicId of the incarnation that the positions are of
 * @param after everything before it was looked at
 * @param scanned records looked at
 * @param lag records between {@code after} and the end of the topic
 * @param gap told before the outputs to every subscriber
 */
record TailBatch(
        String topicId,
        Position after,
        long scanned,
        long lag,
        @Nullable Gap gap,
        List<Output> outputs) {}
