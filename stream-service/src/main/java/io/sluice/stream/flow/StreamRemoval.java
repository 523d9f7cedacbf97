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
import java.util.Optional;
import java.util.Set;
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
    private final StoredPositions stored;
    private final TopicRows topics;
    private final TopicWriter writer;

    StreamRemoval(
            Vertx vertx, Broker broker, StreamRows rows, StoredPositions stored, TopicRows topics, TopicWriter writer) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.stored = stored;
        this.topics = topics;
        this.writer = writer;
    }

    Future<Void> finish(StreamRow stream, Path directory) {
        return deleteGroup(stream.application(), new Backoff(RETRY_FIRST, RETRY_MOST), GROUP_ATTEMPTS)
                .compose(done -> dropTopic(stream, stream.topic()))
                .compose(done -> stream.deadLetters() == null
                        ? Future.succeededFuture()
                        : dropTopic(stream, stream.deadLetters()))
                .compose(done -> Future.all(stream.definition().branches().stream()
                        .map(branch -> dropTopic(stream, stream.topic(branch)))
                        .toList()))
                .compose(done -> rows.inputsBeside(stream.id()))
                .compose(kept -> dropInputs(stream, kept).compose(done -> dropInternal(stream.application(), kept)))
                .compose(done -> deleteDirectory(directory))
                .compose(done -> rows.remove(stream.id()))
                .onSuccess(done -> LOG.info("stream deleted; stream={} topic={}", stream.name(), stream.topic()));
    }

    /** What there is of an application that streams shared. */
    Future<Void> finishShared(String application, Path directory) {
        return deleteGroup(application, new Backoff(RETRY_FIRST, RETRY_MOST), GROUP_ATTEMPTS)
                .compose(done -> dropInternal(application, Set.of()))
                .compose(done -> deleteDirectory(directory))
                .compose(done -> stored.forgetShared(application));
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

    private Future<Void> dropTopic(StreamRow stream, String topic) {
        return topics.find(topic)
                .compose(row -> row.isPresent() && stream.name().equals(row.get().stream())
                        ? writer.drop(topic).mapEmpty()
                        : Future.succeededFuture());
    }

    /** Also those that it had from an earlier version. */
    private Future<Void> dropInputs(StreamRow stream, Set<String> kept) {
        return Future.join(stream.sources().stream()
                        .flatMap(source -> Optional.ofNullable(source.input()).stream())
                        .filter(input -> !kept.contains(input))
                        .map(broker::deleteTopic)
                        .toList())
                .mapEmpty();
    }

    /** @param kept other versions read them */
    private Future<Void> dropInternal(String application, Set<String> kept) {
        return broker.topicNames().compose(names -> {
            List<Future<Boolean>> drops = names.stream()
                    .filter(name -> name.startsWith(application + "-") && !kept.contains(name))
                    .map(broker::deleteTopic)
                    .toList();
            return Future.join(drops).mapEmpty();
        });
    }
}
