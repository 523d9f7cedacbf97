package io.sluice.catalog;

import io.sluice.catalog.federation.Remote;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import java.time.Duration;
import java.util.List;

/**
 * @param database where the schema {@code catalog} is kept
 * @param tokenLifetime of an access token, 12 h say: how long a deleted user or a withdrawn role may still be used
 * @param vault seals what Kafka does not have yet; all nodes have the same master key
 * @param federation other catalogues that are searched as well when that is asked for
 */
public record CatalogConfig(Database database, Duration tokenLifetime, List<Remote> federation, Vault vault) {
    public CatalogConfig {
        federation = List.copyOf(federation);
        if (tokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("a token lives at least 1 s");
        }
    }

    /** Alone, with a master key that nobody else has. */
    public CatalogConfig(Database database, Duration tokenLifetime) {
        this(database, tokenLifetime, List.of(), Vault.of(Vault.newMasterKey()));
    }
}
