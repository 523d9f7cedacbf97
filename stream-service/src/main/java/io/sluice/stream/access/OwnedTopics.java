package io.sluice.stream.access;

import io.sluice.rights.Decision;
import io.sluice.rights.Right;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicName;
import io.sluice.stream.topic.TopicRights;
import io.sluice.stream.topic.TopicRights.Shared;
import io.sluice.stream.topic.TopicRows;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.TopicListing;

/**
 * What {@link TopicRights} says: a client of one's own takes records out in bulk, so it needs the right to that, and to write the one to change the
 * topic. Kafka masks nothing, so where some people do not see everything only managers read. A topic without an owner, or of another incarnation than its row, or internal, or just being made anew, is nobody's.
 */
public final class OwnedTopics implements Entitlements {
    private final Broker broker;
    private final TopicRows rows;
    private final TopicRights rights;

    public OwnedTopics(Broker broker, TopicRows rows, TopicRights rights) {
        this.broker = broker;
        this.rows = rows;
        this.rights = rights;
    }

    @Override
    public Future<List<Entitlement>> of(Set<String> users) {
        return rows.all()
                .compose(owned -> broker.ask(admin -> admin.listTopics().listings())
                        .compose(listed -> rights.shared(present(owned.values(), listed), users)))
                .map(shared -> shared.stream().map(OwnedTopics::entitlement).toList());
    }

    private static List<Owned> present(Collection<Owned> owned, Collection<TopicListing> listed) {
        Map<String, String> ids = new HashMap<>();
        listed.forEach(topic -> ids.put(topic.name(), topic.topicId().toString()));
        return owned.stream()
                .filter(row ->
                        row.id().equals(ids.get(row.name())) && !row.isResetting() && !TopicName.isInternal(row.name()))
                .toList();
    }

    /** A rule for everybody would also be one for those to whom it is denied. */
    private static Entitlement entitlement(Shared shared) {
        Set<String> readers = who(shared, decision -> decision.may(shared.masked() ? Right.MANAGE : Right.DOWNLOAD));
        boolean everyone = shared.open()
                && !shared.masked()
                && readers.size() == shared.decisions().size();
        return new Entitlement(shared.topic(), everyone, readers, who(shared, decision -> decision.may(Right.EDIT)));
    }

    private static Set<String> who(Shared shared, Predicate<Decision> may) {
        return shared.decisions().entrySet().stream()
                .filter(each -> may.test(each.getValue()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
