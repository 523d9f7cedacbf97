package io.sluice.filter;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of a pipeline's windows are kept. A key is written again each time its slot of a window comes round, so there
 * are never more than {@link Limits#MAX_WINDOW_NUMBERS} for each partition that is read.
 */
public interface WindowStore {

    /** What was put last, or null. */
    byte @Nullable [] get(String key);

    void put(String key, byte[] row);

    /** One that is gone when nobody refers to it any more. */
    static WindowStore inMemory() {
        Map<String, byte[]> rows = new HashMap<>();
        return new WindowStore() {
            @Override
            public byte @Nullable [] get(String key) {
                return rows.get(key);
            }

            @Override
            public void put(String key, byte[] row) {
                rows.put(key, row);
            }
        };
    }
}
