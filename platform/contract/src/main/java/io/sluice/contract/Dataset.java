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
 * @param metadata what a citation needs
 * @param credentials what the source is read with, by name; never shown
 * @param paused a source that runs and that its owner stopped for a while
 * @param version counts the changes, from 1
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
        Metadata metadata,
        Map<String, Sealed> credentials,
        boolean paused,
        String owner,
        int version,
        Instant createdAt,
        Instant updatedAt) {

    public Dataset {
        tags = List.copyOf(tags);
        credentials = Map.copyOf(credentials);
    }

    /**
     * The topic that carries its records.
     *
     * @throws ProblemException {@code Conflict} when it is a mere entry of the catalog
     */
    public String topic() {
        String topic = source.output();
        if (topic == null) {
            throw new Problem.Conflict("The dataset \"" + name + "\" is an entry that points elsewhere ("
                            + source.type() + "); it has no records here.")
                    .toException();
        }
        return topic;
    }
}
