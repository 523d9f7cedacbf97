package io.sluice.gateway.cleanup;

import io.sluice.contract.Alerts;
import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Grants;
import io.sluice.contract.Holdings;
import io.sluice.contract.Landings;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.rights.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything a caller sees, from the services at one moment, and what of it is theirs to remove. At most {@value #MAX} of a kind.
 *
 * @param bytesOfStreams by id, of those that the caller may change: with all topics that are theirs, also those that nobody sees
 */
record Inventory(
        List<Alerts.Alert> alerts,
        List<Landings.Landing> landings,
        List<Streams.Stream> streams,
        Map<UUID, Long> bytesOfStreams,
        List<Dataset> datasets,
        List<Topics.Topic> topics,
        Theirs theirs) {
    private static final int MAX = 5_000;
    private static final int PAGE = 200;

    static Future<Inventory> of(Vertx vertx, Caller caller, Clock clock) {
        Future<List<Landings.Landing>> landings = all(cursor -> Landings.LIST
                .call(vertx, new Landings.ListLandings(caller, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Alerts.Alert>> alerts = all(cursor -> Alerts.LIST
                .call(vertx, new Alerts.ListAlerts(caller, null, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Streams.Stream>> streams = all(cursor -> Streams.LIST
                .call(vertx, new Streams.ListStreams(caller, null, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Dataset>> datasets = all(cursor -> Catalog.SEARCH_DATASETS
                .call(vertx, new Catalog.SearchDatasets(caller, "", null, null, null, null, "name", PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Topics.Topic>> topics = all(cursor -> Topics.LIST
                .call(vertx, new Topics.ListTopics(caller, null, null, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<Streams.Usage> usage = Streams.USAGE.call(vertx, new Streams.GetUsage(caller));
        Future<Holdings> held = caller.isAdmin()
                ? Future.succeededFuture(Holdings.NONE)
                : Grants.HOLDINGS.call(vertx, new Grants.FindHoldings(caller.user()));
        return Future.all(List.of(alerts, landings, streams, usage, datasets, topics, held))
                .map(done -> new Inventory(
                        alerts.result(),
                        landings.result(),
                        streams.result(),
                        usage.result().bytes(),
                        datasets.result(),
                        topics.result(),
                        new Theirs(caller, held.result(), clock.instant())));
    }

    private record Part<T>(List<T> items, @Nullable String next) {}

    private static <T> Future<List<T>> all(Function<@Nullable String, Future<Part<T>>> page) {
        return more(page, null, new ArrayList<>());
    }

    private static <T> Future<List<T>> more(
            Function<@Nullable String, Future<Part<T>>> page, @Nullable String cursor, List<T> found) {
        return page.apply(cursor).compose(part -> {
            found.addAll(part.items());
            boolean done = part.next() == null || found.size() >= MAX;
            return done ? Future.succeededFuture(found) : more(page, part.next(), found);
        });
    }

    /** Alerts and landings first, then streams, datasets, and topics: the order in which they can go. */
    List<Holding> removable() {
        List<Holding> holdings = new ArrayList<>();
        alerts.stream()
                .filter(alert -> theirs.has(Kind.ALERT, alert.id(), alert.owner()))
                .map(alert -> holding(named(alert), alert.owner(), null, List.of()))
                .forEach(holdings::add);
        landings.stream()
                .filter(landing -> theirs.has(Kind.LANDING, landing.id(), landing.owner()))
                .map(Inventory::landing)
                .forEach(holdings::add);
        streams.stream()
                .filter(stream -> theirs.has(Kind.STREAM, stream.id(), stream.owner()))
                .map(this::stream)
                .forEach(holdings::add);
        datasets.stream().filter(theirs::has).map(this::dataset).forEach(holdings::add);
        topics.stream()
                .filter(topic -> isFree(topic) && !isDeadLetters(topic) && theirs.hasTopicOf(ownerOf(topic)))
                .map(this::topic)
                .forEach(holdings::add);
        return holdings;
    }

    /** A topic that belongs to a stream or dataset goes with it, not by itself. */
    static boolean isFree(Topics.Topic topic) {
        return topic.dataset() == null && topic.stream() == null;
    }

    /** Likewise the one for records that could not land. */
    boolean isDeadLetters(Topics.Topic topic) {
        return landings.stream().anyMatch(landing -> landing.deadLetters().equals(topic.name()));
    }

    /** A topic that came to be outside the platform has no owner; it is the administrators'. */
    static String ownerOf(Topics.Topic topic) {
        String owner = topic.owner();
        return owner == null ? "" : owner;
    }

    private static Holding landing(Landings.Landing landing) {
        Instant last = landing.stats().lastLandedAt();
        return new Holding(
                "landing",
                landing.id().toString(),
                landing.name(),
                landing.owner(),
                landing.sizeBytes(),
                landing.stats().rows(),
                last == null ? null : last.toEpochMilli(),
                List.of());
    }

    private Holding stream(Streams.Stream stream) {
        Topics.Topic topic = topicNamed(stream.topic());
        return new Holding(
                "stream",
                stream.id().toString(),
                stream.name(),
                stream.owner(),
                bytesOfStreams.getOrDefault(stream.id(), 0L),
                topic == null ? 0 : topic.records(),
                topic == null ? null : topic.lastActivity(),
                readersOf(stream.topic(), stream.name()));
    }

    private Holding dataset(Dataset dataset) {
        String output = dataset.source().output();
        boolean ownsTopic = dataset.source().runs();
        Topics.Topic topic = ownsTopic && output != null ? topicNamed(output) : null;
        List<Holding.Dependant> readers = new ArrayList<>();
        streams.stream()
                .filter(stream -> stream.sources().stream().anyMatch(source -> reads(source, dataset, ownsTopic)))
                .map(Inventory::named)
                .forEach(readers::add);
        if (output != null && ownsTopic) {
            readers.addAll(landingsOf(output));
            readers.addAll(rulesOn(output));
        }
        return holding(
                new Holding.Dependant("dataset", dataset.id().toString(), dataset.name()),
                dataset.owner(),
                topic,
                readers);
    }

    private static boolean reads(Streams.StreamSource source, Dataset dataset, boolean ownsTopic) {
        return dataset.name().equals(source.dataset())
                || (ownsTopic && source.topic().equals(dataset.source().output()));
    }

    private Holding topic(Topics.Topic topic) {
        List<Holding.Dependant> dependants = new ArrayList<>(readersOf(topic.name(), null));
        datasets.stream()
                .filter(dataset -> topic.name().equals(dataset.source().output()))
                .map(dataset -> new Holding.Dependant("dataset", dataset.id().toString(), dataset.name()))
                .forEach(dependants::add);
        return holding(new Holding.Dependant("topic", topic.name(), topic.name()), ownerOf(topic), topic, dependants);
    }

    private static Holding holding(
            Holding.Dependant what, String owner, Topics.@Nullable Topic topic, List<Holding.Dependant> dependants) {
        return new Holding(
                what.kind(),
                what.id(),
                what.name(),
                owner,
                topic == null ? 0 : topic.sizeBytes(),
                topic == null ? 0 : topic.records(),
                topic == null ? null : topic.lastActivity(),
                dependants);
    }

    private List<Holding.Dependant> readersOf(String topic, @Nullable String except) {
        List<Holding.Dependant> readers = new ArrayList<>();
        streams.stream()
                .filter(stream -> !stream.name().equals(except))
                .filter(stream -> stream.sources().stream()
                        .anyMatch(source -> source.topic().equals(topic)))
                .map(Inventory::named)
                .forEach(readers::add);
        readers.addAll(landingsOf(topic));
        readers.addAll(rulesOn(topic));
        return readers;
    }

    private List<Holding.Dependant> landingsOf(String topic) {
        return landings.stream()
                .filter(landing -> landing.topic().equals(topic))
                .map(landing -> new Holding.Dependant("landing", landing.id().toString(), landing.name()))
                .toList();
    }

    private List<Holding.Dependant> rulesOn(String topic) {
        return alerts.stream()
                .filter(alert -> alert.source().equals(topic))
                .map(Inventory::named)
                .toList();
    }

    private static Holding.Dependant named(Alerts.Alert alert) {
        return new Holding.Dependant("alert", alert.id().toString(), alert.name());
    }

    private static Holding.Dependant named(Streams.Stream stream) {
        return new Holding.Dependant("stream", stream.id().toString(), stream.name());
    }

    private Topics.@Nullable Topic topicNamed(String name) {
        return topics.stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElse(null);
    }
}
