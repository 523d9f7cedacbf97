package io.sluice.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A group that publishes datasets. {@code datasets} counts those that the asking caller may see. */
public record Organization(
        String name, String title, @Nullable String description, String owner, Instant createdAt, long datasets) {}
