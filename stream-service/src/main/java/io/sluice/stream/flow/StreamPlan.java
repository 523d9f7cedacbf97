package io.sluice.stream.flow;

import io.sluice.contract.Caller;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
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

    Caller caller() {
        return ask.caller();
    }

    StreamRow row(String name) {
        UUID id = UUID.randomUUID();
        return new StreamRow(
                id,
                name,
                name,
                ask.caller().user(),
                null,
                null,
                definition,
                sources.stream().map(source -> reading(id, source)).toList(),
                secured.isEmpty() ? Map.of() : ask.credentials(),
                Wanted.CREATING,
                false,
                null,
                isPrivate,
                Instant.now());
    }

    private Reading reading(UUID id, Reading source) {
        return secured.contains(source.topic())
                ? new Reading(
                        source.topic(), source.id(), source.dataset(), StreamRow.input(id, sources.indexOf(source) + 1))
                : source;
    }

    /** A topic of the stream alone is read from its beginning. */
    Map<TopicPartition, Long> positions(StreamRow row) {
        Map<String, String> read = row.sources().stream().collect(Collectors.toMap(Reading::topic, Reading::read));
        Map<TopicPartition, Long> all = new HashMap<>();
        positions.forEach((place, offset) -> {
            String topic = read.getOrDefault(place.topic(), place.topic());
            boolean own = !topic.equals(place.topic());
            all.put(new TopicPartition(topic, place.partition()), own ? 0L : offset);
        });
        return all;
    }
}
