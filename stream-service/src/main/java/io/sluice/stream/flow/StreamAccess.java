package io.sluice.stream.flow;

import io.sluice.rights.Right;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.topic.TopicRights;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether owners of streams may still take records out of the sources. A stream whose owner may not is FAILED, with the reason, on all nodes; its
 * owner resumes it when the right is back. Where nobody can tell at the moment nothing ends: each change of rights is looked at by every node,
 * and a node that starts looks at all. Belongs to one event loop.
 */
final class StreamAccess {
    private static final Logger LOG = LoggerFactory.getLogger(StreamAccess.class);

    private final StreamRows rows;
    private final TopicRights rights;

    StreamAccess(StreamRows rows, TopicRights rights) {
        this.rows = rows;
        this.rights = rights;
    }

    void check(Predicate<String> owners, Predicate<String> topics) {
        rows.running()
                .compose(running -> Future.join(running.stream()
                        .filter(row -> owners.test(row.owner()))
                        .filter(row -> row.sources().stream().anyMatch(source -> topics.test(source.topic())))
                        .map(this::check)
                        .toList()))
                .onFailure(away -> LOG.warn("rights of streams could not be looked at; cause={}", away.toString()));
    }

    private Future<Void> check(StreamRow row) {
        List<Future<Optional<String>>> asked = row.sources().stream()
                .map(Reading::topic)
                .distinct()
                .map(topic -> lost(row.owner(), topic))
                .toList();
        return Future.all(asked).compose(all -> all.<Optional<String>>list().stream()
                .flatMap(Optional::stream)
                .findFirst()
                .map(topic -> end(row, topic))
                .orElseGet(Future::succeededFuture));
    }

    /** The topic, if it is there and its owner is known to have no right to it. */
    private Future<Optional<String>> lost(String owner, String topic) {
        return rights.mayWhole(owner, topic, Right.DOWNLOAD)
                .map(may -> may.filter(still -> !still).map(lost -> topic));
    }

    private Future<Void> end(StreamRow row, String topic) {
        String reason = "The owner of the stream may not take records out of the topic \"" + topic + "\" any more.";
        LOG.info("stream ends for want of a right; stream={} topic={}", row.name(), topic);
        return rows.want(row.id(), Wanted.FAILED, reason, Wanted.RUNNING).mapEmpty();
    }
}
