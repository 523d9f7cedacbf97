package io.sluice.gateway.streams;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Streams;
import io.sluice.gateway.http.RuleTexts;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A stream as the API shows it. */
record StreamView(
        UUID id,
        String name,
        String topic,
        @Nullable String title,
        @Nullable String notes,
        Streams.State state,
        @Nullable String reason,
        List<Streams.StreamSource> sources,
        Definition source,
        boolean hasCredentials,
        String owner,
        Instant createdAt,
        Streams.Stats stats) {

    /** Only what was given. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    record Definition(
            List<String> keywords,
            @Nullable Boolean matchAll,
            List<String> datasets,
            List<String> topics,
            String where,
            List<JsonNode> filters,
            String select,
            String from,
            @Nullable Boolean batchMode) {
        static Definition of(Streams.Definition source) {
            return new Definition(
                    source.keywords(),
                    source.keywords().isEmpty() ? null : source.matchAll(),
                    source.datasets(),
                    source.topics(),
                    source.where(),
                    source.filters().stream().map(RuleTexts::shown).toList(),
                    source.select(),
                    source.from(),
                    source.batchMode() ? true : null);
        }
    }

    static StreamView of(Streams.Stream stream) {
        return new StreamView(
                stream.id(),
                stream.name(),
                stream.topic(),
                stream.title(),
                stream.notes(),
                stream.state(),
                stream.reason(),
                stream.sources(),
                Definition.of(stream.source()),
                stream.hasCredentials(),
                stream.owner(),
                stream.createdAt(),
                stream.stats());
    }
}
