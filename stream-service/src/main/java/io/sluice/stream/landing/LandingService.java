package io.sluice.stream.landing;

import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Landings.CountRows;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.DeadLetterPage;
import io.sluice.contract.Landings.Definition;
import io.sluice.contract.Landings.DeleteLanding;
import io.sluice.contract.Landings.FindLanding;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.LandingPage;
import io.sluice.contract.Landings.ListDeadLetters;
import io.sluice.contract.Landings.ListLandings;
import io.sluice.contract.Landings.QueryRows;
import io.sluice.contract.Landings.RowCount;
import io.sluice.contract.Landings.RowPage;
import io.sluice.contract.Landings.RunLanding;
import io.sluice.contract.Landings.SettleDeadLetters;
import io.sluice.contract.Landings.Settlements;
import io.sluice.contract.Landings.UpdateLanding;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Sealed;
import io.sluice.contract.Things;
import io.sluice.decode.Decoders;
import io.sluice.decode.SchemaRegistry;
import io.sluice.rights.Right;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Vault;
import io.sluice.stream.flow.StreamCourse;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.landing.LandingRow.Wanted;
import io.sluice.stream.landing.run.DeadLetterTopic;
import io.sluice.stream.landing.run.LandingRun;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.store.PagePart;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicFormats;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * The landings' public face: the endpoints, over what Postgres says and what this node runs. While the service's own database is away, it
 * tells of the landings that it runs what it knows by itself. Belongs to one event loop.
 */
public final class LandingService {
    /** Shorter than a caller's patience, so that the answer says what is going on. */
    private static final long SETTLE_S = 13;

    /** How long a landing waits for its schema registry before it says so. */
    private static final Duration REGISTRY_PATIENCE = Duration.ofSeconds(5);

    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(3);

    private final Vertx vertx;
    private final Authority authority;
    private final TopicRights rights;
    private final Clients clients;
    private final Targets targets;
    private final LandingRows rows;
    private final LandingRunner runner;
    private final LandingFigures figures;
    private final LandingViews views;
    private final LandingCreation creation;
    private final LandingQueries queries;

    /** What landings need of Kafka. */
    public record Kafka(Broker broker, Positions positions, TopicRights rights, TopicWriter writer, Clients clients) {}

    /** Clients of the landings alone. */
    public record Clients(KafkaLink link, Admin admin, DeadLetterTopic deadLetters) {
        /** Looks up the brokers' names, so it runs on a worker. */
        public static Clients open(KafkaLink link) {
            Map<String, Object> config = link.client(Map.of(
                    "client.id", "sluice-landings", "request.timeout.ms", 4_000, "default.api.timeout.ms", 8_000));
            return new Clients(link, Admin.create(config), new DeadLetterTopic(link));
        }

        /** Blocks. */
        void close() {
            admin.close(ADMIN_CLOSE);
            deadLetters.close();
        }
    }

    /**
     * What landings need of Postgres.
     *
     * @param own where rows land that nobody wants elsewhere
     * @param vault opens the addresses of other databases, whose hosts {@code rules} allow
     */
    public record Postgres(Sql sql, Database own, Vault vault, AddressRules rules) {}

    /** How records are read. */
    public record Reading(TopicFormats formats, @Nullable SchemaRegistry registry) {}

    public LandingService(Vertx vertx, Postgres postgres, Kafka kafka, Reading reading, Authority authority) {
        this.authority = authority;
        this.rights = kafka.rights();
        Sql sql = postgres.sql();
        this.vertx = vertx;
        this.clients = kafka.clients();
        this.targets = new Targets(postgres.own(), postgres.vault(), postgres.rules());
        this.rows = new LandingRows(sql);
        Decoders decoders = new Decoders(reading.registry(), REGISTRY_PATIENCE);
        LandingRunner.Ways ways = new LandingRunner.Ways(
                new LandingRemoval(vertx, kafka.broker(), rows, kafka.writer(), targets),
                new LandingPassage(vertx, rows, targets, kafka.rights(), new StreamCourse(sql)));
        this.runner = new LandingRunner(
                vertx,
                rows,
                targets,
                ways,
                new LandingRunner.Reading(
                        reading.formats(),
                        decoders,
                        new LandingRun.Kafka(clients.link(), clients.admin(), clients.deadLetters())));
        this.figures = new LandingFigures(vertx, sql, runner);
        runner.observe(figures);
        this.views = new LandingViews(figures, new LandingLag(kafka.broker()), runner);
        this.creation = new LandingCreation(
                vertx,
                new LandingCreation.Parts(kafka.rights(), kafka.writer(), kafka.positions()),
                rows,
                targets,
                runner,
                figures);
        this.queries = new LandingQueries(vertx, targets, reading.formats(), decoders);
    }

