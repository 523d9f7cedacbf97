package io.sluice.gateway.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A dataset as the API shows it: what the catalog knows, and what its source is doing at the moment. */
record DatasetView(
        UUID id,
        String name,
        String title,
        String organization,
        String notes,
        List<String> tags,
        @Nullable String license,
        @JsonProperty("private") boolean isPrivate,
        Map<String, Object> extras,
        Source source,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> mapping,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> processing,
        @Nullable Metadata metadata,
        boolean hasCredentials,
        String owner,
        int version,
        @Nullable String topic,
        String state,
        @Nullable String reason,
        @Nullable Stats stats,
        Instant createdAt,
        Instant updatedAt) {

    /** Nothing runs for it: its topic is what it is. */
    private static final String ACTIVE = "ACTIVE";
    /** The service that runs it does not answer. */
    private static final String UNKNOWN = "UNKNOWN";

    /**
     * @param percent of the size; absent where the size is not known
     * @param failures the latest, newest first; the first of them is {@code lastFailure}
     */
    record Stats(
            long records,
            long rows,
            long bytes,
            @Nullable Long size,
            @Nullable Double percent,
            long failed,
            @Nullable String lastFailure,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> failures,
            boolean idle,
            double rate) {
        static Stats of(Streams.Progress progress, double rate) {
            return new Stats(
                    progress.records(),
                    progress.rows(),
                    progress.bytes(),
                    progress.size(),
                    progress.percent(),
                    progress.failed(),
                    progress.lastFailure(),
                    newestFirst(progress.failures()),
                    progress.idle(),
                    rate);
        }

        private static List<String> newestFirst(List<String> failures) {
            List<String> reversed = new ArrayList<>(failures);
            Collections.reverse(reversed);
            return reversed;
        }
    }

    /** @param states by dataset; null when they could not be asked for */
    static DatasetView of(Dataset dataset, @Nullable Map<UUID, Streams.SourceState> states) {
        if (!dataset.source().runs()) {
            return of(dataset, ACTIVE, null, null);
        }
        if (states == null) {
            return of(dataset, UNKNOWN, "The stream service does not answer at the moment.", null);
        }
        Streams.SourceState state = states.get(dataset.id());
        if (state == null) {
            return of(dataset, dataset.paused() ? "PAUSED" : "STARTING", null, Stats.of(Streams.Progress.NONE, 0));
        }
        return of(dataset, state.state().name(), state.reason(), Stats.of(state.progress(), state.rate()));
    }

    private static DatasetView of(Dataset dataset, String state, @Nullable String reason, @Nullable Stats stats) {
        return new DatasetView(
                dataset.id(),
                dataset.name(),
                dataset.title(),
                dataset.organization(),
                dataset.notes(),
                dataset.tags(),
                dataset.license(),
                dataset.isPrivate(),
                dataset.extras(),
                dataset.source(),
                dataset.mapping(),
                dataset.processing(),
                dataset.metadata().equals(Metadata.NONE) ? null : dataset.metadata(),
                !dataset.credentials().isEmpty(),
                dataset.owner(),
                dataset.version(),
                dataset.source().output(),
                state,
                reason,
                stats,
                dataset.createdAt(),
                dataset.updatedAt());
    }
}
