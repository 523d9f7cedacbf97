package io.sluice.stream;

import io.sluice.contract.Access;
import io.sluice.contract.Alerts;
import io.sluice.contract.Channels;
import io.sluice.contract.Dataset;
import io.sluice.contract.Endpoint;
import io.sluice.contract.Grants;
import io.sluice.contract.Landings;
import io.sluice.contract.Plans;
import io.sluice.contract.Problem;
import io.sluice.contract.Served;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Things;
import io.sluice.contract.Topics;
import io.sluice.decode.RegistryConfig;
import io.sluice.decode.SchemaRegistry;
import io.sluice.rights.Right;
import io.sluice.stream.access.AccessKeeper;
import io.sluice.stream.access.OwnedTopics;
import io.sluice.stream.alert.AlertService;
import io.sluice.stream.audit.AuditTopic;
import io.sluice.stream.flow.StreamInputs;
import io.sluice.stream.flow.StreamService;
import io.sluice.stream.flow.table.OutsideTables;
import io.sluice.stream.intake.AddressRules;
import io.sluice.stream.intake.Checkpoints;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Faults;
import io.sluice.stream.kafka.Positions;
import io.sluice.stream.landing.LandingService;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.source.SourceRemoval;
import io.sluice.stream.source.Sources;
import io.sluice.stream.store.Schema;
import io.sluice.stream.store.Signals;
import io.sluice.stream.store.Sql;
import io.sluice.stream.topic.Derivations;
import io.sluice.stream.topic.TopicFormats;
import io.sluice.stream.topic.TopicReader;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicWriter;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream-service: topics, sources and streams of one node. Deploy one per node, after the codecs are registered. Needs
 * Postgres at its start; Kafka and the catalog may come later.
 *
 * <p>Everything below belongs to this verticle's event loop; what blocks runs on workers and comes back. Stopping answers the
 * questions that are open, then closes in the opposite order of opening, each step within a time limit.
 */
