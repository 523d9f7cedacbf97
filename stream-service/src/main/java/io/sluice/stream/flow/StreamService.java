package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.ListStreams;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stats;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.StreamPage;
import io.sluice.contract.Streams.StreamSource;
import io.sluice.contract.Streams.UpdateStream;
import io.sluice.decode.Decoders;
import io.sluice.decode.SchemaRegistry;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.flow.StreamRows.Place;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicFormats;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The streams' public face: the endpoints, over what Postgres says and what this node runs. Belongs to one event loop. */
public final class StreamService {
    /** Shorter than a caller's patience, so that the answer says what is going on. */
    private static final long SETTLE_S = 13;

    private static final int MAX_LIMIT = 200;

    private final StreamRows rows;
    private final GroupPositions positions;
    private final StreamFigures figures;
    private final StreamInputs inputs;
    private final StreamCreation creation;
    private final Runner runner;

    public StreamService(
            Vertx vertx,
            Sql sql,
            Kafka kafka,
            TopicRights rights,
            TopicRows topics,
            Reading reading,
            StreamInputs inputs) {
        this.rows = new StreamRows(sql);
        this.inputs = inputs;
        this.positions = new GroupPositions(kafka.broker(), rows);
        StreamRemoval removal = new StreamRemoval(vertx, kafka.broker(), rows, topics, kafka.writer());
        Application.Settings settings = new Application.Settings(kafka.bootstrap(), kafka.stateDir());
        this.runner = new Runner(vertx, kafka.broker(), rows, positions, removal, settings, reading);
        this.figures = new StreamFigures(vertx, sql, runner);
        this.creation = new StreamCreation(
                new StreamCreation.Topics(kafka.broker(), kafka.reader(), kafka.writer()),
                kafka.positions(),
                rows,
                new SourceResolver(vertx, rights),
                runner);
    }

    /** What streams need of Kafka. */
    public record Kafka(
            Broker broker,
            Positions positions,
            TopicReader reader,
            TopicWriter writer,
            String bootstrap,
            Path stateDir) {}

    /**
     * How records are read.
     *
     * @param registry null: there is none
     */
    public record Reading(TopicFormats formats, @Nullable SchemaRegistry registry) {
        /** So a stream waits for its registry, between two deaths of its thread; see {@link Application}. */
        private static final Duration PATIENCE = Duration.ofSeconds(9);

        Decoders decoders() {
            return new Decoders(registry, PATIENCE);
        }
    }

    /** Any stream may have changed. */
    public void reconcileSoon() {
        runner.reconcileSoon();
    }

    /** A stream has changed. */
    public void onChanged(String id) {
        runner.settle(UUID.fromString(id));
    }

    public Future<Void> close() {
        return runner.close().eventually(figures::close);
    }

    public Future<Stream> create(CreateStream ask) {
        return creation.create(ask).compose(this::show);
    }

    public Future<Stream> find(FindStream ask) {
        return load(ask.caller(), ask.ref()).compose(this::show);
    }

    public Future<StreamPage> list(ListStreams ask) {
        int limit = Math.max(1, Math.min(ask.limit(), MAX_LIMIT));
        Place before = ask.cursor() == null ? null : decode(ask.cursor());
        return Future.all(
                        rows.page(ask.caller(), ask.owner(), before, limit + 1), rows.count(ask.caller(), ask.owner()))
                .compose(both -> {
                    List<StreamRow> found = both.resultAt(0);
                    long total = both.<Long>resultAt(1);
                    List<StreamRow> page = found.subList(0, Math.min(limit, found.size()));
                    String next = found.size() > page.size() ? encode(page.get(page.size() - 1)) : null;
                    return show(page).map(items -> new StreamPage(items, total, next));
                });
    }

    public Future<Stream> update(UpdateStream ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(
                        row -> rows.describe(row.id(), ask.title(), ask.notes()).map(row))
                .compose(row -> load(ask.caller(), row.id().toString()))
                .compose(this::show);
    }

