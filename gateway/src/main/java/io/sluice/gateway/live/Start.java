package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.decode.Veils;
import io.sluice.filter.Veil;
import io.sluice.gateway.record.Positions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a subscription begins, and where it ends.
 *
 * @param format how the topic is read, and which incarnation of it that is
 * @param veil what of the records is not seen
 * @param at null: at the end of the topic, wherever its tail is
 * @param stop the first offsets that are not wanted; null: goes on
 * @param until when to look for the place to stop at; null: not at all
 * @param gap what is missing before {@code at}
 * @param resumed whether it goes on exactly where a token said
 */
record Start(
        String topic,
        KnownFormat format,
        Veil veil,
        @Nullable Position at,
        @Nullable Position stop,
        @Nullable Instant until,
        @Nullable Gap gap,
        boolean resumed) {

    static final Start NOWHERE = new Start("", KnownFormat.NONE, Veil.NONE, null, null, null, null, false);

    String topicId() {
        return format.topicId();
    }

    Start withFormat(KnownFormat other) {
        return new Start(topic, other, veil, at, stop, until, gap, resumed);
    }

    Start withStop(Position stop) {
        return new Start(topic, format, veil, at, stop, until, gap, resumed);
    }

    Start withUntil(@Nullable Instant until) {
        return new Start(topic, format, veil, at, stop, until, gap, resumed);
    }

    boolean isDue(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /**
     * Proves the right to read once more; while nobody can tell, it asks again each second. Fails with a {@code ProblemException}.
     *
     * @param unless nobody wants to know any longer
     */
    Future<Topics.TopicAccess> confirm(LiveLoop loop, Client client, BooleanSupplier unless) {
        return Topics.AUTHORIZE
                .call(loop.vertx(), new Topics.AuthorizeTopic(client.caller(), topic, client.access()))
                .recover(cause -> cause instanceof ProblemException known
                                && known.problem() instanceof Problem.Unavailable
                                && !unless.getAsBoolean()
                        ? loop.vertx().timer(1, TimeUnit.SECONDS).compose(later -> confirm(loop, client, unless))
                        : Future.failedFuture(cause));
    }

    /** Proves the right to read, then finds the place. Fails with a {@code ProblemException}. */
    static Future<Start> find(LiveLoop loop, Client client, LiveRequest request) {
        return topic(loop.vertx(), client.caller(), request.source())
                .compose(topic -> Topics.AUTHORIZE.call(
                        loop.vertx(), new Topics.AuthorizeTopic(client.caller(), topic, client.access())))
                .compose(access -> place(loop, access, request));
    }

    private static Future<String> topic(Vertx vertx, Caller caller, LiveRequest.Source source) {
        return switch (source.kind()) {
            case TOPIC -> Future.succeededFuture(source.name());
            case STREAM ->
                Streams.FIND
                        .call(vertx, new Streams.FindStream(caller, source.name()))
                        .map(Streams.Stream::topic);
            case DATASET ->
                Catalog.FIND_DATASET
                        .call(vertx, new Catalog.FindDataset(caller, source.name()))
                        .map(Dataset::topic);
        };
    }

    private static Future<Start> place(LiveLoop loop, Topics.TopicAccess access, LiveRequest request) {
        Instant now = loop.clock().instant();
        @Nullable Instant until = request.until() instanceof StartAt.At at && at.time().isAfter(now) ? at.time() : null;
        boolean endless = request.until() == null || until != null;
        Start here = new Start(
                access.name(), KnownFormat.of(access), Veils.of(access.veiling()), null, null, until, null, false);
        if (endless && request.resume() == null && request.from() instanceof StartAt.Latest) {
            return Future.succeededFuture(here);
        }
        List<TopicPartition> partitions = Positions.partitions(access.name(), access.partitions());
        return loop.hub().replay().ask(loop.context(), consumer -> here.resolve(consumer, partitions, request, now));
    }

    private Start resolve(
            Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions, LiveRequest request, Instant now) {
        Positions.Resolved offsets = Positions.resolve(consumer, partitions, request.from(), now);
        Position end = position(offsets.end());
        @Nullable Position stop = null;
        if (request.until() instanceof StartAt.At time && until == null) {
            stop = position(Positions.at(consumer, partitions, time.time()));
        } else if (request.until() instanceof StartAt.Latest) {
            stop = end;
        }
        @Nullable ResumeToken token = request.resume();
        if (token == null) {
            return new Start(topic, format, veil, position(offsets.start()), stop, until, null, false);
        }
        Gap recreated = new Gap(0, Gap.Reason.RECREATED);
        if (!token.topicId().equals(topicId())) {
            return new Start(topic, format, veil, position(offsets.begin()), stop, until, recreated, false);
        } else if (!end.isAtLeast(token.position())) {
            return new Start(topic, format, veil, earlier(token.position(), end), stop, until, recreated, false);
        }
        // Partitions that the token does not know have grown since, and are wanted from their beginning.
        Position at = Position.of(token.position().toArray(end.partitions()));
        return new Start(topic, format, veil, at, stop, until, null, true);
    }

    /** For each partition the lower of both: a token may not lie behind the end of a log that was cut short. */
    private static Position earlier(Position one, Position other) {
        long[] next = other.toArray(0);
        for (int p = 0; p < next.length; p++) {
            next[p] = Math.min(next[p], one.next(p));
        }
        return Position.of(next);
    }

    /** The offsets at which {@link #until} falls. */
    Future<Position> findStop(LiveLoop loop) {
        Instant time = until == null ? loop.clock().instant() : until;
        return loop.hub().replay().ask(loop.context(), consumer -> {
            TopicTail.TopicState now = loop.hub().describe(topic);
            return position(Positions.at(consumer, Positions.partitions(topic, now.partitions()), time));
        });
    }

    private static Position position(Map<Integer, Long> offsets) {
        int partitions = offsets.keySet().stream().mapToInt(p -> p + 1).max().orElse(0);
        long[] next = new long[partitions];
        offsets.forEach((partition, offset) -> next[partition] = offset);
        return Position.of(next);
    }
}
