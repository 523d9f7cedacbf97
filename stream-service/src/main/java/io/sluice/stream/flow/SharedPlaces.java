package io.sluice.stream.flow;

import io.sluice.runtime.KafkaLink;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of shared applications are, wherever those run: read from their changelogs, which hold what was committed. A changelog
 * that was looked at stays open for {@link #OPEN}. Belongs to one event loop; what blocks runs on {@link #READERS} workers.
 */
final class SharedPlaces {
    private static final int READERS = 2;
    private static final Duration OPEN = Duration.ofSeconds(30);
    /** Tasks look for news at least every second and commit soon after. */
    private static final Duration OUT_WITHIN = Duration.ofSeconds(8);

    private static final long OUT_POLL_MS = 100;

    private final Vertx vertx;
    private final Broker broker;
    private final KafkaLink link;
    private final WorkerExecutor workers;
    private final Map<String, Open> open = new HashMap<>();

    SharedPlaces(Vertx vertx, Broker broker, KafkaLink link) {
        this.vertx = vertx;
        this.broker = broker;
        this.link = link;
        this.workers = vertx.createSharedWorkerExecutor("sluice-shared-places", READERS);
    }

    /** A changelog that is read; one that was made again under the same name is another one. */
    private static final class Open {
        private final Uuid topic;
        private final ChangelogReader reader;
        private long timer = -1;

        Open(Uuid topic, ChangelogReader reader) {
            this.topic = topic;
            this.reader = reader;
        }
    }

    static String changelog(String application) {
        return application + "-" + SharedTopology.MEMBERS + "-changelog";
    }

    /**
     * By partition of the source, then by stream; one that has no place has not come further than its start. None where there is no
     * changelog: a consumer would wait for it.
     */
    Future<Map<Integer, Map<UUID, Long>>> of(String application) {
        return broker.find(changelog(application))
                .compose(found -> found == null
                        ? close(application).map(Map.of())
                        : read(application, found.topicId())
                                .recover(failure -> again(application, found.topicId(), failure)));
    }

    private Future<Map<Integer, Map<UUID, Long>>> read(String application, Uuid topic) {
        Open before = open.get(application);
        if (before != null && !before.topic.equals(topic)) {
            close(application);
        }
        Open one = open.computeIfAbsent(
                application, name -> new Open(topic, new ChangelogReader(link, changelog(application))));
        vertx.cancelTimer(one.timer);
        one.timer = vertx.setTimer(OPEN.toMillis(), idle -> close(application));
        return workers.executeBlocking(one.reader::read, false);
    }

    /** What cannot be read may have gone meanwhile, with the last stream of the application. */
    private Future<Map<Integer, Map<UUID, Long>>> again(String application, Uuid topic, Throwable failure) {
        return broker.find(changelog(application))
                .compose(now ->
                        now != null && now.topicId().equals(topic) ? Future.failedFuture(failure) : of(application));
    }

    /**
     * Waits until a stream that shall not go along any more does not: no task moves its place, or none runs. What does not follow in time
     * has died, and whoever takes over knows better.
     */
    Future<Void> untilOut(StreamRow stream) {
        long deadline = System.nanoTime() + OUT_WITHIN.toNanos();
        return Future.all(stream.sources().stream()
                        .map(source -> untilOut(stream.id(), source, deadline))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> untilOut(UUID stream, Reading source, long deadline) {
        String application = source.sharedApplication();
        return Future.all(of(application), isRunning(application)).compose(both -> {
            Map<Integer, Map<UUID, Long>> places = both.resultAt(0);
            boolean isIn = places.values().stream().anyMatch(one -> isJoined(one.get(stream)));
            boolean runs = both.<Boolean>resultAt(1);
            return isIn && runs && System.nanoTime() < deadline
                    ? vertx.timer(OUT_POLL_MS).compose(fired -> untilOut(stream, source, deadline))
                    : Future.succeededFuture();
        });
    }

    private static boolean isJoined(@Nullable Long place) {
        return place != null && place == Places.JOINED;
    }

    /**
     * Where a member has ended, when it has in all partitions: no task moves a last place.
     *
     * @return none: some task has yet to hear of it
     */
    Future<Optional<Map<TopicPartition, Long>>> ended(StreamRow stream) {
        List<Future<Optional<Map<TopicPartition, Long>>>> all = stream.sources().stream()
                .map(source -> ended(stream.id(), source))
                .toList();
        return Future.all(all).map(done -> {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Future<Optional<Map<TopicPartition, Long>>> one : all) {
                if (one.result().isEmpty()) {
                    return Optional.empty();
                }
                ends.putAll(one.result().get());
            }
            return Optional.of(ends);
        });
    }

    /** In a topic that is gone it is nowhere. */
    private Future<Optional<Map<TopicPartition, Long>>> ended(UUID stream, Reading source) {
        return Future.all(of(source.sharedApplication()), broker.find(source.topic()))
                .map(both -> {
                    Map<Integer, Map<UUID, Long>> places = both.resultAt(0);
                    TopicDescription topic = both.resultAt(1);
                    Map<TopicPartition, Long> ends = new HashMap<>();
                    if (topic == null || !topic.topicId().toString().equals(source.id())) {
                        return Optional.of(ends);
                    }
                    for (TopicPartition partition : Broker.partitions(topic)) {
                        Long place = places.getOrDefault(partition.partition(), Map.of())
                                .get(stream);
                        if (place == null || !Places.isEnded(place)) {
                            return Optional.empty();
                        }
                        ends.put(partition, Places.offset(place));
                    }
                    return Optional.of(ends);
                });
    }

    /** Whether any node is in the application's group. */
    Future<Boolean> isRunning(String application) {
        return broker.ask(admin -> admin.describeConsumerGroups(List.of(application))
                        .describedGroups()
                        .get(application))
                .map(ConsumerGroupDescription::groupState)
                .map(state -> state != GroupState.EMPTY && state != GroupState.DEAD)
                .recover(Faults.on(GroupIdNotFoundException.class, () -> Future.succeededFuture(false)));
    }

    Future<Void> close() {
        return Future.join(List.copyOf(open.keySet()).stream().map(this::close).toList())
                .eventually(workers::close)
                .mapEmpty();
    }

    private Future<Void> close(String application) {
        Open idle = open.remove(application);
        if (idle == null) {
            return Future.succeededFuture();
        }
        vertx.cancelTimer(idle.timer);
        return workers.executeBlocking(
                () -> {
                    idle.reader.close();
                    return null;
                },
                false);
    }
}