    /** Pausing a failed stream and resuming it is how to try again; resuming what runs and pausing what is paused change nothing. */
    public Future<Stream> run(RunStream ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> (ask.paused()
                                ? rows.want(row.id(), Wanted.PAUSED, null, Wanted.RUNNING, Wanted.FAILED)
                                : rows.want(row.id(), Wanted.RUNNING, null, Wanted.PAUSED, Wanted.FAILED))
                        .map(row))
                .compose(row -> settled(row).map(row))
                .compose(row -> load(ask.caller(), row.id().toString()))
                .compose(this::show);
    }

    public Future<Done> delete(DeleteStream ask) {
        return rows.findToDelete(ask.ref()).compose(found -> {
            if (found.isEmpty() || !found.get().maySee(ask.caller())) {
                return Future.succeededFuture(new Done(false));
            }
            StreamRow row = found.get();
            if (!ask.caller().mayChange(row.owner())) {
                return Future.failedFuture(forbidden());
            }
            return rows.want(row.id(), Wanted.DELETING, null, Wanted.RUNNING, Wanted.PAUSED, Wanted.FAILED)
                    .compose(first -> settled(row).map(new Done(first)));
        });
    }

    private Future<Void> settled(StreamRow row) {
        return runner.settle(row.id()).timeout(SETTLE_S, TimeUnit.SECONDS);
    }

    private Future<StreamRow> load(Caller caller, String ref) {
        return rows.find(ref)
                .compose(found -> found.isPresent() && found.get().maySee(caller)
                        ? Future.succeededFuture(found.get())
                        : Future.failedFuture(Problem.NotFound.of("stream", ref).toException()));
    }

    private Future<StreamRow> loadToChange(Caller caller, String ref) {
        return load(caller, ref)
                .compose(row ->
                        caller.mayChange(row.owner()) ? Future.succeededFuture(row) : Future.failedFuture(forbidden()));
    }

    private static RuntimeException forbidden() {
        return new Problem.Forbidden("Only its owner or an administrator may change this stream.").toException();
    }

    private Future<Stream> show(StreamRow row) {
        return show(List.of(row)).map(all -> all.get(0));
    }

    private Future<List<Stream>> show(List<StreamRow> streams) {
        if (streams.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = streams.stream().map(StreamRow::id).toList();
        return Future.all(figures.of(ids), positions.lags(streams), inputs.faults(streams))
                .map(all -> {
                    Map<UUID, Stats> stats = all.resultAt(0);
                    Map<UUID, Long> lags = all.resultAt(1);
                    Map<UUID, String> faults = all.resultAt(2);
                    return streams.stream()
                            .map(row -> show(
                                    row, stats.get(row.id()), lags.getOrDefault(row.id(), 0L), faults.get(row.id())))
                            .toList();
                });
    }

    /** @param fault of an input: the stream is tried again by itself, but nothing comes meanwhile */
    private static Stream show(StreamRow row, @Nullable Stats counted, long lag, @Nullable String fault) {
        Stats stats = counted == null
                ? new Stats(0, 0, 0, lag, 0)
                : new Stats(counted.scanned(), counted.matched(), counted.failed(), lag, counted.rate());
        return new Stream(
                row.id(),
                row.name(),
                row.topic(),
                row.title(),
                row.notes(),
                fault == null ? state(row) : State.FAILED,
                fault == null ? row.reason() : fault,
                row.sources().stream()
                        .map(source -> new StreamSource(source.topic(), source.dataset()))
                        .toList(),
                row.definition(),
                !row.credentials().isEmpty(),
                row.owner(),
                row.createdAt(),
                stats);
    }

    private static State state(StreamRow row) {
        return switch (row.wanted()) {
            case CREATING -> State.STARTING;
            case RUNNING -> row.started() ? State.RUNNING : State.STARTING;
            case PAUSED, DELETING -> State.PAUSED;
            case FAILED -> State.FAILED;
        };
    }

    private static String encode(StreamRow row) {
        String place = row.createdAt() + "|" + row.id();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.UTF_8));
    }

    private static Place decode(String cursor) {
        try {
            String[] place = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split("\\|", 2);
            return new Place(Instant.parse(place[0]), UUID.fromString(place[place.length - 1]));
        } catch (IllegalArgumentException | DateTimeException notOurs) {
            throw Problem.Invalid.at("/cursor", "expected the cursor of a previous page")
                    .toException();
        }
    }
}
