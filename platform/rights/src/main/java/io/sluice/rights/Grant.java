package io.sluice.rights;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A right that somebody has been given to a thing and to what belongs to it, or denied.
 *
 * @param download see {@link Level#rights}
 * @param expiresAt it counts before this instant; null: until it is taken back
 */
public record Grant(
        String id,
        ThingId on,
        Grantee to,
        Level level,
        boolean download,
        @Nullable Instant expiresAt) {

    public boolean isExpired(Instant now) {
        return expiresAt != null && !now.isBefore(expiresAt);
    }
}
