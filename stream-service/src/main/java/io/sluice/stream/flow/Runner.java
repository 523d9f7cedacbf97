package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import io.sluice.stream.flow.FilterTopology.Plan;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.source.RateMeter;
import io.sluice.stream.store.Backoff;
import io.sluice.stream.store.Coalescing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on this node what Postgres says should run. Every node runs every running stream under one application id, and Kafka
 * shares the partitions among them.
 *
 * <p>Each stream has a lane in which one step happens at a time: read the row, then do what it says. A step that fails is
 * repeated with growing pauses; a step is idempotent, so it does not matter who asked for it or how often. Belongs to one event
 * loop.
 */
final class Runner {
    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration RETRY_MOST = Duration.ofSeconds(20);
    private static final long ABANDONED_CHECK_MS = 61_000;

    private final Vertx vertx;
    private final Broker broker;
    private final StreamRows rows;
    private final GroupPositions positions;
    private final StreamRemoval removal;
    private final Application.Settings settings;
    private final StreamService.Reading reading;
    private final Coalescing everything;
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private boolean closed;

    Runner(
            Vertx vertx,
            Broker broker,
            StreamRows rows,
            GroupPositions positions,
            StreamRemoval removal,
            Application.Settings settings,
            StreamService.Reading reading) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
        this.positions = positions;
        this.removal = removal;
        this.settings = settings;
        this.reading = reading;
        this.everything = new Coalescing(vertx, "streams", this::settleAll);
    }

    /** Anything may have changed. */
    void reconcileSoon() {
        everything.request();
    }

    /** @return completes when this node does what the row said */
    Future<Void> settle(UUID id) {
        return closed
                ? Future.succeededFuture()
                : lanes.computeIfAbsent(id, Lane::new).settle();
    }

    /** What was counted here, by streams that run and by streams that have just stopped. */
    List<Counted> counted() {
        List<Counted> counted = new ArrayList<>();
        lanes.forEach((id, lane) -> counted.add(new Counted(id, lane.counters, lane.meter)));
        return counted;
    }

    record Counted(UUID id, Counters counters, RateMeter meter) {}

    /** Stops every application here; what was committed is where another node, or the next start, goes on. */
    Future<Void> close() {
        closed = true;
        return everything
                .close()
                .eventually(() ->
                        Future.join(lanes.values().stream().map(Lane::close).toList()))
                .mapEmpty();
    }

    private Future<Void> settleAll() {
        return rows.ids().compose(ids -> {
            Set<UUID> all = new HashSet<>(ids);
            all.addAll(lanes.keySet());
            return Future.join(all.stream().map(this::settle).toList()).mapEmpty();
        });
    }

    /** One stream on this node. */
    private final class Lane {
        private final UUID id;
        private final Counters counters = new Counters();
        private final RateMeter meter = new RateMeter(System.nanoTime());
        private final Backoff backoff = new Backoff(RETRY_FIRST, RETRY_MOST);
        private Future<Void> tail = Future.succeededFuture();
        private @Nullable Application application;
        /** Of the sources, as the application reads them. */
        private Map<String, RecordFormat> formats = Map.of();
        /** Of the application that is still here; told to everybody by the next step. */
        private @Nullable Throwable death;

        private long retry = -1;

        Lane(UUID id) {
            this.id = id;
        }

        Future<Void> settle() {
            tail = tail.otherwiseEmpty().compose(before -> closed ? Future.succeededFuture() : step());
            tail.onSuccess(done -> backoff.reset()).onFailure(this::again);
            return tail;
        }

        Future<Void> close() {
            vertx.cancelTimer(retry);
            return tail.otherwiseEmpty().compose(done -> stop());
        }

        private void again(Throwable cause) {
            if (closed) {
                return;
            }
            long delay = backoff.next();
            LOG.warn("stream step failed; stream={} retryMs={} cause={}", id, delay, cause.toString());
            vertx.cancelTimer(retry);
            retry = vertx.setTimer(delay, fired -> Runner.this.settle(id));
        }

        private Future<Void> step() {
            return rows.load(id).compose(row -> row.isPresent() ? follow(row.get()) : forget());
        }

        private Future<Void> follow(StreamRow row) {
            return switch (row.wanted()) {
                case RUNNING -> run(row);
                case PAUSED, FAILED -> stop();
                case DELETING -> stop().compose(stopped -> removal.finish(row, settings.directory(row)));
                case CREATING -> clearIfAbandoned();
            };
        }

        private Future<Void> forget() {
            return stop().compose(stopped -> {
                lanes.remove(id, this);
                return removal.deleteDirectory(settings.stateDir().resolve(id.toString()));
            });
        }

        /** Its creator died half-way; nobody was told of it, so nothing of it stays. */
        private Future<Void> clearIfAbandoned() {
            return rows.isAbandoned(id).compose(abandoned -> {
                if (abandoned) {
                    return rows.want(id, Wanted.DELETING, null, Wanted.CREATING).compose(done -> step());
                }
                vertx.cancelTimer(retry);
                retry = vertx.setTimer(ABANDONED_CHECK_MS, fired -> Runner.this.settle(id));
                return Future.succeededFuture();
            });
        }

        private Future<Void> run(StreamRow row) {
            Throwable cause = death;
            if (cause != null) {
                String unknown = "The stream stopped on an error of Kafka Streams ("
                        + cause.getClass().getSimpleName() + ").";
                return missing(row.sources()).compose(fault -> fail(fault.orElse(unknown)));
            }
            return application == null ? begin(row) : followFormats(row);
        }

        /** Where the records of a source are to be read in another way, the application goes on anew from where it is. */
        private Future<Void> followFormats(StreamRow row) {
            return formats(row)
                    .compose(now ->
                            now.equals(formats) ? Future.succeededFuture() : stop().compose(stopped -> begin(row)));
        }

        private Future<Map<String, RecordFormat>> formats(StreamRow row) {
            Map<String, String> ids = new HashMap<>();
            row.sources().forEach(source -> ids.put(source.topic(), source.id()));
            return reading.formats().find(ids);
        }

        private Future<Void> begin(StreamRow row) {
            return missing(row.sources())
                    .compose(fault -> fault.isPresent()
                            ? fail(fault.get())
                            : positions.pin(id).compose(pinned -> formats(row)).compose(found -> start(row, found)));
        }

        private Future<Void> start(StreamRow row, Map<String, RecordFormat> found) {
            formats = found;
            Plan plan = new Plan(
                    row.sources().stream().map(Reading::read).toList(),
                    row.sources().stream()
                            .filter(source -> source.input() != null)
                            .collect(Collectors.toMap(Reading::read, Reading::topic)),
                    row.topic(),
                    row.definition().batchMode(),
                    StreamFilter.pipeline(row.definition()),
                    Envelope.of(row.definition().envelope()),
                    found);
            Application opened = new Application(
                    vertx,
                    row,
                    FilterTopology.of(plan, counters, reading.decoders(), Clock.systemUTC()),
                    settings,
                    new Reports());
            application = opened;
            return opened.start()
                    .onSuccess(started -> LOG.info("stream started here; stream={} topic={}", row.name(), row.topic()))
                    .onFailure(failed -> application = null);
        }

        private Future<Void> stop() {
            Application running = application;
            death = null;
            if (running == null) {
                return Future.succeededFuture();
            }
            application = null;
            return running.stop().compose(stopped -> positions.save(id));
        }

        private Future<Void> fail(String reason) {
            LOG.warn("stream failed; stream={} reason={}", id, reason);
            return rows.want(id, Wanted.FAILED, reason, Wanted.RUNNING).compose(done -> stop());
        }

        private final class Reports implements Application.Listener {
            @Override
            public void onRunning() {
                rows.started(id)
                        .onFailure(lost -> LOG.warn("state not stored; stream={} cause={}", id, lost.toString()));
            }

            @Override
            public void onDied(Throwable cause) {
                death = cause;
                Runner.this.settle(id);
            }
        }
    }

    /** In words, if a source is not what it was when the stream was made. */
    private Future<Optional<String>> missing(List<Reading> sources) {
        List<Future<Optional<String>>> checks = sources.stream()
                .map(source -> broker.find(source.topic()).map(found -> {
                    if (found == null) {
                        return Optional.of("The source topic \"" + source.topic() + "\" is gone.");
                    } else if (!found.topicId().toString().equals(source.id())) {
                        return Optional.of(
                                "The source topic \"" + source.topic() + "\" was deleted and created again.");
                    }
                    return Optional.<String>empty();
                }))
                .toList();
        return Future.all(checks).map(done -> checks.stream()
                .flatMap(check -> check.result().stream())
                .findFirst());
    }
}
