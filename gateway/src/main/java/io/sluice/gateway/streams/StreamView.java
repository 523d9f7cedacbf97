package io.sluice.gateway.streams;

import io.sluice.contract.Streams;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        SourceView source,
        @Nullable String sql,
        @Nullable String alias,
        @Nullable Map<String, Object> window,
        @Nullable List<Map<String, Object>> join,
        List<BranchView> branches,
        boolean hasCredentials,
        String owner,
        Instant createdAt,
        Streams.Stats stats,
        Streams.@Nullable DeadLetters deadLetters,
        int version,
        Streams.@Nullable Upgrade upgrade) {

    /** @param topic where its records go */
    record BranchView(String name, String where, String topic) {}

    static StreamView of(Streams.Stream stream) {
        QueryView query = QueryView.of(stream);
        return new StreamView(
                stream.id(),
                stream.name(),
                stream.topic(),
                stream.title(),
                stream.notes(),
                stream.state(),
                stream.reason(),
                stream.sources(),
                query.source(),
                query.sql(),
                query.alias(),
                query.window(),
                query.join(),
                stream.source().branches().stream()
                        .map(branch -> new BranchView(
                                branch.name(),
                                branch.where(),
                                branch.topic().isEmpty() ? stream.topic() + "-" + branch.name() : branch.topic()))
                        .toList(),
                stream.hasCredentials(),
                stream.owner(),
                stream.createdAt(),
                stream.stats(),
                stream.deadLetters(),
                stream.version(),
                stream.upgrade());
    }
}
