package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.query.Query;
import io.sluice.stream.flow.FilterTopology.Plan;
import io.sluice.stream.flow.StreamRow.Era;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.flow.table.OutsideTables;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream on this node: an application of its own, or a member of those of its topics. Belongs to one event loop.
 *
 * <p>Every node runs every running stream under one application id, and Kafka shares the partitions among them.
 */
final class StreamLane extends Lane {
    private static final Logger LOG = LoggerFactory.getLogger(StreamLane.class);
    private static final long ABANDONED_CHECK_MS = 61_000;
    /** That all nodes and tasks have heard is told by nothing but Kafka. */
    private static final long END_CHECK_MS = 200;

    private final UUID id;
    private final LaneKit kit;
    private final Neighbours neighbours;
    private final Counters counters = new Counters();
    private final Meters meters = new Meters(System.nanoTime());
    private @Nullable Application application;
    /** Of the sources, as the application reads them. */
    private Map<String, RecordFormat> formats = Map.of();
    /** As the next version of its stream. */
    private boolean catchesUp;

    private final Deaths deaths = new Deaths();
    /** Why it cannot go on here; told to everybody by the next step. */
    private @Nullable String loss;

    StreamLane(UUID id, LaneKit kit, Neighbours neighbours) {
        super(kit.vertx(), id.toString());
        this.id = id;
        this.kit = kit;
        this.neighbours = neighbours;
    }

    /** The other lanes of this node. */
    interface Neighbours {
        /** Lets the shared applications of these topics take up what has changed. */
        Future<Void> settleShared(List<Reading> topics);

        /** The stream is no more. */
        void forget(UUID id);
    }

    Counters counters() {
        return counters;
    }

    Meters meters() {
        return meters;
    }

    /** Whether it may have caught up with the version that it is to replace. */
    boolean catchesUp() {
        return catchesUp;
    }

    @Override
    Future<Void> step() {
        return kit.rows().load(id).compose(row -> row.isPresent() ? follow(row.get()) : forget());
    }

    private Future<Void> follow(StreamRow row) {
        catchesUp = row.era() == Era.NEXT && row.wanted() == Wanted.RUNNING;
        return switch (row.wanted()) {
            case RUNNING -> row.era() == Era.NEXT ? catchUp(row) : go(row);
            case ENDING -> end(row);
            case PAUSED, FAILED -> row.shared() ? neighbours.settleShared(row.sources()) : stop();
            case DELETING -> delete(row);
            case CREATING -> clearIfAbandoned();
        };
    }

    /** What follows another version is told when that has ended. */
    private Future<Void> go(StreamRow row) {
        if (row.follows() != null) {
            return Future.succeededFuture();
        }
        return row.shared() ? neighbours.settleShared(row.sources()) : run(row);
    }

    private Future<Void> catchUp(StreamRow row) {
        return (row.follows() == null ? go(row).map(true) : canBegin(row))
                .compose(well -> well ? kit.succession().consider(row) : Future.succeededFuture());
    }

    /** It takes the place of one that runs, so what would make it fail is found before. */
    private Future<Boolean> canBegin(StreamRow row) {
        return kit.sources()
                .fault(row.sources())
                .compose(fault -> fault.isPresent()
                        ? Future.succeededFuture(fault)
                        : kit.destinations().open(row, this, reason -> settle()).map(opened -> {
                            kit.destinations().close(id, this);
                            return Optional.ofNullable(opened.fault());
                        }))
                .compose(fault -> fault.isPresent() ? fail(fault.get()).map(false) : Future.succeededFuture(true));
    }

    /** For good, at positions that nobody moves any more; what follows begins there. */
    private Future<Void> end(StreamRow row) {
        if (row.follows() != null) {
            return Future.succeededFuture();
        }
        Future<Optional<Map<TopicPartition, Long>>> ends = row.shared()
                ? neighbours.settleShared(row.sources()).compose(told -> kit.places()
                        .ended(row))
                : stop().compose(stopped -> kit.positions().ended(row));
        return ends.compose(found -> {
            if (found.isPresent()) {
                return kit.versions().handOver(row, found.get());
            }
            settleIn(END_CHECK_MS);
            return Future.succeededFuture();
        });
    }

    private Future<Void> delete(StreamRow row) {
        Future<Void> stopped = row.shared()
                ? neighbours.settleShared(row.sources()).compose(told -> kit.places()
                        .untilOut(row))
                : stop();
        return stopped.compose(out -> kit.removal().finish(row, kit.settings().directory(row)))
                .compose(removed -> row.shared() ? neighbours.settleShared(row.sources()) : Future.succeededFuture());
    }

    private Future<Void> forget() {
        catchesUp = false;
        return stop().compose(stopped -> {
            neighbours.forget(id);
            return kit.removal().deleteDirectory(kit.settings().stateDir().resolve(id.toString()));
        });
    }

