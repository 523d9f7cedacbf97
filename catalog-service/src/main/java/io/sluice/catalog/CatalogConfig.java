package io.sluice.catalog;

import io.sluice.catalog.federation.Remote;
import io.sluice.runtime.Database;
import io.sluice.runtime.Vault;
import java.time.Duration;
import java.util.List;

/**
 * @param database where the schema {@code catalog} is kept
 * @param tokenLifetime of an access token, and of a browser's session, 12 h say
 * @param rotateKeysAfter how old the key becomes that tokens are signed with
 * @param vault seals what Kafka does not have yet; all nodes have the same master key
 * @param federation other catalogues that are searched as well when that is asked for
 * @param auditKeep how long an entry of the audit is kept, at least a day
 */
public record CatalogConfig(
        Database database,
        Duration tokenLifetime,
        Duration rotateKeysAfter,
        List<Remote> federation,
        Duration auditKeep,
        Vault vault) {
    public static final Duration ROTATE_KEYS_AFTER = Duration.ofDays(90);

    private static final Duration AUDIT_KEEP = Duration.ofDays(400);

    public CatalogConfig {
        federation = List.copyOf(federation);
        if (tokenLifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("a token lives at least 1 s");
        }
    }

    /** With the usual retention of the audit, and keys that change after {@link #ROTATE_KEYS_AFTER}. */
    public CatalogConfig(Database database, Duration tokenLifetime, List<Remote> federation, Vault vault) {
        this(database, tokenLifetime, ROTATE_KEYS_AFTER, federation, AUDIT_KEEP, vault);
    }

    /** Alone, with a master key that nobody else has. */
    public CatalogConfig(Database database, Duration tokenLifetime) {
        this(database, tokenLifetime, List.of(), Vault.of(Vault.newMasterKey()));
    }
}
