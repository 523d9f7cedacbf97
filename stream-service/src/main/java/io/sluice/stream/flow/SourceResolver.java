package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Streams.Definition;
import io.sluice.query.Ref;
import io.sluice.rights.Right;
import io.sluice.stream.rights.Authority;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRights.Seen;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what a caller named (keywords, datasets or topics) to topics that are there and that the caller may read. */
final class SourceResolver {
    private static final int MAX_TOPICS = 100;
    private static final String NOTHING_FOUND = "No data streams found matching the criteria.";

    private final Vertx vertx;
    private final TopicRights rights;
    private final StreamRows streams;
    private final Authority authority;

    SourceResolver(Vertx vertx, TopicRights rights, StreamRows streams, Authority authority) {
        this.authority = authority;
        this.streams = streams;
        this.vertx = vertx;
        this.rights = rights;
    }

    /**
     * @param dataset through which it was found
     * @param filler dataset whose records the platform writes there
     * @param isPrivate not everybody may read it, so not everybody may read what is made of it
     */
    record Found(
            Seen topic, @Nullable Dataset dataset, @Nullable Dataset filler, boolean isPrivate) {}

    /** In the order in which they were named, each topic once. */
    Future<List<Found>> resolve(Caller caller, Definition definition) {
        int kinds = (definition.keywords().isEmpty() ? 0 : 1)
                + (definition.datasets().isEmpty() ? 0 : 1)
                + (definition.topics().isEmpty() ? 0 : 1);
        if (kinds != 1) {
            return failed(Problem.Invalid.at("/source", "expected exactly one of keywords, datasets and topics"));
        }
        return named(caller, definition).compose(named -> {
            Map<String, Named> byTopic = new LinkedHashMap<>();
            named.forEach(one -> byTopic.putIfAbsent(one.topic(), one));
            return byTopic.size() > MAX_TOPICS
                    ? failed(Problem.Invalid.at("/source", "a stream reads at most " + MAX_TOPICS + " topics"))
                    : see(caller, List.copyOf(byTopic.values()));
        });
    }

    /** What one part of a query reads; the pointer is for who wrote it. */
    Future<Found> resolve(Caller caller, Ref ref, String pointer) {
        return switch (ref.kind()) {
            case TOPIC -> one(caller, new Named(ref.name(), null, pointer));
            case STREAM ->
                ofStream(caller, ref.name(), pointer).compose(found -> orNone(found, "stream", ref.name(), pointer));
            case DATASET -> datasets(caller, List.of(ref.name()), pointer).compose(named -> one(caller, named.get(0)));
            case NAME -> anything(caller, ref.name(), pointer);
            case CSV, POSTGRES ->
                failed(Problem.Invalid.at(pointer, "what lies outside of Kafka can only be joined, as a table"));
        };
    }

    private Future<Found> anything(Caller caller, String name, String pointer) {
        return rights.seeIfThere(caller, name).compose(topic -> {
            if (topic.isPresent()) {
                return one(caller, new Named(name, null, pointer));
            }
            return ofStream(caller, name, pointer)
                    .compose(stream -> stream.isPresent()
                            ? Future.succeededFuture(stream.get())
                            : datasets(caller, List.of(name), pointer)
                                    .compose(named -> one(caller, named.get(0)))
                                    .recover(failure -> isInvalid(failure)
                                            ? orNone(Optional.empty(), "topic, stream or dataset", name, pointer)
                                            : Future.failedFuture(failure)));
        });
    }

    private Future<Optional<Found>> ofStream(Caller caller, String name, String pointer) {
        return streams.find(name)
                .compose(stream -> stream.isEmpty()
                        ? Future.succeededFuture(Optional.<StreamRow>empty())
                        : authority
                                .decide(caller, stream.get().thing())
                                .map(made -> stream.filter(row -> made.may(Right.VIEW))))
                .compose(stream -> stream.isPresent()
                        ? one(caller, new Named(stream.get().topic(), null, pointer))
                                .map(Optional::of)
                        : Future.succeededFuture(Optional.empty()));
    }

