package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The application on this node that streams of one topic share. It runs while any of them does, and who they are changes under it without
 * its noticing more than another roster. One that cannot go on is taken out and is FAILED; the others stay. Belongs to one event loop.
 */
final class SharedLane extends Lane {
    private static final Logger LOG = LoggerFactory.getLogger(SharedLane.class);

    private final Reading topic;
    private final String id;
    private final LaneKit kit;
    private final Runnable retired;
    private final Membership membership;
    private final Deaths deaths = new Deaths();
    private @Nullable Application application;
    private boolean isRunning;
    /**
     * @param counters of a stream on this node
     * @param retired runs when nothing is left to do for the topic
     */
    SharedLane(Reading topic, LaneKit kit, Function<UUID, Counters> counters, Runnable retired) {
        super(kit.vertx(), topic.sharedApplication());
        this.topic = topic;
        this.id = topic.sharedApplication();
        this.kit = kit;
        this.retired = retired;
        this.membership = new Membership(topic, kit, counters, this::settle);
    }

    @Override
    Future<Void> step() {
        return kit.rows().members(topic.id()).compose(this::follow);
    }

    private Future<Void> follow(List<StreamRow> rows) {
        if (rows.stream().noneMatch(membership::needsTasks)) {
            return isOver(rows) ? retire(rows) : rest(rows);
        }
        return kit.sources().fault(List.of(topic)).compose(fault -> {
            if (fault.isPresent()) {
                return failAll(rows, fault.get());
            }
            return deaths.hasDied() ? revive(rows) : run(rows);
        });
    }

    /** An application that died begins again, unless it dies all the time. */
    private Future<Void> revive(List<StreamRow> rows) {
        Optional<String> reason = deaths.verdict();
        return reason.isPresent() ? failAll(rows, reason.get()) : halt().compose(halted -> run(rows));
    }

    private Future<Void> run(List<StreamRow> rows) {
        return membership
                .tellLost()
                .compose(told -> kit.reading().formats().find(Map.of(topic.topic(), topic.id())))
                .compose(formats -> membership.take(rows).compose(taken -> {
                    membership.publish(rows, formats.getOrDefault(topic.topic(), RecordFormat.AUTO));
                    return application == null ? begin() : Future.succeededFuture();
                }))
                .compose(begun -> markStarted(rows));
    }

    private Future<Void> begin() {
        return kit.rows()
                .alone(
                        id,
                        () -> kit.positions().pinShared(id, membership.starts()).compose(pinned -> widen()))
                .compose(ready -> start());
    }

    /** The source may have more partitions than when its streams began to share. */
    private Future<Void> widen() {
        String changelog = SharedPlaces.changelog(id);
        return Future.all(kit.broker().find(topic.topic()), kit.broker().find(changelog))
                .compose(both -> kit.broker().widen(both.resultAt(1), both.resultAt(0)));
    }

    private Future<Void> start() {
        KafkaRereader rereader = new KafkaRereader(kit.settings().link(), id, kit.broker(), kit.rereaders());
        SharedTopology.Kit tasks = new SharedTopology.Kit(
                membership.roster(),
                rereader,
                kit.reading().decoders(),
                new CommitPace(System::nanoTime),
                Clock.systemUTC());
        Application opened = new Application(
                kit.vertx(),
                new Application.Spec(id, id, kit.settings().directory(id), true),
                SharedTopology.of(topic.topic(), tasks),
                kit.settings(),
                new Reports());
        application = opened;
        return opened.start()
                .onSuccess(started -> LOG.info("streams of a topic started here; topic={}", topic.topic()))
                .onFailure(failed -> application = null);
    }

    private Future<Void> markStarted(List<StreamRow> rows) {
        if (!isRunning) {
            return Future.succeededFuture();
        }
        return Future.all(rows.stream()
                        .filter(row -> membership.has(row.id()) && !row.started())
                        .map(row -> kit.rows().started(row.id()))
                        .toList())
                .mapEmpty();
    }

    /** Nobody runs; the tasks are told so, for those that end elsewhere later. */
    private Future<Void> rest(List<StreamRow> rows) {
        membership.publish(rows, membership.roster().now().format());
        return membership.tellLost().compose(told -> stop());
    }

    /** Before the row of the last one goes, so that what a crash leaves of the application is found again. */
    private static boolean isOver(List<StreamRow> rows) {
        return rows.stream().allMatch(row -> row.wanted() == Wanted.DELETING);
    }

    /** Nobody is left; what is there of the application goes, unless somebody comes at this moment. */
    private Future<Void> retire(List<StreamRow> rows) {
        membership.publish(rows, membership.roster().now().format());
        return stop().compose(stopped -> kit.rows().alone(id, () -> kit.rows()
                        .members(topic.id())
                        .compose(now -> isOver(now)
                                ? kit.removal()
                                        .finishShared(id, kit.settings().directory(id))
                                        .map(now.isEmpty())
                                : Future.succeededFuture(false))))
                .onSuccess(nobody -> {
                    if (nobody) {
                        retired.run();
                    }
                })
                .mapEmpty();
    }

    private Future<Void> failAll(List<StreamRow> rows, String reason) {
        return Future.all(rows.stream()
                        .filter(row -> row.wanted() == Wanted.RUNNING)
                        .map(row -> membership.fail(row.id(), reason))
                        .toList())
                .compose(failed -> stop());
    }

    @Override
    Future<Void> stop() {
        membership.dropAll();
        return halt();
    }

    private Future<Void> halt() {
        Application running = application;
        deaths.clear();
        isRunning = false;
        if (running == null) {
            return Future.succeededFuture();
        }
        application = null;
        return running.stop().compose(stopped -> kit.positions().saveShared(id));
    }

    private final class Reports implements Application.Listener {
        @Override
        public void onRunning() {
            isRunning = true;
            settle();
        }

        @Override
        public void onDied(Throwable cause) {
            deaths.add(cause);
            settleIn(Deaths.REST_MS);
        }

        @Override
        public void onRefused(String target, Throwable cause) {
            if (Refusals.isPassing(cause)) {
                kit.destinations().look();
            } else {
                membership.onRefused(target, cause);
            }
        }
    }
}
