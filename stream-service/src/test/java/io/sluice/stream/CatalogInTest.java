package io.sluice.stream;

import io.sluice.contract.Audit;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Channels;
import io.sluice.contract.Dataset;
import io.sluice.contract.Grants;
import io.sluice.contract.Holdings;
import io.sluice.contract.Masking;
import io.sluice.contract.Metadata;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.contract.Sealed;
import io.sluice.contract.Source;
import io.sluice.contract.Things;
import io.sluice.contract.Topics;
import io.sluice.contract.Veiling;
import io.sluice.rights.Grant;
import io.sluice.rights.Grantee;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.rights.Thing;
import io.sluice.rights.ThingId;
import io.sluice.runtime.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The catalog's side of the contract, as far as the stream-service asks for it; announces its changes as the real one does. */
final class CatalogInTest {
    private final Map<UUID, Dataset> datasets = new ConcurrentHashMap<>();
    private final List<Audit.Entry> audit = new CopyOnWriteArrayList<>();
    private final Map<String, Role> users = new ConcurrentHashMap<>();
    /** By topic, what everybody does not see but those named. */
    private final Map<String, Hidden> masked = new ConcurrentHashMap<>();

    private final List<Grant> grants = new CopyOnWriteArrayList<>();
    private final Vertx vertx;
    private final Database database;

    CatalogInTest(Vertx vertx, Database database) {
        this.database = database;
        Catalog.LIST_SOURCES.serve(
                vertx,
                ask -> Future.succeededFuture(new Catalog.Datasets(datasets.values().stream()
                        .filter(dataset -> dataset.source().runs())
                        .toList())));
        Catalog.FIND_DATASET.serve(vertx, this::find);
        Catalog.MATCH_DATASETS.serve(vertx, this::match);
        Audit.FOLLOW.serve(
                vertx,
                ask -> Future.succeededFuture(new Audit.Entries(
                        audit.stream().skip(ask.after()).limit(ask.limit()).toList(), null)));
        Things.IN_CATALOG.serve(vertx, this::describe);
        Masking.MASKED.serve(
                vertx, ask -> Future.succeededFuture(new Masking.MaskedTopics(List.copyOf(masked.keySet()))));
        Masking.OF_TOPIC.serve(vertx, ask -> Future.succeededFuture(veiling(ask)));
        Grants.HOLDINGS.serve(vertx, ask -> Future.succeededFuture(holdings(ask.user())));
        this.vertx = vertx;
    }

    /** Adds entries to the audit. */
    void audit(List<Audit.Entry> entries) {
        audit.addAll(entries);
        announce(Channels.AUDIT, "");
    }

    private record Hidden(Veiling veiling, Set<String> except) {}

    /** From now on only these users see everything in the topic. */
    void mask(String topic, Veiling veiling, String... except) {
        masked.put(topic, new Hidden(veiling, Set.of(except)));
        Topics.ACCESS_CHANGED.publish(vertx, new Topics.TopicAccessChanged(topic));
    }

    private Veiling veiling(Masking.OfTopic ask) {
        Hidden hidden = masked.get(ask.topic());
        boolean whole = hidden == null
                || ask.caller().isAdmin()
                || hidden.except().contains(ask.caller().user());
        return whole ? Veiling.NONE : hidden.veiling();
    }

    Dataset put(String name, Source source) {
        return put(name, source, "ada", false);
    }

    /** What the owner wants to be done with what is read, and what it is read with. */
    record Reading(Map<String, String> mapping, Map<String, Object> processing, Map<String, Sealed> credentials) {
        static final Reading PLAIN = new Reading(Map.of(), Map.of(), Map.of());
    }

    Dataset put(String name, Source source, String owner, boolean isPrivate) {
        return put(name, source, owner, isPrivate, Reading.PLAIN);
    }

    Dataset put(String name, Source source, String owner, boolean isPrivate, Reading reading) {
        Dataset dataset = new Dataset(
                UUID.randomUUID(),
                name,
                name,
                "lab",
                "",
                List.of(),
                null,
                isPrivate,
                Map.of(),
                source,
                reading.mapping(),
                reading.processing(),
                Metadata.NONE,
                reading.credentials(),
                false,
                owner,
                1,
                Instant.now(),
                Instant.now());
        return save(dataset);
    }

