package io.sluice.catalog.database;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One page of a list read by keyset: one row more than asked for tells whether there is a next page, and the last row that is
 * shown is where that begins. Rows that come or go elsewhere never shift it.
 */
public record Page<T>(List<T> items, @Nullable String next) {

    /** @param rows up to {@code limit + 1} of them */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> shown = rows.subList(0, limit);
        return new Page<>(shown, cursor.apply(shown.get(limit - 1)));
    }
}
