package io.sluice.gateway.cleanup;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything a caller sees, from three services at one moment, and what of it is theirs to remove. At most {@value #MAX} of a kind.
 */
record Inventory(List<Streams.Stream> streams, List<Dataset> datasets, List<Topics.Topic> topics) {
    private static final int MAX = 5_000;
    private static final int PAGE = 200;

    static Future<Inventory> of(Vertx vertx, Caller caller) {
        Future<List<Streams.Stream>> streams = all(cursor -> Streams.LIST
                .call(vertx, new Streams.ListStreams(caller, null, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Dataset>> datasets = all(cursor -> Catalog.SEARCH_DATASETS
                .call(vertx, new Catalog.SearchDatasets(caller, "", null, null, null, null, "name", PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        Future<List<Topics.Topic>> topics = all(cursor -> Topics.LIST
                .call(vertx, new Topics.ListTopics(caller, null, null, PAGE, cursor))
                .map(page -> new Part<>(page.items(), page.next())));
        return Future.all(streams, datasets, topics)
                .map(done -> new Inventory(streams.result(), datasets.result(), topics.result()));
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

    /** Streams first, then datasets, then topics: the order in which they can go. */
    List<Holding> removableBy(Caller caller) {
        List<Holding> holdings = new ArrayList<>();
        streams.stream()
                .filter(stream -> caller.mayChange(stream.owner()))
                .map(this::stream)
                .forEach(holdings::add);
        datasets.stream()
                .filter(dataset -> caller.mayChange(dataset.owner()))
                .map(this::dataset)
                .forEach(holdings::add);
        topics.stream()
                .filter(topic -> isFree(topic) && caller.mayChange(ownerOf(topic)))
                .map(this::topic)
                .forEach(holdings::add);
        return holdings;
    }

    /** A topic that belongs to a stream or dataset goes with it, not by itself. */
    static boolean isFree(Topics.Topic topic) {
        return topic.dataset() == null && topic.stream() == null;
    }

    /** A topic that came to be outside the platform has no owner; it is the administrators'. */
    static String ownerOf(Topics.Topic topic) {
        String owner = topic.owner();
        return owner == null ? "" : owner;
    }

    private Holding stream(Streams.Stream stream) {
        Topics.Topic topic = topicNamed(stream.topic());
        return holding(
                new Holding.Dependant("stream", stream.id().toString(), stream.name()),
                stream.owner(),
                topic,
                readersOf(stream.topic(), stream.name()));
    }

    private Holding dataset(Dataset dataset) {
        String output = dataset.source().output();
        boolean ownsTopic = dataset.source().runs();
        Topics.Topic topic = ownsTopic && output != null ? topicNamed(output) : null;
        List<Holding.Dependant> readers = streams.stream()
                .filter(stream -> stream.sources().stream().anyMatch(source -> reads(source, dataset, ownsTopic)))
                .map(Inventory::named)
                .toList();
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
        return streams.stream()
                .filter(stream -> !stream.name().equals(except))
                .filter(stream -> stream.sources().stream()
                        .anyMatch(source -> source.topic().equals(topic)))
                .map(Inventory::named)
                .toList();
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
