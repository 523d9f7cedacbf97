package io.sluice.stream.topic;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Holdings;
import io.sluice.contract.ProblemException;
import io.sluice.contract.Things;
import io.sluice.rights.Kind;
import io.sluice.rights.Thing;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.jspecify.annotations.Nullable;

/** Topics as rights see them: each with the stream or dataset that it belongs to. */
final class TopicThings {
    private final Vertx vertx;
    private final TopicRows rows;

    TopicThings(Vertx vertx, TopicRows rows) {
        this.vertx = vertx;
        this.rows = rows;
    }

    /** @param owned null: made outside the platform */
    Future<Thing> of(TopicDescription topic, @Nullable Owned owned) {
        if (owned == null) {
            return Future.succeededFuture(nobodys(topic.topicId().toString()));
        }
        return of(owned);
    }

    Future<Thing> of(Owned owned) {
        if (owned.stream() != null) {
            String stream = owned.stream();
            return rows.streams(List.of(stream)).map(found -> of(owned, found.get(stream)));
        } else if (owned.dataset() != null) {
            return dataset(owned.dataset()).map(found -> of(owned, found.orElse(null)));
        }
        return Future.succeededFuture(of(owned, null));
    }

    static Thing nobodys(String id) {
        return new Thing(Kind.TOPIC, id, null, false);
    }

    /** A topic of a dataset that is not there (yet) is its owner's alone. */
    private static Thing of(Owned owned, @Nullable Thing parent) {
        boolean orphan = owned.isOfSomething() && parent == null;
        boolean open = !owned.isPrivate() && !owned.released() && (!orphan || owned.stream() != null);
        Thing[] parents = parent == null ? new Thing[0] : new Thing[] {parent};
        return new Thing(Kind.TOPIC, owned.uid().toString(), owned.owner(), open, parents);
    }

    private Future<Optional<Thing>> dataset(String name) {
        return Things.IN_CATALOG
                .call(vertx, new Things.Describe(Kind.DATASET, name))
                .map(found -> Optional.of(found.thing()))
                .recover(failure -> ProblemException.isNotFound(failure)
                        ? Future.succeededFuture(Optional.empty())
                        : Future.failedFuture(failure));
    }

    /** Of many, with two questions for all of them. */
    Future<Lineages> ofAll(Collection<Owned> owned) {
        boolean datasets = owned.stream().anyMatch(row -> row.dataset() != null);
        Future<Map<String, Dataset>> known = datasets
                ? Catalog.LIST_SOURCES.call(vertx, new Catalog.ListSources()).map(all -> {
                    Map<String, Dataset> byName = new HashMap<>();
                    all.items().forEach(dataset -> byName.put(dataset.name(), dataset));
                    return byName;
                })
                : Future.succeededFuture(Map.of());
        Future<Map<String, Thing>> streams = rows.streams(
                owned.stream().map(Owned::stream).filter(Objects::nonNull).toList());
        return Future.all(known, streams).map(both -> new Lineages(known.result(), streams.result()));
    }

    /** What topics may belong to, by name. */
    record Lineages(Map<String, Dataset> datasets, Map<String, Thing> streams) {
        /** As one user's rights see it: of organizations it is only known whether they are the user's. */
        Thing of(Owned row, String user, Holdings held) {
            String stream = row.stream();
            String dataset = row.dataset();
            if (stream != null) {
                return TopicThings.of(row, streams.get(stream));
            }
            Dataset known = dataset == null ? null : datasets.get(dataset);
            return TopicThings.of(row, known == null ? null : TopicThings.of(user, known, held));
        }
    }

    private static Thing of(String user, Dataset dataset, Holdings held) {
        String owner = held.owned().contains(dataset.organization()) ? user : null;
        Thing organization = new Thing(Kind.ORGANIZATION, dataset.organization(), owner, true);
        return new Thing(Kind.DATASET, dataset.id().toString(), dataset.owner(), !dataset.isPrivate(), organization);
    }
}
