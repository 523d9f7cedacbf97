package io.sluice.rights;

/**
 * A thing by its kind and an id that no other thing of the kind ever has.
 *
 * @param id of organizations their name
 */
public record ThingId(Kind kind, String id) {}
