package io.sluice.stream.landing;

import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.State;
import io.sluice.decode.Decoders;
import io.sluice.stream.landing.LandingPassage.Next;
import io.sluice.stream.landing.LandingRow.Wanted;
import io.sluice.stream.landing.run.LandingRun;
import io.sluice.stream.landing.run.LandingTask;
import io.sluice.stream.source.RateMeter;
import io.sluice.stream.store.Backoff;
import io.sluice.stream.store.Coalescing;
import io.sluice.stream.topic.TopicFormats;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs on this node what Postgres says should land. Every node runs every landing, and Kafka shares the partitions among them.
 *
 * <p>Each landing has a lane in which one step happens at a time: read the row, then do what it says. A step that fails is repeated with growing
 * pauses; a step is idempotent, so it does not matter who asked for it or how often. Belongs to one event loop.
 */
final class LandingRunner {
    private static final Logger LOG = LoggerFactory.getLogger(LandingRunner.class);
    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration RETRY_MOST = Duration.ofSeconds(20);
    private static final long ABANDONED_CHECK_MS = 61_000;
    private static final String REFUSED = "The owner of this landing may not take records out of its source any more.";
    private static final String WITHHELD =
            "The stream has become private: what it writes now is not for the owner of this landing.";

    private final Vertx vertx;
    private final LandingRows rows;
    private final Targets targets;
    private final LandingRemoval removal;
    private final LandingPassage passage;
    private final TopicFormats formats;
    private final Decoders decoders;
    private final LandingRun.Kafka kafka;
    private final Coalescing everything;
    private final Coalescing ofStreams;
    private final Map<UUID, Lane> lanes = new HashMap<>();
    private Observer observer = Observer.NOBODY;
    private boolean closed;

    LandingRunner(Vertx vertx, LandingRows rows, Targets targets, Ways ways, Reading reading) {
        this.vertx = vertx;
        this.rows = rows;
        this.targets = targets;
        this.removal = ways.removal();
        this.passage = ways.passage();
        this.formats = reading.formats();
        this.decoders = reading.decoders();
        this.kafka = reading.kafka();
        this.everything = new Coalescing(vertx, "landings", this::settleAll);
        this.ofStreams = new Coalescing(vertx, "landings of streams", this::settleBehind);
    }

    /** How a landing ends, and how it comes to another topic. */
    record Ways(LandingRemoval removal, LandingPassage passage) {}

    /** How records are read. */
    record Reading(TopicFormats formats, Decoders decoders, LandingRun.Kafka kafka) {}

    /** What runs here of a landing. */
    record Running(LandingRow row, LandingRun.Figures figures, RateMeter meter) {}

    /** Hears of what runs here. */
    interface Observer {
        Observer NOBODY = new Observer() {
            @Override
            public void onChanged() {}

            @Override
            public Future<Void> onStopped(Running last) {
                return Future.succeededFuture();
            }
        };

        /** The state of something has become another. */
        void onChanged();

        /** @param last its final figures */
        Future<Void> onStopped(Running last);
    }

    void observe(Observer listening) {
        observer = listening;
    }

    /** Anything may have changed. */
    void reconcileSoon() {
        everything.request();
    }

    /** A stream may have another version. */
    void followSoon() {
        ofStreams.request();
    }

    /** @return completes when this node does what the row said */
    Future<Void> settle(UUID id) {
        return closed
                ? Future.succeededFuture()
                : lanes.computeIfAbsent(id, Lane::new).settle();
    }

    Collection<Running> running() {
        return lanes.values().stream().flatMap(lane -> lane.running().stream()).toList();
    }

    Optional<Running> running(UUID id) {
        Lane lane = lanes.get(id);
        return lane == null ? Optional.empty() : lane.running();
    }

    /** The landing as it was when its row was last read: for whoever asks while the database is away. */
    List<LandingRow> known() {
        return lanes.values().stream().flatMap(lane -> lane.known().stream()).toList();
    }

