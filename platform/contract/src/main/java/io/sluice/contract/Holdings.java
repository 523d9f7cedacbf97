package io.sluice.contract;

import io.sluice.rights.Decision;
import io.sluice.rights.Grant;
import io.sluice.rights.Rights;
import io.sluice.rights.Subject;
import io.sluice.rights.Thing;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a user holds: everything that decisions about this user rest on, besides the thing itself.
 *
 * @param role on the platform; null: there is no such user
 * @param groups that the user is a member of
 * @param organizations likewise: those that are the user's, and those on which the user has been granted something
 * @param owned those of them that are the user's
 * @param grants to the user, the groups and the organizations, denials first; at most {@link #MAX}
 */
public record Holdings(
        @Nullable Role role, List<String> groups, List<String> organizations, List<String> owned, List<Grant> grants) {
    public static final int MAX = 10_000;

    public static final Holdings NONE = new Holdings(null, List.of(), List.of(), List.of(), List.of());

    public Holdings {
        groups = List.copyOf(groups);
        organizations = List.copyOf(organizations);
        owned = List.copyOf(owned);
        grants = List.copyOf(grants);
    }

    public Decision decide(Caller caller, Thing thing, Instant now) {
        Subject subject = new Subject(
                caller.user(), caller.rank(), caller.scopeRank(), Set.copyOf(groups), Set.copyOf(organizations));
        return Rights.decide(subject, thing, grants, now);
    }
}