    private Future<Found> one(Caller caller, Named named) {
        return see(caller, List.of(named)).map(found -> found.get(0));
    }

    private static Future<Found> orNone(Optional<Found> found, String kinds, String name, String pointer) {
        return found.isPresent()
                ? Future.succeededFuture(found.get())
                : failed(Problem.Invalid.at(pointer, "there is no " + kinds + " \"" + name + "\""));
    }

    private record Named(String topic, @Nullable Dataset dataset, String pointer) {
        boolean isPrivate() {
            return dataset != null && dataset.isPrivate();
        }
    }

    private Future<List<Named>> named(Caller caller, Definition definition) {
        if (!definition.keywords().isEmpty()) {
            return Catalog.MATCH_DATASETS
                    .call(vertx, new Catalog.MatchDatasets(caller, definition.keywords(), definition.matchAll()))
                    .compose(found -> found.items().isEmpty()
                            ? failed(new Problem.NotFound(NOTHING_FOUND))
                            : Future.succeededFuture(found.items().stream()
                                    .map(dataset -> named(dataset, "/source/keywords"))
                                    .toList()));
        } else if (!definition.datasets().isEmpty()) {
            return datasets(caller, definition.datasets(), "/source/datasets/");
        }
        List<Named> named = new ArrayList<>();
        for (String topic : definition.topics()) {
            named.add(new Named(topic, null, "/source/topics/" + named.size()));
        }
        return Future.succeededFuture(named);
    }

    /** @param pointers of the whole, or one that ends with a slash and is followed by a number */
    private Future<List<Named>> datasets(Caller caller, List<String> refs, String pointers) {
        List<Future<Named>> found = new ArrayList<>();
        for (String ref : refs) {
            String pointer = pointers.endsWith("/") ? pointers + found.size() : pointers;
            found.add(Catalog.FIND_DATASET
                    .call(vertx, new Catalog.FindDataset(caller, ref))
                    .map(dataset -> named(dataset, pointer))
                    .recover(failure -> ProblemException.isNotFound(failure)
                            ? failed(Problem.Invalid.at(pointer, "there is no dataset \"" + ref + "\""))
                            : Future.failedFuture(failure)));
        }
        return Future.all(found).map(all -> all.list());
    }

    private static Named named(Dataset dataset, String pointer) {
        return new Named(dataset.topic(), dataset, pointer);
    }

    private Future<List<Found>> see(Caller caller, List<Named> named) {
        List<Future<Found>> seen = named.stream()
                .map(one -> rights.seeIfThere(caller, one.topic())
                        .compose(topic -> topic.isPresent()
                                ? taking(caller, topic.get()).compose(taken -> found(one, taken))
                                : SourceResolver.<Found>failed(Problem.Invalid.at(
                                        one.pointer(), "there is no topic \"" + one.topic() + "\""))))
                .toList();
        return Future.all(seen).map(all -> all.list());
    }

    /** Who makes a stream of something takes everything out of it. */
    private Future<Seen> taking(Caller caller, Seen topic) {
        return Authority.refusal(
                        topic.decision(), topic.thing(), topic.description().name(), Right.DOWNLOAD)
                .map(SourceResolver::<Seen>failed)
                .orElseGet(() -> rights.requireWhole(caller, topic));
    }

    private Future<Found> found(Named named, Seen topic) {
        return filler(topic.owned()).compose(filler -> rights.isForSome(topic)
                .map(isPrivate ->
                        new Found(topic, named.dataset(), filler.orElse(null), named.isPrivate() || isPrivate)));
    }

    private Future<Optional<Dataset>> filler(@Nullable Owned owned) {
        if (owned == null || owned.dataset() == null) {
            return Future.succeededFuture(Optional.empty());
        }
        return Catalog.FIND_DATASET
                .call(vertx, new Catalog.FindDataset(Caller.SYSTEM, owned.dataset()))
                .map(Optional::of);
    }

    private static boolean isInvalid(Throwable failure) {
        return failure instanceof ProblemException known && known.problem() instanceof Problem.Invalid;
    }

    private static <T> Future<T> failed(Problem problem) {
        return Future.failedFuture(problem.toException());
    }
}
