package io.sluice.stream.consumer;

import io.sluice.contract.Consumers.Format;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Consumers.Settings;
import io.sluice.filter.NamePattern;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as it is stored.
 *
 * @param topics that it is subscribed to, by their full names
 * @param pattern of names without the namespace
 */
record ConsumerRow(
        String id,
        Settings settings,
        List<String> topics,
        @Nullable String pattern) {
    static final String COLUMNS = "id, format, reset, auto_commit, min_bytes, timeout_ms, topics, pattern";

    static ConsumerRow read(Row row) {
        Long timeout = row.getLong("timeout_ms");
        return new ConsumerRow(
                row.getString("id"),
                new Settings(
                        Format.valueOf(row.getString("format")),
                        Reset.valueOf(row.getString("reset")),
                        row.getBoolean("auto_commit"),
                        row.getInteger("min_bytes"),
                        timeout == null ? null : Duration.ofMillis(timeout)),
                List.of(row.getArrayOfStrings("topics")),
                row.getString("pattern"));
    }

    boolean isSubscribed() {
        return pattern != null || !topics.isEmpty();
    }

    /** Whether its subscription is to this topic. */
    boolean follows(String namespace, String topic) {
        String own = namespace + ".";
        return pattern == null
                ? topics.contains(topic)
                : topic.startsWith(own) && NamePattern.of(pattern).fits(topic.substring(own.length()));
    }
}
