package io.sluice.rights;

/** To whom something is granted. */
public record Grantee(Kind kind, String name) {
    /** What may hold a grant. */
    public enum Kind {
        USER,
        GROUP,
        ORGANIZATION
    }
}
