package io.sluice.catalog.federation;

import io.sluice.contract.Catalog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one catalogue has to say to a page.
 *
 * @param next where it goes on, as it understands it; null: that was all
 */
record Part(
        List<Catalog.Entry> items,
        long total,
        boolean exact,
        @Nullable String next) {}
