package io.sluice.rights;

import java.util.Set;

/**
 * Who asks.
 *
 * @param role on the platform
 * @param scope at most this much of it, whatever is granted: the scope of a key; {@link Rank#ADMIN} for who has signed in
 * @param groups that the user is a member of
 * @param organizations that the user is a member of
 */
public record Subject(String user, Rank role, Rank scope, Set<String> groups, Set<String> organizations) {
    public Subject {
        groups = Set.copyOf(groups);
        organizations = Set.copyOf(organizations);
    }

    boolean is(Grantee grantee) {
        return switch (grantee.kind()) {
            case USER -> grantee.name().equals(user);
            case GROUP -> groups.contains(grantee.name());
            case ORGANIZATION -> organizations.contains(grantee.name());
        };
    }
}
