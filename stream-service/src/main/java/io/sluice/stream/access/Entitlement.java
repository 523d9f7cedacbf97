package io.sluice.stream.access;

import java.util.Set;

/**
 * Who may do what natively with one topic. Administrators may do everything with every topic that has one of these.
 *
 * @param everyone every key may read it
 * @param readers users who may read it, {@code writers} likewise; a key of a viewer never writes
 */
public record Entitlement(String topic, boolean everyone, Set<String> readers, Set<String> writers) {
    public Entitlement {
        readers = Set.copyOf(readers);
        writers = Set.copyOf(writers);
    }
}
