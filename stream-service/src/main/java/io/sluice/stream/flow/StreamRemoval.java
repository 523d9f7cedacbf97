package io.sluice.stream.flow;

import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.store.Backoff;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes everything of a stream that no node runs any more: consumer group, topic, internal topics, local state, and the row
 * last, so that a crash in between is found again. Every step may be repeated, also by several nodes at once.
 */
final class StreamRemoval {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRemoval.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(100);
    private static final Duration RETRY_MOST = Duration.ofSeconds(1);
    /** With the pauses above about 12 s, more than a killed node's membership lasts. */
    private static final int GROUP_ATTEMPTS = 15;

    private final Vertx vertx;
    private final Broker broker;
    private final StreamRows rows;
    private final TopicRows topics;
    private final TopicWriter writer;

    StreamRemoval(Vertx vertx, Broker broker, StreamRows rows, TopicRows topics, TopicWriter writer) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.topics = topics;
        this.writer = writer;
    }

    Future<Void> finish(StreamRow stream, Path directory) {
        return deleteGroup(stream.application(), new Backoff(RETRY_FIRST, RETRY_MOST), GROUP_ATTEMPTS)
                .compose(done -> dropTopic(stream))
                .compose(done -> dropInternal(stream.application()))
                .compose(done -> deleteDirectory(directory))
                .compose(done -> rows.remove(stream.id()))
                .onSuccess(done -> LOG.info("stream deleted; stream={} topic={}", stream.name(), stream.topic()));
    }

    Future<Void> deleteDirectory(Path directory) {
        String path = directory.toString();
        return vertx.fileSystem()
                .exists(path)
                .compose(exists -> exists ? vertx.fileSystem().deleteRecursive(path) : Future.succeededFuture());
    }

    /** Other nodes leave the group when they hear of the deletion; that they have left is told by nothing but the group. */
    private Future<Void> deleteGroup(String group, Backoff backoff, int attempts) {
        return broker.ask(admin -> admin.deleteConsumerGroups(List.of(group)).all())
                .recover(Faults.on(GroupIdNotFoundException.class, Future::succeededFuture))
                .recover(failure -> attempts > 1 && Faults.unwrap(failure) instanceof GroupNotEmptyException
                        ? vertx.timer(backoff.next()).compose(fired -> deleteGroup(group, backoff, attempts - 1))
                        : Future.failedFuture(failure));
    }

    private Future<Void> dropTopic(StreamRow stream) {
        return topics.find(stream.topic())
                .compose(row -> row.isPresent() && stream.name().equals(row.get().stream())
                        ? writer.drop(stream.topic()).mapEmpty()
                        : Future.succeededFuture());
    }

    private Future<Void> dropInternal(String application) {
        return broker.topicNames().compose(names -> {
            List<Future<Boolean>> drops = names.stream()
                    .filter(name -> name.startsWith(application + "-"))
                    .map(broker::deleteTopic)
                    .toList();
            return Future.join(drops).mapEmpty();
        });
    }
}
