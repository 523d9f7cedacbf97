package io.sluice.stream.landing.run;

import io.sluice.contract.RecordFormat;
import io.sluice.decode.Decoders;
import io.sluice.stream.landing.database.Target;
import io.sluice.stream.landing.table.Layout;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one landing does.
 *
 * @param topics that were landed, oldest first; the last one is landed now
 * @param topicId the broker's id of that one when the landing came to it
 * @param format of the topic's records
 * @param deadLetters topic for records that cannot land
 * @param retention after which rows are deleted; null: never
 */
public record LandingTask(
        UUID id,
        List<String> topics,
        String topicId,
        Layout layout,
        Target target,
        RecordFormat format,
        Decoders decoders,
        String deadLetters,
        @Nullable Duration retention) {

    public LandingTask {
        topics = List.copyOf(topics);
    }

    /** The one that is landed now. */
    String topic() {
        return topics.get(topics.size() - 1);
    }

    /** The consumer group that shares the topic among the nodes. Its positions are never used. */
    public static String group(UUID id) {
        return "sluice-landing-" + id;
    }
}
