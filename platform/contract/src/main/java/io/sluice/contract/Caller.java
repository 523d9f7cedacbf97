package io.sluice.contract;

/** Who asks: an authenticated user and the role that this request carries (an API key may carry less than its user). */
public record Caller(String user, Role role) {

    /** The platform itself: start-up work and reconciliation, never a request from outside. */
    public static final Caller SYSTEM = new Caller("system", Role.ADMIN);

    public boolean isAdmin() {
        return role == Role.ADMIN;
    }

    /** May change what {@code owner} owns: administrators anything, editors their own. */
    public boolean mayChange(String owner) {
        return isAdmin() || (role.includes(Role.EDITOR) && user.equals(owner));
    }
}
