package io.sluice.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as every resource answers it.
 *
 * @param next the cursor of the next page; null on the last one, and written as null
 */
public record Page<T>(
        List<T> items,
        long total,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String next) {

    /** All there is. */
    public static <T> Page<T> whole(List<T> items) {
        return new Page<>(items, items.size(), null);
    }
}
