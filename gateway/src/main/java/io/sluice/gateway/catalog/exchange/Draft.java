package io.sluice.gateway.catalog.exchange;

import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dataset as a foreign document describes it.
 *
 * @param organization as named there, for information
 * @param extras what has no place of its own
 * @param source null: the document says nothing about where the data is
 */
record Draft(
        String name,
        String title,
        @Nullable String organization,
        String notes,
        List<String> tags,
        @Nullable String license,
        boolean isPrivate,
        Map<String, Object> extras,
        Metadata metadata,
        @Nullable Source source) {}
