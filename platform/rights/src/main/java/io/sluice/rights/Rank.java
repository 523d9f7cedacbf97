package io.sluice.rights;

/** A role of the platform, or the scope of a key; each includes those before it. */
public enum Rank {
    VIEWER,
    EDITOR,
    ADMIN;

    public boolean includes(Rank other) {
        return compareTo(other) >= 0;
    }

    Rank atMost(Rank other) {
        return includes(other) ? other : this;
    }
}
