package io.sluice.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the catalog.
 *
 * @param isPrivate seen only by its owner and administrators
 * @param extras free metadata, any JSON
 * @param mapping new field name to source path; empty: the record as it is
 * @param processing how the source is read, by type
 * @param paused a generator that its owner stopped for a while
 */
public record Dataset(
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
        Map<String, String> mapping,
        Map<String, Object> processing,
        boolean paused,
        String owner,
        Instant createdAt,
        Instant updatedAt) {

    public Dataset {
        tags = List.copyOf(tags);
    }
}