    Dataset change(Dataset d, Source source, boolean paused) {
        return save(new Dataset(
                d.id(),
                d.name(),
                d.title(),
                d.organization(),
                d.notes(),
                d.tags(),
                d.license(),
                d.isPrivate(),
                d.extras(),
                source,
                d.mapping(),
                d.processing(),
                d.metadata(),
                d.credentials(),
                paused,
                d.owner(),
                d.version() + 1,
                d.createdAt(),
                Instant.now()));
    }

    void remove(Dataset dataset) {
        datasets.remove(dataset.id());
        announce(dataset.id());
    }

    private Dataset save(Dataset dataset) {
        datasets.put(dataset.id(), dataset);
        announce(dataset.id());
        return dataset;
    }

    /** Somebody whom the catalog knows. */
    void user(Caller caller) {
        users.put(caller.user(), caller.role());
    }

    /** Gives a user a right to a thing, or denies it; told as the real one tells it. */
    Grant grant(Kind kind, String id, Caller to, Level level) {
        user(to);
        Grant grant = new Grant(
                UUID.randomUUID().toString(),
                new ThingId(kind, id),
                new Grantee(Grantee.Kind.USER, to.user()),
                level,
                true,
                null);
        grants.add(grant);
        Grants.CHANGED.publish(vertx, new Grants.Changed(List.of(to.user())));
        return grant;
    }

    void revoke(Grant grant) {
        grants.remove(grant);
        Grants.CHANGED.publish(vertx, new Grants.Changed(List.of(grant.to().name())));
    }

    private Holdings holdings(String user) {
        return new Holdings(
                users.get(user),
                List.of(),
                List.of(),
                List.of(),
                grants.stream().filter(grant -> grant.to().name().equals(user)).toList());
    }

    private Future<Things.Described> describe(Things.Describe ask) {
        return datasets.values().stream()
                .filter(dataset -> dataset.name().equals(ask.ref()))
                .findFirst()
                .map(dataset -> Future.succeededFuture(new Things.Described(
                        new Thing(
                                Kind.DATASET,
                                dataset.id().toString(),
                                dataset.owner(),
                                !dataset.isPrivate(),
                                new Thing(Kind.ORGANIZATION, dataset.organization(), null, true)),
                        dataset.name())))
                .orElseGet(() -> Future.failedFuture(
                        Problem.NotFound.of("dataset", ask.ref()).toException()));
    }

    private Future<Dataset> find(Catalog.FindDataset ask) {
        return matching(ask.caller().user(), ask.caller().isAdmin())
                .filter(d -> d.name().equals(ask.ref()) || d.id().toString().equals(ask.ref()))
                .findFirst()
                .map(Future::succeededFuture)
                .orElseGet(() -> Future.failedFuture(
                        Problem.NotFound.of("dataset", ask.ref()).toException()));
    }

    private Future<Catalog.Datasets> match(Catalog.MatchDatasets ask) {
        return Future.succeededFuture(new Catalog.Datasets(matching(
                        ask.caller().user(), ask.caller().isAdmin())
                .filter(d -> ask.keywords().stream().allMatch(word -> d.name().contains(word.toLowerCase(Locale.ROOT))))
                .toList()));
    }

    private Stream<Dataset> matching(String user, boolean admin) {
        return datasets.values().stream()
                .filter(d -> !d.isPrivate() || admin || d.owner().equals(user));
    }

    private void announce(UUID id) {
        announce(Channels.DATASETS, id.toString());
    }

    private void announce(String channel, String payload) {
        try (Connection connection = DriverManager.getConnection(
                        database.jdbcUrl(), database.user(), database.password().reveal());
                PreparedStatement notify = connection.prepareStatement("select pg_notify(?, ?)")) {
            notify.setString(1, channel);
            notify.setString(2, payload);
            notify.execute();
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
