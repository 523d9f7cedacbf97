package io.sluice.contract;

import io.sluice.rights.Rank;

/**
 * Who asks: an authenticated user and the role that this request carries.
 *
 * @param role on the platform: what counts for what is open to everybody and for making things; a grant on a thing may give more
 * @param scope at most this much, whatever is granted or owned: that of an API key; {@link Role#ADMIN} for who has signed in
 */
public record Caller(String user, Role role, Role scope) {

    /** The platform itself: start-up work and reconciliation, never a request from outside. */
    public static final Caller SYSTEM = new Caller("system", Role.ADMIN);

    /** Somebody who has signed in. */
    public Caller(String user, Role role) {
        this(user, role, Role.ADMIN);
    }

    /** The same with the role that the user has by now. */
    public Caller withRole(Role now) {
        return new Caller(user, now, scope);
    }

    public boolean isAdmin() {
        return role == Role.ADMIN && scope == Role.ADMIN;
    }

    Rank rank() {
        return Rank.valueOf(role.name());
    }

    Rank scopeRank() {
        return Rank.valueOf(scope.name());
    }
}
