package io.sluice.stream.alert;

import io.sluice.contract.Alerts.AcknowledgeEvent;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.AlertPage;
import io.sluice.contract.Alerts.CreateAlert;
import io.sluice.contract.Alerts.DeleteAlert;
import io.sluice.contract.Alerts.Event;
import io.sluice.contract.Alerts.EventPage;
import io.sluice.contract.Alerts.Figures;
import io.sluice.contract.Alerts.FindAlert;
import io.sluice.contract.Alerts.GetFigures;
import io.sluice.contract.Alerts.ListAlerts;
import io.sluice.contract.Alerts.ListEvents;
import io.sluice.contract.Alerts.MuteAlert;
import io.sluice.contract.Alerts.UpdateAlert;
import io.sluice.contract.Caller;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Role;
import io.sluice.contract.Things;
import io.sluice.decode.Decoders;
import io.sluice.decode.SchemaRegistry;
import io.sluice.query.Aggregation;
import io.sluice.query.Query;
import io.sluice.rights.Right;
import io.sluice.runtime.Database;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.Vault;
import io.sluice.stream.flow.StreamCourse;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.WebPost;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.store.PagePart;
import io.sluice.stream.store.PagePlace;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.TopicFormats;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The alerts' public face: the endpoints, over what Postgres says and what this node runs. Belongs to one event loop. */
public final class AlertService {
    /** Webhooks that one node calls at a time. */
    private static final int CALLERS = 16;

    private static final Duration SCHEMA_PATIENCE = Duration.ofSeconds(9);

    private final AlertRows rows;
    private final AlertEvents events;
    private final AlertWishes wishes;
    private final AlertViews views;
    private final AlertRunner runner;
    private final WebPost post;
    private final WorkerExecutor callers;
    private final Vertx vertx;
    private final Authority authority;
    private final TopicRights rights;

    public AlertService(Vertx vertx, Sql sql, Kafka kafka, Settings settings, Authority authority) {
        this.authority = authority;
        this.rights = kafka.rights();
        this.vertx = vertx;
        Clock clock = Clock.systemUTC();
        AddressRules addresses = AddressRules.of(settings.allow());
        this.rows = new AlertRows(sql);
        this.events = new AlertEvents(sql);
        this.views = new AlertViews(kafka.broker(), rows, authority);
        this.post = new WebPost(addresses);
        this.callers = vertx.createSharedWorkerExecutor("sluice-webhooks-" + UUID.randomUUID(), CALLERS);
        AlertSource source = new AlertSource(sql, kafka.broker(), kafka.rights(), AlertService::aggregation);
        RuleState state = new RuleState(sql, clock);
        AlertTopic topic = new AlertTopic(kafka.broker(), kafka.rights(), kafka.writer());
        Outbox outbox = new Outbox(sql);
        WebhookCall webhook = new WebhookCall(post, settings.vault(), clock);
        AlertRun.Kit kit = new AlertRun.Kit(
                new Waiter(vertx.getOrCreateContext()),
                clock,
                kafka.link(),
                kafka.broker(),
                new Decoders(settings.registry(), SCHEMA_PATIENCE),
                kafka.formats(),
                state,
                outbox,
                source,
                new AlertPassage(new StreamCourse(sql), state, kafka.broker()),
                topic,
                new WebhookLane.Kit(vertx, callers, outbox, webhook, clock));
        this.wishes = new AlertWishes(vertx, rows, source, topic, kafka.positions(), addresses);
        this.runner =
                new AlertRunner(vertx, kit, rows, new AlertRunner.Lease(settings.database(), settings.leaseRetry()));
    }

    /** What rules need of Kafka. */
    public record Kafka(
            Broker broker,
            Positions positions,
            TopicRights rights,
            TopicWriter writer,
            TopicFormats formats,
            KafkaLink link) {}

    /**
     * @param allow what webhooks may reach although it is private
     * @param registry null: there is none
     */
    public record Settings(
            Database database,
            Duration leaseRetry,
            Vault vault,
            List<String> allow,
            @Nullable SchemaRegistry registry) {}

    public Future<Void> open() {
        return runner.open();
    }

    /** A stream has changed. */
    public void onStreamChanged() {
        runner.followSoon();
    }

    /** Any rule may have changed. */
    public void reconcileSoon() {
        runner.reconcileSoon();
    }

    /** What these users may see may be another now. */
    public void onRightsChanged(Predicate<String> users) {
        runner.lookSoon(users);
    }

    /** A rule has changed. */
    public void onChanged(String id) {
        runner.onChanged(UUID.fromString(id));
    }

    public Future<Void> close() {
        return runner.close()
                .eventually(callers::close)
                .eventually(() -> vertx.executeBlocking(() -> {
                    post.close();
                    return null;
                }));
    }

    public Future<Alert> create(CreateAlert ask) {
        if (!ask.caller().role().includes(Role.EDITOR)) {
            return failed(new Problem.Forbidden("Viewers may not create alerts."));
        }
        return wishes.create(ask).compose(id -> show(ask.caller(), id.toString()));
    }