    /** Any landing may have changed. */
    public void reconcileSoon() {
        runner.reconcileSoon();
    }

    /** A stream has changed. */
    public void onStreamChanged() {
        runner.followSoon();
    }

    /** A landing has changed. */
    public void onChanged(String id) {
        runner.settle(UUID.fromString(id));
    }

    public Future<Void> close() {
        return runner.close()
                .eventually(figures::close)
                .eventually(queries::close)
                .eventually(() -> vertx.executeBlocking(() -> {
                    targets.close();
                    clients.close();
                    return null;
                }))
                .mapEmpty();
    }

    public Future<Landing> create(CreateLanding ask) {
        return attempt(() -> creation.create(ask)).compose(views::of);
    }

    public Future<Landing> find(FindLanding ask) {
        return load(ask.caller(), ask.ref()).compose(views::of);
    }

    public Future<LandingPage> list(ListLandings ask) {
        int limit = PagePart.limit(ask.limit());
        PagePlace before = PagePlace.of(ask.cursor());
        return authority
                .sight(ask.caller())
                .compose(sight ->
                        Future.all(rows.page(sight, ask.topic(), before, limit + 1), rows.count(sight, ask.topic())))
                .compose(both -> {
                    PagePart<LandingRow> page =
                            PagePart.of(both.resultAt(0), limit, row -> new PagePlace(row.createdAt(), row.id()));
                    long total = both.<Long>resultAt(1);
                    return views.of(page.items()).map(items -> new LandingPage(items, total, page.next()));
                })
                .recover(away -> known(
                                ask.caller(),
                                landing ->
                                        ask.topic() == null || landing.topic().equals(ask.topic()))
                        .compose(all -> all.isEmpty()
                                ? Future.failedFuture(away)
                                : views.of(all).map(items -> new LandingPage(items, items.size(), null))));
    }

