package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Plans.PlanStream;
import io.sluice.contract.Plans.Planned;
import io.sluice.contract.Plans.PreviewStream;
import io.sluice.contract.Plans.Previewed;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams.Change;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.GetUsage;
import io.sluice.contract.Streams.ListStreams;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.StreamPage;
import io.sluice.contract.Streams.UpdateStream;
import io.sluice.contract.Streams.Usage;
import io.sluice.contract.Things;
import io.sluice.decode.Decoders;
import io.sluice.decode.SchemaRegistry;
import io.sluice.rights.Right;
import io.sluice.runtime.KafkaLink;
import io.sluice.stream.flow.StreamRow.Wanted;
import io.sluice.stream.flow.table.OutsideTables;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.store.PagePart;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicFormats;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The streams' public face: the endpoints, over what Postgres says and what this node runs. Belongs to one event loop. */
public final class StreamService {
    /** Shorter than a caller's patience, so that the answer says what is going on. */
    private static final long SETTLE_S = 13;

    private final StreamRows rows;
    private final Authority authority;
    private final StreamAccess access;
    private final SharedPlaces places;
    private final StreamFigures figures;
    private final StreamViews views;
    private final StreamCreation creation;
    private final StreamVersions versions;
    private final StreamUpgrade upgrades;
    private final StreamPlanning planning;
    private final StreamUsage usage;
    private final Runner runner;

    public StreamService(
            Vertx vertx,
            Sql sql,
            Kafka kafka,
            TopicRights rights,
            Authority authority,
            TopicRows topics,
            Reading reading,
            StreamInputs inputs,
            OutsideTables outside) {
        this.rows = new StreamRows(sql);
        this.authority = authority;
        this.access = new StreamAccess(rows, rights);
        this.places = new SharedPlaces(vertx, kafka.broker(), kafka.link());
        StoredPositions stored = new StoredPositions(sql);
        this.versions = new StreamVersions(sql);
        GroupPositions positions = new GroupPositions(kafka.broker(), stored, places);
        this.runner = new Runner(new LaneKit(
                vertx,
                kafka.broker(),
                rows,
                versions,
                new Succession(rows, versions, positions),
                positions,
                places,
                new StreamRemoval(vertx, kafka.broker(), rows, stored, topics, kafka.writer()),
                new Application.Settings(kafka.link(), kafka.stateDir(), kafka.standbyReplicas()),
                reading,
                new Destinations(vertx, kafka.broker(), topics, kafka.maxBytesPerStream()),
                new SourceTopics(kafka.broker()),
                new QueryRun(kafka.broker(), reading, outside),
                KafkaRereader.threads()));
        this.figures = new StreamFigures(vertx, sql, runner);
        this.usage = new StreamUsage(rows, new TopicSizes(kafka.broker()));
        this.views = new StreamViews(figures, positions, inputs, versions);
        SourceResolver resolver = new SourceResolver(vertx, rights, rows, authority);
        TopicSamples samples = new TopicSamples(vertx, kafka.broker(), kafka.positions(), kafka.link());
        QueryStudy study = new QueryStudy(new QuerySources(resolver), samples, reading);
        Simulation simulation = new Simulation(vertx, kafka.stateDir());
        this.planning = new StreamPlanning(
                study, new FilterPlanning(resolver, samples, simulation, reading), simulation, reading, outside);
        this.creation = new StreamCreation(
                new StreamCreation.Topics(kafka.broker(), kafka.reader(), kafka.writer()),
                kafka.positions(),
                new StreamCreation.Rows(rows, versions),
                new StreamCreation.Sources(resolver, study),
                runner);
        this.upgrades = new StreamUpgrade(creation, versions, stored, kafka.positions(), kafka.broker());
    }