    /** Stops everything here; what was committed is where another node, or the next start, goes on. */
    Future<Void> close() {
        closed = true;
        return Future.join(everything.close(), ofStreams.close())
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

    /** Each in its own time: one whose database is slow holds up no other. */
    private Future<Void> settleBehind() {
        return rows.behindTheirStream()
                .onSuccess(ids -> ids.forEach(this::settle))
                .mapEmpty();
    }

    /** One landing on this node. */
    private final class Lane {
        private final UUID id;
        private final Backoff backoff = new Backoff(RETRY_FIRST, RETRY_MOST);
        private final RateMeter meter = new RateMeter(System.nanoTime());
        private Future<Void> tail = Future.succeededFuture();
        private @Nullable LandingRow last;
        private @Nullable LandingRun run;
        private RecordFormat format = RecordFormat.AUTO;
        private long runVersion;
        private long retry = -1;
        /** Everything has landed that may. */
        private boolean isWithheld;
        /** Its owner may not take records out of its topic any more. */
        private boolean isRefused;

        Lane(UUID id) {
            this.id = id;
        }

        Optional<Running> running() {
            LandingRun current = run;
            LandingRow row = last;
            if (row == null || (current == null && !isRefused)) {
                return Optional.empty();
            }
            LandingRun.Figures figures =
                    current == null ? new LandingRun.Figures(State.FAILED, REFUSED, Map.of()) : figures(current);
            return Optional.of(new Running(row, figures, meter));
        }

        private LandingRun.Figures figures(LandingRun current) {
            LandingRun.Figures figures = current.figures();
            return isWithheld ? new LandingRun.Figures(State.FAILED, WITHHELD, figures.places()) : figures;
        }

        Optional<LandingRow> known() {
            return Optional.ofNullable(last)
                    .filter(row -> row.wanted() == Wanted.RUNNING || row.wanted() == Wanted.PAUSED);
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
            LOG.warn("landing step failed; landing={} retryMs={} cause={}", id, delay, cause.toString());
            vertx.cancelTimer(retry);
            retry = vertx.setTimer(delay, fired -> LandingRunner.this.settle(id));
        }

        private Future<Void> step() {
            return rows.load(id).compose(row -> {
                last = row.orElse(null);
                return row.isPresent() ? follow(row.get()) : forget();
            });
        }

        private Future<Void> follow(LandingRow row) {
            return switch (row.wanted()) {
                case RUNNING -> run(row);
                case PAUSED -> stop();
                case DELETING -> stop().compose(stopped -> removal.finish(row));
                case CREATING -> clearIfAbandoned();
            };
        }

        private Future<Void> forget() {
            return stop().onSuccess(stopped -> {
                lanes.remove(id, this);
                targets.forget(id);
            });
        }

        /** Its creator died half-way; nobody was told of it, so nothing of it stays. */
        private Future<Void> clearIfAbandoned() {
            return rows.isAbandoned(id).compose(abandoned -> {
                if (abandoned) {
                    return rows.want(id, Wanted.DELETING, Wanted.CREATING).compose(done -> step());
                }
                vertx.cancelTimer(retry);
                retry = vertx.setTimer(ABANDONED_CHECK_MS, fired -> LandingRunner.this.settle(id));
                return Future.succeededFuture();
            });
        }

        private Future<Void> run(LandingRow row) {
            return passage.mayLand(row, row.topic()).compose(may -> {
                refuse(!may);
                return may ? runOn(row) : stop();
            });
        }

        private Future<Void> runOn(LandingRow row) {
            return passage.of(row).compose(next -> {
                boolean isThrough = isThrough(row, next);
                withhold(isThrough && !next.get().isShown());
                return isThrough && !isWithheld
                        ? passage.go(row, next.get()).compose(gone -> step())
                        : formats.find(row.topic(), row.topicId())
                                .compose(stored -> run(row, stored.format(), next.isPresent()));
            });
        }

        private void refuse(boolean now) {
            if (isRefused != now) {
                isRefused = now;
                observer.onChanged();
            }
        }

        private void withhold(boolean now) {
            if (isWithheld != now) {
                isWithheld = now;
                observer.onChanged();
            }
        }

        private boolean isThrough(LandingRow row, Optional<Next> next) {
            LandingRun current = run;
            boolean landed = current != null && runVersion == row.version() && current.isThrough();
            return next.isPresent() && (landed || next.get().isGone());
        }

        /** @param last the topic gets no more records */
        private Future<Void> run(LandingRow row, RecordFormat now, boolean last) {
            LandingRun current = run;
            if (current != null && runVersion == row.version() && format.equals(now)) {
                if (last) {
                    current.last();
                }
                return Future.succeededFuture();
            }
            return stop().compose(stopped -> {
                start(row, now, last);
                return Future.succeededFuture();
            });
        }

        private void start(LandingRow row, RecordFormat now, boolean last) {
            format = now;
            runVersion = row.version();
            LandingTask task = new LandingTask(
                    id,
                    row.topics(),
                    row.topicId(),
                    row.layout(),
                    targets.of(row),
                    now,
                    decoders,
                    row.deadLetters(),
                    Retention.parse(row.definition().retention()));
            LandingRun started = new LandingRun(task, kafka);
            run = started;
            if (last) {
                started.last();
            }
            Context loop = vertx.getOrCreateContext();
            started.start(() -> loop.runOnContext(told -> onChanged(started)));
            LOG.info("landing started here; landing={} topic={}", row.name(), row.topic());
        }

        private void onChanged(LandingRun told) {
            observer.onChanged();
            if (told.isThrough()) {
                LandingRunner.this.settle(id);
            }
        }

        private Future<Void> stop() {
            LandingRun running = run;
            if (running == null) {
                return Future.succeededFuture();
            }
            return Future.fromCompletionStage(running.stop(), vertx.getOrCreateContext())
                    .compose(stopped -> {
                        Future<Void> told = running()
                                .map(observer::onStopped)
                                .orElseGet(Future::succeededFuture)
                                .otherwiseEmpty();
                        run = null;
                        return told;
                    });
        }
    }
}