    public Future<Landing> update(UpdateLanding ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> change(row, ask))
                .compose(row -> load(ask.caller(), row.id().toString()))
                .compose(views::of);
    }

    private Future<LandingRow> change(LandingRow row, UpdateLanding ask) {
        Definition now = row.definition();
        String retention = ask.retention() == null ? now.retention() : ask.retention();
        Retention.parse(retention);
        String name = ask.name() == null ? row.name() : ask.name();
        Sealed database = ask.database() == null ? row.database() : ask.database();
        Optional<Problem> fault = name.equals(row.name()) ? Optional.empty() : LandingName.fault(name);
        if (fault.isPresent()) {
            return failed(fault.get());
        } else if (ask.database() != null
                && !targets.address(ask.database()).shown().equals(row.databaseName())) {
            return failed(Problem.Invalid.at(
                    "/database", "a landing stays with its database; only user, password and sslmode can be changed"));
        }
        Definition changed = new Definition(
                now.table(),
                now.schema(),
                now.columns(),
                now.key(),
                now.mode(),
                now.rest(),
                ask.strict() == null ? now.strict() : ask.strict(),
                now.from(),
                retention == null || retention.isEmpty() ? null : retention);
        return rows.change(row.id(), name, changed, database)
                .compose(done ->
                        done ? runner.settle(row.id()).map(row) : failed(Problem.Conflict.taken("landing", name)));
    }

    /** Resuming what runs and pausing what is paused change nothing. */
    public Future<Landing> run(RunLanding ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> (ask.paused()
                                ? rows.want(row.id(), Wanted.PAUSED, Wanted.RUNNING)
                                : rows.want(row.id(), Wanted.RUNNING, Wanted.PAUSED))
                        .map(row))
                .compose(row -> settled(row).map(row))
                .compose(row -> load(ask.caller(), row.id().toString()))
                .compose(views::of);
    }

    public Future<Done> delete(DeleteLanding ask) {
        return rows.findToDelete(ask.ref()).compose(found -> {
            if (found.isEmpty()) {
                return Future.succeededFuture(new Done(false));
            }
            LandingRow row = found.get();
            return authority
                    .require(ask.caller(), row.thing(), row.name(), Right.MANAGE)
                    .compose(may -> ask.keepTable() ? rows.keepTable(row.id()) : Future.<Void>succeededFuture())
                    .compose(kept -> rows.want(row.id(), Wanted.DELETING, Wanted.RUNNING, Wanted.PAUSED))
                    .compose(first -> settled(row).map(new Done(first)))
                    .recover(refused -> ProblemException.isNotFound(refused)
                            ? Future.succeededFuture(new Done(false))
                            : Future.failedFuture(refused));
        });
    }

    public Future<RowPage> rows(QueryRows ask) {
        return loadWhole(ask.caller(), ask.ref()).compose(row -> attempt(() -> queries.rows(row, ask)));
    }

    public Future<RowCount> count(CountRows ask) {
        return loadWhole(ask.caller(), ask.ref()).compose(queries::count);
    }

    public Future<DeadLetterPage> deadLetters(ListDeadLetters ask) {
        return loadWhole(ask.caller(), ask.ref()).compose(row -> attempt(() -> queries.deadLetters(row, ask)));
    }

    public Future<Settlements> settle(SettleDeadLetters ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> queries.settle(row, ask).compose(settled -> figures.tell(row.id(), settled.changed())
                        .otherwiseEmpty()
                        .map(settled.answer())));
    }

    private Future<Void> settled(LandingRow row) {
        return runner.settle(row.id()).timeout(SETTLE_S, TimeUnit.SECONDS);
    }

    private Future<LandingRow> load(Caller caller, String ref) {
        return load(caller, ref, Right.VIEW);
    }

    /** Rows are records as its owner sees them, so whoever looks at them must see as much. */
    private Future<LandingRow> loadWhole(Caller caller, String ref) {
        return load(caller, ref)
                .compose(row -> rights.requireWhole(caller, row.topic()).map(row));
    }

    private Future<LandingRow> load(Caller caller, String ref, Right right) {
        return find(caller, ref)
                .compose(row ->
                        authority.require(caller, row.thing(), ref, right).map(row));
    }

    /** For those who grant rights to it. */
    public Future<Things.Described> describe(String ref) {
        return find(Caller.SYSTEM, ref).map(row -> new Things.Described(row.thing(), row.name()));
    }

    private Future<LandingRow> find(Caller caller, String ref) {
        return rows.find(ref)
                .recover(away -> known(
                                caller,
                                row -> row.name().equals(ref)
                                        || row.id().toString().equals(ref))
                        .compose(known -> known.isEmpty()
                                ? Future.failedFuture(away)
                                : Future.succeededFuture(Optional.of(known.get(0)))))
                .compose(found -> found.isPresent()
                        ? Future.succeededFuture(found.get())
                        : failed(Problem.NotFound.of("landing", ref)));
    }

    private static boolean isOwn(Caller caller, LandingRow row) {
        return caller.isAdmin() || row.owner().equals(caller.user());
    }

    /** What this node knows without its database of the caller's own: of others nobody can say now what the caller may see. */
    private Future<List<LandingRow>> known(Caller caller, Predicate<LandingRow> which) {
        return Future.succeededFuture(runner.known().stream()
                .filter(row -> isOwn(caller, row) && which.test(row))
                .toList());
    }

    private Future<LandingRow> loadToChange(Caller caller, String ref) {
        return load(caller, ref, Right.EDIT);
    }

    /** What is thrown on the way becomes a failure like any other. */
    private static <T> Future<T> attempt(Supplier<Future<T>> work) {
        try {
            return work.get();
        } catch (ProblemException refused) {
            return Future.failedFuture(refused);
        }
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
