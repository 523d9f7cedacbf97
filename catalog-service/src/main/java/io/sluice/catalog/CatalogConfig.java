package io.sluice.catalog;

import io.sluice.runtime.Database;
import java.time.Duration;

/**
 * @param database where the schema {@code catalog} is kept
 * @param tokenLifetime of an access token, 12 h say: how long a deleted user or a withdrawn role may still be used
 */
public record CatalogConfig(Database database, Duration tokenLifetime) {
    public CatalogConfig {
        if (tokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("a token lives at least 1 s");
        }
    }
}
