package io.sluice.stream.alert;

import io.sluice.stream.flow.StreamCourse;
import io.sluice.stream.flow.StreamCourse.Leg;
import io.sluice.stream.kafka.Broker;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Takes a rule of a stream from the topic of a version that was replaced to the one behind it. What the rule remembers stays.
 *
 * <p>Where the next version goes on at the very record, the rule reads its topic from the beginning. Where it has computed everything
 * anew, history is not told again: the rule reads what came after the versions were changed.
 */
final class AlertPassage {
    private final StreamCourse course;
    private final RuleState state;
    private final Broker broker;

    AlertPassage(StreamCourse course, RuleState state, Broker broker) {
        this.course = course;
        this.state = state;
        this.broker = broker;
    }

    /** Where a rule goes on, as soon as it has read everything of its topic. */
    record Next(TopicDescription to, Leg leg) {}

    /** Empty while its topic is the stream's present one, or the stream may still write to it. */
    Future<Optional<Next>> of(AlertRow rule) {
        return rule.streamId() == null
                ? Future.succeededFuture(Optional.empty())
                : course.behind(rule.streamId(), rule.source())
                        .compose(ahead ->
                                ahead.ended() ? first(ahead.behind()) : Future.succeededFuture(Optional.<Next>empty()));
    }

    /** The first one that is there. */
    private Future<Optional<Next>> first(List<Leg> behind) {
        if (behind.isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        return broker.find(behind.get(0).topic())
                .compose(found -> found == null
                        ? first(behind.subList(1, behind.size()))
                        : Future.succeededFuture(Optional.of(new Next(found, behind.get(0)))));
    }

    /** Whether there is nothing behind these positions, also not of a transaction that is still open. */
    Future<Boolean> isEnd(Map<TopicPartition, Long> positions) {
        return broker.offsets(positions.keySet(), OffsetSpec.latest()).map(ends -> positions.entrySet().stream()
                .allMatch(place -> place.getValue() >= ends.getOrDefault(place.getKey(), Long.MAX_VALUE)));
    }

    /** Everything of the rule is stored. Fails with {@link RuleState.Fenced}. */
    Future<Void> go(AlertRow rule, Next next) {
        return places(next)
                .compose(places ->
                        state.pass(rule, next.to().name(), next.to().topicId().toString(), places));
    }

    private Future<Map<TopicPartition, Long>> places(Next next) {
        List<TopicPartition> partitions = Broker.partitions(next.to());
        List<Long> ends = next.leg().ends();
        if (!next.leg().goesOn() && ends.isEmpty()) {
            return broker.offsets(partitions, OffsetSpec.latest());
        }
        Map<TopicPartition, Long> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            int number = partition.partition();
            places.put(partition, number < ends.size() ? ends.get(number) : 0L);
        }
        return Future.succeededFuture(places);
    }
}
