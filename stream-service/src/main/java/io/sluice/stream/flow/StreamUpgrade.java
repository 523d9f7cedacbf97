package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.Sealed;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.Change;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.kafka.Broker;
import io.sluice.stream.kafka.Positions;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;

/**
 * Makes new versions of streams. One is made like a stream (checked, authorised, with topics of its own), and beside the current one, so
 * whatever is wrong with it does not touch that.
 *
 * <p>Where it begins, when {@code from} stays as it was:
 *
 * <ul>
 *   <li>What keeps nothing between two records and began at {@code latest} goes on where the current version ends, in each partition at
 *       the very record: what the two have written together is neither twice nor missing.
 *   <li>Anything else begins where the stream began, or at what is left of that: its topic is then complete by itself.
 * </ul>
 */
final class StreamUpgrade {
    private final StreamCreation creation;
    private final StreamVersions versions;
    private final StoredPositions stored;
    private final Positions positions;
    private final Broker broker;

    StreamUpgrade(
            StreamCreation creation,
            StreamVersions versions,
            StoredPositions stored,
            Positions positions,
            Broker broker) {
        this.creation = creation;
        this.versions = versions;
        this.stored = stored;
        this.positions = positions;
        this.broker = broker;
    }

    /** @return completes when the new version is on its way */
    Future<Void> upgrade(Caller caller, StreamRow current, Change change, Definition said) {
        CreateStream ask = new CreateStream(
                caller, null, said.withEnvelope(current.definition().envelope()), credentials(current, change));
        return creation.plan(ask, inherited(current, change))
                .compose(plan -> beginning(plan, current))
                .compose(begun -> broker.topicNames()
                        .compose(taken -> versions.add(new Next(begun, current, change.version(), taken)))
                        .compose(row -> creation.complete(begun.plan(), row)))
                .mapEmpty();
    }

    private static Map<String, Sealed> credentials(StreamRow current, Change change) {
        Map<String, Sealed> credentials = new HashMap<>(current.credentials());
        credentials.putAll(change.credentials());
        return credentials;
    }

    /** Names of credentials that were not given for this version, so that it does not matter if it has no use for them. */
    private static Set<String> inherited(StreamRow current, Change change) {
        Set<String> inherited = new HashSet<>(current.credentials().keySet());
        inherited.removeAll(change.credentials().keySet());
        return inherited;
    }

    /**
     * @param follows the current version has to end first
     * @param again it begins where the stream began
     */
    private record Begun(StreamPlan plan, boolean follows, boolean again) {}

    private Future<Begun> beginning(StreamPlan plan, StreamRow current) {
        Definition definition = plan.definition();
        boolean keepsNothing = !StreamRow.isStateful(definition)
                && !StreamFilter.pipeline(definition).hasWindows();
        if (keepsNothing && isLatest(definition)) {
            return Future.succeededFuture(new Begun(plan, true, false));
        } else if (!isSame(definition, current.definition())) {
            return Future.succeededFuture(new Begun(plan, false, false));
        }
        return first(plan, current).map(starts -> new Begun(plan.startingAt(starts), false, true));
    }

    private static boolean isLatest(Definition definition) {
        return start(definition) instanceof StartAt.Latest;
    }

    private static boolean isSame(Definition one, Definition other) {
        return start(one).equals(start(other));
    }

    private static StartAt start(Definition definition) {
        return StartAt.parse(definition.from().isBlank() ? "latest" : definition.from(), "/source/from");
    }

    /** Where the stream began, or at what is left of it; in topics that are new to it, at that time. */
    private Future<Map<TopicPartition, Long>> first(StreamPlan plan, StreamRow current) {
        Set<TopicPartition> partitions = plan.positions().keySet();
        List<Future<Map<TopicPartition, Long>>> sinceThen = new ArrayList<>();
        partitions.stream()
                .collect(Collectors.groupingBy(TopicPartition::topic))
                .values()
                .forEach(ofTopic -> sinceThen.add(positions.resolve(ofTopic, new StartAt.At(current.createdAt()))));
        return Future.all(stored.first(current.id()), positions.bounds(partitions), Future.all(sinceThen))
                .map(all -> {
                    Map<TopicPartition, Long> starts = new HashMap<>();
                    sinceThen.forEach(each -> starts.putAll(each.result()));
                    starts.putAll(all.<Map<TopicPartition, Long>>resultAt(0));
                    starts.keySet().retainAll(partitions);
                    Map<TopicPartition, Positions.Bounds> bounds = all.resultAt(1);
                    bounds.forEach((partition, bound) -> starts.merge(partition, bound.begin(), Math::max));
                    return starts;
                });
    }

    /** Named {@code <name>-v<version>}, or with the lowest number behind it that is free. */
    private record Next(Begun begun, StreamRow current, int of, Set<String> taken) implements StreamVersions.Draft {
        Next {
            taken = Set.copyOf(taken);
        }

        StreamPlan plan() {
            return begun.plan();
        }

        @Override
        public UUID stream() {
            return current.stream();
        }

        @Override
        public StreamRow numbered(int version, Set<String> topics) {
            String suffix = "-v" + version;
            int number = 1;
            String topic = topic(suffix);
            while (taken.contains(topic) || topics.contains(topic)) {
                number++;
                topic = topic(suffix + "-" + number);
            }
            return plan().next(current, version, topic, begun.follows() ? current.id() : null, inputs());
        }

        /** What somebody's password has brought is not fetched again, unless it begins elsewhere, or with another one. */
        private Map<String, String> inputs() {
            if (!(begun.follows() || begun.again()) || !isSameLogin()) {
                return Map.of();
            }
            Map<String, String> inputs = new HashMap<>();
            for (Reading source : current.sources()) {
                if (source.input() != null && plan().secured().contains(source.topic())) {
                    inputs.put(source.topic(), source.input());
                }
            }
            return inputs;
        }

        private boolean isSameLogin() {
            return Stream.of(CreateStream.USERNAME, CreateStream.PASSWORD)
                    .allMatch(name -> Objects.equals(
                            plan().ask().credentials().get(name),
                            current.credentials().get(name)));
        }

        private String topic(String suffix) {
            String name = current.name();
            int most = StreamCreation.MAX_CHARS - suffix.length();
            return name.substring(0, Math.min(name.length(), most)) + suffix;
        }

        @Override
        public Map<TopicPartition, Long> positions(StreamRow row) {
            return plan().positions(row);
        }
    }

    /** What is pending is called off. */
    Future<Void> callOff(StreamRow current) {
        return versions.callOff(current.stream()).mapEmpty();
    }
}
