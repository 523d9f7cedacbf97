package io.sluice.stream.access;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicListing;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@link io.sluice.stream.topic.TopicRights}: a topic is read by everybody, but for one of a private dataset or stream, and
 * written by its owner. One without an owner, or of another incarnation than its row, or internal, is nobody's.
 */
public final class OwnedTopics implements Entitlements {
    private final Vertx vertx;
    private final Broker broker;
    private final TopicRows rows;

    public OwnedTopics(Vertx vertx, Broker broker, TopicRows rows) {
        this.vertx = vertx;
        this.broker = broker;
        this.rows = rows;
    }

    @Override
    public Future<List<Entitlement>> all() {
        return rows.all()
                .compose(owned -> broker.ask(admin -> admin.listTopics().listings())
                        .compose(listed -> Catalog.LIST_SOURCES
                                .call(vertx, new Catalog.ListSources())
                                .map(sources -> of(owned.values(), listed, sources.items()))));
    }

    static List<Entitlement> of(Collection<Owned> owned, Collection<TopicListing> listed, Collection<Dataset> sources) {
        Map<String, String> ids = new HashMap<>();
        listed.forEach(topic -> ids.put(topic.name(), topic.topicId().toString()));
        Map<String, Dataset> datasets = new HashMap<>();
        sources.forEach(dataset -> datasets.put(dataset.name(), dataset));
        return owned.stream()
                .filter(row -> row.id().equals(ids.get(row.name())) && !TopicName.isInternal(row.name()))
                .map(row -> of(row, Optional.ofNullable(row.dataset()).map(datasets::get)))
                .toList();
    }

    private static Entitlement of(Owned row, Optional<Dataset> dataset) {
        @Nullable String named = row.dataset();
        boolean open = named == null || dataset.filter(one -> !one.isPrivate()).isPresent();
        Set<String> readers =
                dataset.map(one -> union(row.owner(), one.owner())).orElse(Set.of(row.owner()));
        return new Entitlement(row.name(), open && !row.isPrivate(), readers, Set.of(row.owner()));
    }

    private static Set<String> union(String one, String other) {
        return one.equals(other) ? Set.of(one) : Set.of(one, other);
    }
}