    public Future<Alert> find(FindAlert ask) {
        return show(ask.caller(), ask.ref());
    }

    public Future<AlertPage> list(ListAlerts ask) {
        int limit = PagePart.limit(ask.limit());
        PagePlace before = PagePlace.of(ask.cursor());
        Future<CompositeFuture> found = authority
                .sight(ask.caller())
                .compose(sight -> Future.all(rows.page(ask, sight, before, limit + 1), rows.count(ask, sight)));
        return found.compose(both -> {
            PagePart<AlertRow> page =
                    PagePart.of(both.resultAt(0), limit, row -> new PagePlace(row.createdAt(), row.id()));
            long total = both.<Long>resultAt(1);
            return views.of(ask.caller(), page.items()).map(items -> new AlertPage(items, total, page.next()));
        });
    }

    public Future<Alert> update(UpdateAlert ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> wishes.update(ask, row).map(row))
                .compose(row -> show(ask.caller(), row.id().toString()));
    }

    /** What fires is ended and told, by whoever runs the rule; for everybody else it is gone at once. */
    public Future<Done> delete(DeleteAlert ask) {
        return load(ask.caller(), ask.ref(), Right.MANAGE)
                .compose(row -> rows.delete(row.id()).map(Done::new))
                .recover(refused -> ProblemException.isNotFound(refused)
                        ? Future.succeededFuture(new Done(false))
                        : Future.failedFuture(refused));
    }

    public Future<Alert> mute(MuteAlert ask) {
        return loadToChange(ask.caller(), ask.ref())
                .compose(row -> rows.mute(row.id(), ask.until()).map(row))
                .compose(row -> show(ask.caller(), row.id().toString()));
    }

    public Future<EventPage> events(ListEvents ask) {
        int limit = PagePart.limit(ask.limit());
        PagePlace before = PagePlace.of(ask.cursor());
        String ref = ask.alert();
        Future<@Nullable UUID> rule = ref == null
                ? Future.succeededFuture()
                : load(ask.caller(), ref).compose(row -> rights.requireWhole(ask.caller(), row.source())
                        .map(row.id()));
        return rule.compose(id -> seen(ask.caller())
                .compose(seen -> events.page(new AlertEvents.Query(seen, id, ask.state(), before, limit))));
    }

    /** An event shows a record, so it is for those who see everything in what the rule watches. */
    private Future<AlertEvents.Seen> seen(Caller caller) {
        return Future.all(authority.sight(caller), rows.sources().compose(sources -> rights.partly(caller, sources)))
                .map(both -> new AlertEvents.Seen(both.resultAt(0), both.<Set<String>>resultAt(1)));
    }

    /** Everybody who sees a firing and may change anything may say so: whoever is on duty need not own the rule. */
    public Future<Event> acknowledge(AcknowledgeEvent ask) {
        return seen(ask.caller()).compose(seen -> acknowledge(ask, seen));
    }

    private Future<Event> acknowledge(AcknowledgeEvent ask, AlertEvents.Seen seen) {
        return events.find(seen, ask.event())
                .compose(found -> {
                    if (found.isEmpty()) {
                        return failed(Problem.NotFound.of("event", ask.event().toString()));
                    } else if (!ask.caller().role().includes(Role.EDITOR)) {
                        return failed(new Problem.Forbidden("Viewers may not acknowledge events."));
                    }
                    return events.acknowledge(ask.event(), ask.caller().user());
                })
                .compose(done -> events.find(seen, ask.event()))
                .map(found -> found.orElseThrow(() ->
                        Problem.NotFound.of("event", ask.event().toString()).toException()));
    }

    public Future<Figures> figures(GetFigures ask) {
        return rows.figures();
    }

    /** What a windowed stream groups by; none of any other. */
    private static Optional<Aggregation> aggregation(String sql) {
        return sql.isBlank()
                ? Optional.empty()
                : Optional.ofNullable(Query.parse(sql).orElseThrow().aggregation());
    }

    private Future<Alert> show(Caller caller, String ref) {
        return load(caller, ref).compose(row -> views.of(caller, List.of(row))).map(all -> all.get(0));
    }

    private Future<AlertRow> load(Caller caller, String ref) {
        return load(caller, ref, Right.VIEW);
    }

    private Future<AlertRow> load(Caller caller, String ref, Right right) {
        return authority
                .sight(caller)
                .compose(sight -> rows.find(sight, ref))
                .map(found -> found.orElseThrow(
                        () -> Problem.NotFound.of("alert", ref).toException()))
                .compose(row ->
                        authority.require(caller, row.thing(), ref, right).map(row));
    }

    /** For those who grant rights to it. */
    public Future<Things.Described> describe(String ref) {
        return load(Caller.SYSTEM, ref).map(row -> new Things.Described(row.thing(), row.name()));
    }

    private Future<AlertRow> loadToChange(Caller caller, String ref) {
        return load(caller, ref, Right.EDIT);
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
