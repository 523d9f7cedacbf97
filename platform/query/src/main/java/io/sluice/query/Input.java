package io.sluice.query;

import java.util.List;

/**
 * The records of one topic, or of several as if they were one.
 *
 * @param alias the member of a joined row; never empty where something is joined
 */
public record Input(List<Ref> union, String alias) {
    public Input {
        union = List.copyOf(union);
        if (union.isEmpty()) {
            throw new IllegalArgumentException("an input reads something");
        }
    }
}