public final class StreamVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(StreamVerticle.class);

    private final StreamConfig config;
    private final List<Served> served = new ArrayList<>();
    private final Deque<Supplier<Future<Void>>> closers = new ArrayDeque<>();

    public StreamVerticle(StreamConfig config) {
        this.config = config;
    }

    @Override
    public Future<?> start() {
        return Schema.migrate(vertx, config.database())
                .compose(migrated -> Broker.open(vertx, config.kafka()))
                .compose(broker -> checkpoints().compose(checkpoints -> open(broker, checkpoints)))
                .compose(ready -> Future.all(served.stream().map(Served::ready).toList()))
                .onSuccess(ready -> LOG.info(
                        "stream service started; kafka={}", config.kafka().bootstrap()))
                .recover(failed -> close().transform(closed -> Future.failedFuture(failed)));
    }

    @Override
    public Future<?> stop() {
        return Future.join(served.stream().map(Served::close).toList())
                .transform(closed -> close())
                .onSuccess(closed -> LOG.info("stream service stopped"));
    }

    /** Looks up the brokers' names, so it runs on a worker. */
    private Future<Checkpoints> checkpoints() {
        return vertx.executeBlocking(() -> new Checkpoints(config.kafka(), config.replicationFactor()))
                .onSuccess(opened -> closers.push(() -> vertx.executeBlocking(() -> {
                    opened.close();
                    return null;
                })));
    }

    private Future<Void> open(Broker broker, Checkpoints checkpoints) {
        closers.push(broker::close);
        Sql sql = Sql.open(vertx, config.database());
        closers.push(sql::close);
        Positions positions = new Positions(broker, Clock.systemUTC());
        TopicRows rows = new TopicRows(sql);
        TopicFormats formats = new TopicFormats(vertx, sql);
        Authority authority = new Authority(vertx, Clock.systemUTC());
        TopicRights rights = new TopicRights(vertx, broker, rows, formats, authority, new Derivations(sql));
        TopicWriter writer = new TopicWriter(
                broker,
                positions,
                rows,
                rights,
                formats,
                new TopicWriter.Settings(
                        config.replicationFactor(),
                        config.quotas().topics(),
                        config.quotas().partitions()));
        SourceRemoval removal = new SourceRemoval(vertx, sql, rows, writer, checkpoints);
        TopicReader reader = new TopicReader(broker, positions, rows, rights, formats);
        serveTopics(reader, writer, rights);
        AccessKeeper access = access(broker, sql, rows, rights);
        closers.push(access::close);
        serveAccess(access);
        StreamService.Kafka kafka = new StreamService.Kafka(
                broker,
                positions,
                reader,
                writer,
                config.kafka(),
                config.stateDir(),
                config.maxBytesPerStream(),
                config.standbyReplicas());
        SchemaRegistry registry = registry();
        StreamService.Reading reading = new StreamService.Reading(formats, registry);
        StreamInputs inputs = new StreamInputs(sql, config.intakes().vault());
        OutsideTables outside = new OutsideTables(vertx, config.intakes());
        closers.push(outside::close);
        StreamService streams = new StreamService(vertx, sql, kafka, rights, authority, rows, reading, inputs, outside);
        closers.push(streams::close);
        serveStreams(streams);
        AlertService alerts = new AlertService(
                vertx,
                sql,
                new AlertService.Kafka(broker, positions, rights, writer, formats, config.kafka()),
                new AlertService.Settings(
                        config.database(),
                        config.leaseRetry(),
                        config.intakes().vault(),
                        config.intakes().allow(),
                        registry),
                authority);
        closers.push(alerts::close);
        serveAlerts(alerts);
        AuditTopic audit = new AuditTopic(
                vertx,
                new AuditTopic.Kafka(broker, rows, writer, config.kafka()),
                sql,
                config.database(),
                config.leaseRetry());
        closers.push(audit::close);
        Sources.Lease lease = new Sources.Lease(config.database(), config.leaseRetry());
        Sources.Kit kit = new Sources.Kit(
                broker, config.kafka(), config.intakes(), checkpoints, inputs, dataset -> mayRead(dataset, rights));
        LandingService.Postgres postgres = new LandingService.Postgres(
                sql,
                config.database(),
                config.intakes().vault(),
                AddressRules.of(config.intakes().allow()));
        return landingClients().compose(clients -> {
            LandingService.Kafka landed = new LandingService.Kafka(broker, positions, rights, writer, clients);
            LandingService landings = new LandingService(
                    vertx, postgres, landed, new LandingService.Reading(formats, registry), authority);
            closers.push(landings::close);
            serveLandings(landings);
            return Sources.open(vertx, kit, sql, removal, lease).compose(sources -> {
                closers.push(sources::close);
                serveSources(sources, removal);
                serve(Things.IN_STREAM, ask -> describe(ask, rights, streams, landings, alerts));
                hear(sources, streams, landings, access);
                return Future.all(alerts.open(), audit.open())
                        .compose(opened -> listen(sources, streams, landings, alerts, audit, access));
            });
        });
    }

    /** Looks up the brokers' names, so it runs on a worker. */
    private Future<LandingService.Clients> landingClients() {
        return vertx.executeBlocking(() -> LandingService.Clients.open(config.kafka()));
    }

    private @Nullable SchemaRegistry registry() {
        RegistryConfig where = config.registry();
        if (where == null) {
            return null;
        }
        SchemaRegistry registry = new SchemaRegistry(where);
        closers.push(() -> {
            registry.close();
            return Future.succeededFuture();
        });
        return registry;
    }

    private Future<Void> listen(
            Sources sources,
            StreamService streams,
            LandingService landings,
            AlertService alerts,
            AuditTopic audit,
            AccessKeeper access) {
        Signals signals = new Signals(vertx, config.database());
        closers.push(signals::close);
        signals.on(
                Channels.DATASETS,
                id -> {
                    sources.reconcileSoon();
                    access.changed();
                },
                sources::reconcileSoon);
        signals.on(Channels.KEYS, user -> access.changed(), access::changed);
        signals.on(
                Channels.TOPICS,
                topic -> {
                    access.changed();
                    sources.reconcileSoon();
                },
                access::changed);
        Consumer<String> changed = streams::onChanged;
        Consumer<String> followed = changed.andThen(id -> sources.reconcileSoon())
                .andThen(id -> landings.onStreamChanged())
                .andThen(id -> alerts.onStreamChanged());
        signals.on(Channels.STREAMS, followed, streams::reconcileSoon);
        signals.on(Channels.LANDINGS, landings::onChanged, landings::reconcileSoon);
        signals.on(Channels.AUDIT, notice -> audit.copySoon(), audit::copySoon);
        signals.on(Channels.ALERTS, alerts::onChanged, alerts::reconcileSoon);
        return access.open().compose(opened -> signals.connect());
    }

    private static Future<Things.Described> describe(
            Things.Describe ask,
            TopicRights rights,
            StreamService streams,
            LandingService landings,
            AlertService alerts) {
        return switch (ask.kind()) {
            case TOPIC -> rights.describe(ask.ref());
            case STREAM -> streams.describe(ask.ref());
            case LANDING -> landings.describe(ask.ref());
            case ALERT -> alerts.describe(ask.ref());
            case ORGANIZATION, DATASET, VIEW ->
                Future.failedFuture(
                        Problem.NotFound.of(ask.kind().text(), ask.ref()).toException());
        };
    }

    /** Of the platform's own topics, those that the dataset's owner may read whole; one that is not there is asked about when it is. */
    private static Future<Boolean> mayRead(Dataset dataset, TopicRights rights) {
        return dataset.source() instanceof Source.Kafka kafka && kafka.bootstrap() == null
                ? rights.mayWhole(dataset.owner(), kafka.topic(), Right.DOWNLOAD)
                        .map(may -> may.orElse(true))
                : Future.succeededFuture(true);
    }

    /** What rests on a right ends with it; news only hastens what a new start would find out. */
    private void hear(Sources sources, StreamService streams, LandingService landings, AccessKeeper access) {
        Grants.CHANGED.listen(vertx, changed -> {
            streams.onRightsChanged(changed::concerns, topic -> true);
            landings.reconcileSoon();
            access.changed();
            sources.reconcileSoon();
        });
        Topics.ACCESS_CHANGED.listen(vertx, changed -> {
            streams.onRightsChanged(owner -> true, changed.topic()::equals);
            landings.reconcileSoon();
            access.changed();
            sources.reconcileSoon();
        });
        streams.onRightsChanged(owner -> true, topic -> true);
    }

    private void serveTopics(TopicReader reader, TopicWriter writer, TopicRights rights) {
        serve(Topics.LIST, reader::list);
        serve(Topics.FIND, reader::find);
        serve(Topics.CREATE, writer::create);
        serve(Topics.ALTER, writer::alter);
        serve(Topics.DELETE, writer::delete);
        serve(Topics.PURGE, writer::purge);
        serve(Topics.AUTHORIZE, rights::authorize);
        serve(Topics.REGISTER, writer.register()::register);
        serve(Topics.RELEASE, writer.register()::release);
        serve(Topics.RESET, writer.register()::reset);
    }

    private AccessKeeper access(Broker broker, Sql sql, TopicRows rows, TopicRights rights) {
        AccessKeeper.Kit kit = new AccessKeeper.Kit(
                broker,
                sql,
                config.intakes().vault(),
                config.doorkeeper(),
                new OwnedTopics(broker, rows, rights),
                config.quotas());
        return new AccessKeeper(
                vertx, kit, new AccessKeeper.Lease(config.database(), config.leaseRetry()), Clock.systemUTC());
    }

    private void serveAccess(AccessKeeper access) {
        serve(Access.STATE, access::state);
        serve(Access.FIND_QUOTA, access::quota);
        serve(Access.SET_QUOTA, access::setQuota);
    }

    private void serveStreams(StreamService streams) {
        serve(Streams.CREATE, streams::create);
        serve(Streams.FIND, streams::find);
        serve(Streams.LIST, streams::list);
        serve(Streams.UPDATE, streams::update);
        serve(Streams.RUN, streams::run);
        serve(Streams.DELETE, streams::delete);
        serve(Streams.USAGE, streams::usage);
        serve(Plans.PLAN, streams::plan);
        serve(Plans.PREVIEW, streams::preview);
    }

    private void serveLandings(LandingService landings) {
        serve(Landings.CREATE, landings::create);
        serve(Landings.FIND, landings::find);
        serve(Landings.LIST, landings::list);
        serve(Landings.UPDATE, landings::update);
        serve(Landings.RUN, landings::run);
        serve(Landings.DELETE, landings::delete);
        serve(Landings.ROWS, landings::rows);
        serve(Landings.COUNT, landings::count);
        serve(Landings.DEAD_LETTERS, landings::deadLetters);
        serve(Landings.SETTLE, landings::settle);
    }

    private void serveAlerts(AlertService alerts) {
        serve(Alerts.CREATE, alerts::create);
        serve(Alerts.FIND, alerts::find);
        serve(Alerts.LIST, alerts::list);
        serve(Alerts.UPDATE, alerts::update);
        serve(Alerts.DELETE, alerts::delete);
        serve(Alerts.MUTE, alerts::mute);
        serve(Alerts.EVENTS, alerts::events);
        serve(Alerts.ACKNOWLEDGE, alerts::acknowledge);
        serve(Alerts.FIGURES, alerts::figures);
    }

    private void serveSources(Sources sources, SourceRemoval removal) {
        serve(Streams.SOURCE_STATES, sources::states);
        serve(Streams.REMOVE_SOURCE, ask -> removal.remove(ask, sources::stop));
    }

    private <Q extends Record, R extends Record> void serve(Endpoint<Q, R> endpoint, Function<Q, Future<R>> handler) {
        served.add(endpoint.serve(vertx, ask -> handler.apply(ask).recover(Faults::toProblem)));
    }

    private Future<Void> close() {
        Supplier<Future<Void>> next = closers.poll();
        if (next == null) {
            return Future.succeededFuture();
        }
        return next.get()
                .onFailure(failed -> LOG.warn("a part did not stop cleanly; cause={}", failed.toString()))
                .transform(closed -> close());
    }
}
