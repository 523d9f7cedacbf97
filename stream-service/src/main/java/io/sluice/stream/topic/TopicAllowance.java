package io.sluice.stream.topic;

import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.topic.TopicRows.Owned;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * How many topics and partitions one user may own; those of the user's datasets and streams count, and administrators are exempt. Against
 * waste, not exact: topics that are made at one instant do not see each other.
 */
final class TopicAllowance {
    private final Broker broker;
    private final TopicRows rows;
    private final TopicWriter.Settings limits;

    TopicAllowance(Broker broker, TopicRows rows, TopicWriter.Settings limits) {
        this.broker = broker;
        this.rows = rows;
        this.limits = limits;
    }

    /** Fails when the caller may not have so many more. */
    Future<Void> check(Caller caller, int topics, int partitions) {
        boolean unlimited = limits.maxTopics() == 0 && limits.maxPartitions() == 0;
        if (unlimited || caller.isAdmin()) {
            return Future.succeededFuture();
        }
        return rows.ownedBy(caller.user()).compose(owned -> within("topics", owned.size() + topics, limits.maxTopics())
                .compose(few -> limits.maxPartitions() == 0
                        ? Future.succeededFuture()
                        : partitions(owned)
                                .compose(now -> within("partitions", now + partitions, limits.maxPartitions()))));
    }

    private Future<Integer> partitions(Collection<Owned> owned) {
        return broker.topicNames()
                .compose(there -> broker.describe(
                        owned.stream().map(Owned::name).filter(there::contains).toList()))
                .map(described -> described.values().stream()
                        .map(TopicDescription::partitions)
                        .mapToInt(List::size)
                        .sum());
    }

    private static Future<Void> within(String what, int wanted, int limit) {
        return limit == 0 || wanted <= limit
                ? Future.succeededFuture()
                : Future.failedFuture(new Problem.Conflict("A user may own at most " + limit + " " + what
                                + "; delete some, or ask an administrator.")
                        .toException());
    }
}
