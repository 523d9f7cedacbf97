package io.sluice.filter;

/** What a filter says of a record. */
public enum Verdict {
    MATCH,
    NO_MATCH,
    /** The filter or the projection needs what cannot be read: no JSON, too deep, a number beyond the limits. */
    ERROR
}