    /** What streams need of Kafka. */
    public record Kafka(
            Broker broker,
            Positions positions,
            TopicReader reader,
            TopicWriter writer,
            KafkaLink link,
            Path stateDir,
            long maxBytesPerStream,
            int standbyReplicas) {}

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
        return creation.create(ask).compose(views::of);
    }

    public Future<Planned> plan(PlanStream ask) {
        return creation.valid(ask.stream()).compose(planning::plan);
    }

    public Future<Previewed> preview(PreviewStream ask) {
        return creation.valid(ask.stream()).compose(valid -> planning.preview(valid, ask.records()));
    }

    public Future<Stream> find(FindStream ask) {
        return load(ask.caller(), ask.ref()).compose(views::of);
    }

    public Future<StreamPage> list(ListStreams ask) {
        int limit = PagePart.limit(ask.limit());
        PagePlace before = PagePlace.of(ask.cursor());
        Future<CompositeFuture> found = authority
                .sight(ask.caller())
                .compose(sight -> Future.all(rows.page(ask, sight, before, limit + 1), rows.count(ask, sight)));
        return found.compose(both -> {
            PagePart<StreamRow> page =
                    PagePart.of(both.resultAt(0), limit, row -> new PagePlace(row.createdAt(), row.stream()));
            long total = both.<Long>resultAt(1);
            return views.of(page.items()).map(items -> new StreamPage(items, total, page.next()));
        });
    }

    public Future<Usage> usage(GetUsage ask) {
        return usage.of(ask);
    }

    public Future<Stream> update(UpdateStream ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> change(ask, row)
                        .compose(changed -> rows.describe(row.stream(), ask.title(), ask.notes()))
                        .map(row))
                .compose(row -> load(ask.caller(), row.stream().toString()))
                .compose(views::of);
    }

    private Future<Void> change(UpdateStream ask, StreamRow row) {
        Change change = ask.change();
        if (change == null) {
            return Future.succeededFuture();
        }
        Definition said = change.source();
        return said == null ? upgrades.callOff(row) : upgrades.upgrade(ask.caller(), row, change, said);
    }

    /** Pausing a failed stream and resuming it is how to try again; resuming what runs and pausing what is paused change nothing. */
    public Future<Stream> run(RunStream ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> (ask.paused()
                                ? rows.want(row.id(), Wanted.PAUSED, null, Wanted.RUNNING, Wanted.FAILED)
                                : rows.want(row.id(), Wanted.RUNNING, null, Wanted.PAUSED, Wanted.FAILED))
                        .map(row))
                .compose(row -> settled(row).map(row))
                .compose(row ->
                        ask.paused() && row.shared() ? places.untilOut(row).map(row) : Future.succeededFuture(row))
                .compose(row -> load(ask.caller(), row.stream().toString()))
                .compose(views::of);
    }

    public Future<Done> delete(DeleteStream ask) {
        return rows.findToDelete(ask.ref()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Done(false));
            }
            StreamRow row = found.get();
            return authority
                    .require(ask.caller(), row.thing(), row.name(), Right.MANAGE)
                    .compose(may -> versions.delete(row.stream()))
                    .compose(first -> settled(row).map(new Done(first)))
                    .recover(refused -> ProblemException.isNotFound(refused)
                            ? Future.succeededFuture(new Done(false))
                            : Future.failedFuture(refused));
        });
    }

    private Future<Void> settled(StreamRow row) {
        return runner.settle(row.id()).timeout(SETTLE_S, TimeUnit.SECONDS);
    }

    private Future<StreamRow> load(Caller caller, String ref) {
        return load(caller, ref, Right.VIEW);
    }

    private Future<StreamRow> loadToChange(Caller caller, String ref) {
        return load(caller, ref, Right.EDIT);
    }

    private Future<StreamRow> load(Caller caller, String ref, Right right) {
        return find(ref)
                .compose(row ->
                        authority.require(caller, row.thing(), ref, right).map(row));
    }

    private Future<StreamRow> find(String ref) {
        return rows.find(ref)
                .map(found -> found.orElseThrow(
                        () -> Problem.NotFound.of("stream", ref).toException()));
    }

    /** For those who grant rights to it. */
    public Future<Things.Described> describe(String ref) {
        return find(ref).map(row -> new Things.Described(row.thing(), row.name()));
    }

    /** What these may do with these is another now; a stream whose owner may not take from its sources any more ends. */
    public void onRightsChanged(Predicate<String> owners, Predicate<String> topics) {
        access.check(owners, topics);
    }
}
