package io.sluice.stream.flow;

import io.sluice.contract.Streams.GetUsage;
import io.sluice.contract.Streams.Usage;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How much streams hold: what they have written, and what Kafka Streams keeps for them (changelogs, repartitioned records) and they copy
 * for themselves. The application that streams share keeps a few bytes for each, which are nobody's.
 */
final class StreamUsage {
    private final StreamRows rows;
    private final TopicSizes sizes;

    StreamUsage(StreamRows rows, TopicSizes sizes) {
        this.rows = rows;
        this.sizes = sizes;
    }

    Future<Usage> of(GetUsage ask) {
        return Future.all(rows.changeableBy(ask.caller()), sizes.all()).map(both -> {
            List<StreamRow> versions = both.resultAt(0);
            Map<String, Long> topics = both.resultAt(1);
            Map<UUID, Long> bytes = new HashMap<>();
            versions.forEach(version -> bytes.merge(version.stream(), bytes(version, topics), Long::sum));
            return new Usage(bytes);
        });
    }

    private static long bytes(StreamRow version, Map<String, Long> topics) {
        List<String> written = version.topics();
        return topics.entrySet().stream()
                .filter(topic -> written.contains(topic.getKey()) || version.isInternal(topic.getKey()))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
