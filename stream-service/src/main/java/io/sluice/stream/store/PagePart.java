package io.sluice.stream.store;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list that has the newest first.
 *
 * @param next cursor of the page behind it; null: there is none
 */
public record PagePart<T>(List<T> items, @Nullable String next) {
    private static final int MOST = 200;

    public PagePart {
        items = List.copyOf(items);
    }

    /** How many rows a page has: what was asked for, within limits. */
    public static int limit(int asked) {
        return Math.max(1, Math.min(asked, MOST));
    }

    /** @param found up to one more than {@code limit}, which says whether there is more */
    public static <T> PagePart<T> of(List<T> found, int limit, Function<T, PagePlace> place) {
        List<T> items = found.subList(0, Math.min(limit, found.size()));
        boolean more = found.size() > items.size();
        return new PagePart<>(
                items, more ? place.apply(items.get(items.size() - 1)).cursor() : null);
    }
}