    /** Its creator died half-way; nobody was told of it, so nothing of it stays. */
    private Future<Void> clearIfAbandoned() {
        return kit.rows().isAbandoned(id).compose(abandoned -> {
            if (abandoned) {
                return kit.rows()
                        .want(id, Wanted.DELETING, null, Wanted.CREATING)
                        .compose(done -> step());
            }
            settleIn(ABANDONED_CHECK_MS);
            return Future.succeededFuture();
        });
    }

    private Future<Void> run(StreamRow row) {
        String reason = loss;
        if (reason != null) {
            return kit.sources().fault(row.sources()).compose(fault -> fail(fault.orElse(reason)));
        } else if (deaths.hasDied()) {
            return revive(row);
        }
        return application == null ? begin(row) : followFormats(row);
    }

    private Future<Void> revive(StreamRow row) {
        Optional<String> reason = deaths.verdict();
        return reason.isPresent() ? fail(reason.get()) : stop().compose(stopped -> begin(row));
    }

    /** Where the records of a source are to be read in another way, the application goes on anew from where it is. */
    private Future<Void> followFormats(StreamRow row) {
        return formats(row)
                .compose(now -> now.equals(formats) ? Future.succeededFuture() : stop().compose(stopped -> begin(row)));
    }

    private Future<Map<String, RecordFormat>> formats(StreamRow row) {
        Map<String, String> ids = new HashMap<>();
        row.sources().forEach(source -> ids.put(source.topic(), source.id()));
        return kit.reading().formats().find(ids);
    }

    private Future<Void> begin(StreamRow row) {
        return kit.sources()
                .fault(row.sources())
                .compose(fault -> fault.isPresent()
                        ? fail(fault.get())
                        : kit.destinations()
                                .open(row, this, this::lost)
                                .compose(opened -> opened.fault() == null
                                        ? kit.positions()
                                                .pin(id)
                                                .compose(pinned -> formats(row))
                                                .compose(found -> start(row, found, opened.destination()))
                                        : fail(opened.fault())));
    }

    private Future<Void> start(StreamRow row, Map<String, RecordFormat> found, Destination destination) {
        formats = found;
        Delivery.To to = Delivery.To.of(row, destination);
        return topology(row, to).compose(topology -> start(row, topology));
    }

    private Future<Topology> topology(StreamRow row, Delivery.To to) {
        Optional<Query> query = row.query();
        if (query.isPresent()) {
            return kit.queries()
                    .topology(row, query.get(), formats, to, counters)
                    .recover(failure -> failure instanceof OutsideTables.Unloadable unloadable
                            ? fail(OutsideTables.reason(unloadable)).compose(told -> Future.failedFuture(unloadable))
                            : Future.failedFuture(failure));
        }
        Plan plan = new Plan(
                row.sources().stream().map(Reading::read).toList(),
                row.sources().stream()
                        .filter(source -> source.input() != null)
                        .collect(Collectors.toMap(Reading::read, Reading::topic)),
                row.definition().batchMode(),
                StreamFilter.pipeline(row.definition()),
                to,
                formats);
        return Future.succeededFuture(
                FilterTopology.of(plan, counters, kit.reading().decoders(), Clock.systemUTC()));
    }

    private Future<Void> start(StreamRow row, Topology topology) {
        Application opened = new Application(
                kit.vertx(),
                new Application.Spec(
                        row.application(), row.name(), kit.settings().directory(row), false),
                topology,
                kit.settings(),
                new Reports());
        application = opened;
        return opened.start()
                .onSuccess(started -> LOG.info("stream started here; stream={} topic={}", row.name(), row.topic()))
                .onFailure(failed -> application = null);
    }

    @Override
    Future<Void> stop() {
        Application running = application;
        loss = null;
        deaths.clear();
        kit.destinations().close(id, this);
        kit.queries().close(id);
        if (running == null) {
            return Future.succeededFuture();
        }
        application = null;
        return running.stop().compose(stopped -> kit.positions().save(id));
    }

    private void lost(String reason) {
        loss = reason;
        settle();
    }

    private Future<Void> fail(String reason) {
        LOG.warn("stream failed; stream={} reason={}", id, reason);
        return kit.rows().want(id, Wanted.FAILED, reason, Wanted.RUNNING).compose(done -> stop());
    }

    private final class Reports implements Application.Listener {
        @Override
        public void onRunning() {
            kit.rows()
                    .started(id)
                    .onFailure(lost -> LOG.warn("state not stored; stream={} cause={}", id, lost.toString()));
        }

        @Override
        public void onDied(Throwable cause) {
            deaths.add(cause);
            settleIn(Deaths.REST_MS);
        }

        @Override
        public void onRefused(String topic, Throwable cause) {
            kit.destinations().look();
        }
    }
}
