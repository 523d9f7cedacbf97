package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.StartAt;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Definition.Branch;
import io.sluice.query.Aggregation;
import io.sluice.query.EventTime;
import io.sluice.query.Query;
import io.sluice.query.Windowing;
import io.sluice.stream.flow.StreamRow.Era;
import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.flow.StreamRow.Wanted;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a new stream before it has a name.
 *
 * @param secured source topics whose records the stream has to get for itself
 * @param partitions of the stream's topic
 */
record StreamPlan(
        CreateStream ask,
        Definition definition,
        List<Reading> sources,
        Set<String> secured,
        boolean isPrivate,
        Map<TopicPartition, Long> positions,
        int partitions,
        Map<String, String> configs,
        RecordFormat.Change format) {

    /** Of a record of the stream's topic. */
    long maxBytes() {
        String most = configs.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG);
        return most == null ? Destination.DEFAULT_BYTES : Long.parseLong(most);
    }

    /**
     * The same, for a query. A group's row is replaced by its next one, under one key, so where windows lie in the past by
     * a field of the rows, or there are none, the topic keeps the latest row of each key instead of all for a while.
     */
    StreamPlan of(QuerySources.Resolved resolved) {
        Query query = resolved.query();
        List<Reading> readings = sources.stream().map(resolved::reading).toList();
        if (!StreamRow.isStateful(query)) {
            return new StreamPlan(
                    ask, definition, readings, secured, isPrivate, positions, partitions, configs, format);
        }
        Map<String, String> all = new HashMap<>(configs);
        all.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, Long.toString(Long.MAX_VALUE));
        Aggregation aggregation = query.aggregation();
        if (aggregation != null
                && (aggregation.window() instanceof Windowing.Unbounded
                        || !aggregation.time().equals(EventTime.RECORD))) {
            all.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            all.remove(TopicConfig.RETENTION_MS_CONFIG);
            all.remove(TopicConfig.RETENTION_BYTES_CONFIG);
        }
        return new StreamPlan(
                ask, definition, readings, secured, isPrivate, positions, partitions, all, RecordFormat.Change.NONE);
    }

    Caller caller() {
        return ask.caller();
    }

    /** The same, from other places on. */
    StreamPlan startingAt(Map<TopicPartition, Long> starts) {
        return new StreamPlan(ask, definition, sources, secured, isPrivate, starts, partitions, configs, format);
    }

    StreamRow row(String name) {
        UUID id = UUID.randomUUID();
        return row(id, new Version(id, 1, Era.CURRENT, null, name, ask.caller().user(), isPrivate), name, definition);
    }

    /**
     * Another version of a stream.
     *
     * @param follows the version that has to end first; null: none
     * @param inputs what it reads of the current one's own topics, by source topic
     */
    StreamRow next(StreamRow current, int version, String topic, @Nullable UUID follows, Map<String, String> inputs) {
        Version next = new Version(
                current.stream(),
                version,
                Era.NEXT,
                follows,
                current.name(),
                current.owner(),
                isPrivate || current.isPrivate());
        UUID id = UUID.randomUUID();
        return row(id, next, topic, definition.withBranches(branches(current, version)))
                .withSources(sources.stream()
                        .map(source -> inputs.containsKey(source.topic())
                                ? source.withInput(inputs.get(source.topic()))
                                : reading(id, source))
                        .toList());
    }

    /** A topic that the current version writes to is not written to by another one. */
    private List<Branch> branches(StreamRow current, int version) {
        String old = "-v" + current.version();
        return definition.branches().stream()
                .map(branch -> {
                    String topic = branch.topic();
                    String name = topic.endsWith(old) ? topic.substring(0, topic.length() - old.length()) : topic;
                    return current.topics().contains(topic)
                            ? new Branch(branch.name(), branch.where(), name + "-v" + version)
                            : branch;
                })
                .toList();
    }

    private record Version(
            UUID stream, int number, Era era, @Nullable UUID follows, String name, String owner, boolean isPrivate) {}

    private StreamRow row(UUID id, Version version, String topic, Definition runs) {
        return new StreamRow(
                id,
                version.stream(),
                version.number(),
                version.era(),
                version.follows(),
                version.name(),
                topic,
                DeadLetter.topic(topic),
                version.owner(),
                null,
                null,
                runs,
                sources.stream().map(source -> reading(id, source)).toList(),
                secured.isEmpty() ? ask.connections() : ask.credentials(),
                Wanted.CREATING,
                false,
                null,
                version.isPrivate(),
                shares(),
                Instant.now());
    }

    /**
     * Streams that begin at the end and keep nothing between two records can read together: they are all near the same place. A topic of
     * the stream alone is read by nobody else.
     */
    private boolean shares() {
        String from = definition.from();
        boolean atEnd = from.isBlank() || StartAt.parse(from, "/source/from") instanceof StartAt.Latest;
        return atEnd
                && secured.isEmpty()
                && !StreamRow.isStateful(definition)
                && !StreamFilter.pipeline(definition).hasWindows();
    }

    private Reading reading(UUID id, Reading source) {
        return secured.contains(source.topic())
                ? source.withInput(StreamRow.input(id, sources.indexOf(source) + 1))
                : source;
    }

    /** A topic of the stream alone is read from its beginning. */
    Map<TopicPartition, Long> positions(StreamRow row) {
        Map<String, String> read = row.sources().stream().collect(Collectors.toMap(Reading::topic, Reading::read));
        Map<TopicPartition, Long> all = new HashMap<>();
        Set<String> tables = row.sources().stream()
                .filter(Reading::table)
                .map(Reading::topic)
                .collect(Collectors.toSet());
        positions.forEach((place, offset) -> {
            if (tables.contains(place.topic())) {
                return;
            }
            String topic = read.getOrDefault(place.topic(), place.topic());
            boolean own = !topic.equals(place.topic());
            all.put(new TopicPartition(topic, place.partition()), own ? 0L : offset);
        });
        return all;
    }
}
