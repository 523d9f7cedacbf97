package io.sluice.rights;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What somebody may do with a thing, and why.
 *
 * @param capped whether the scope of a key leaves less than the rule gives
 */
public record Decision(Set<Right> rights, Rule rule, boolean capped) {
    public Decision {
        EnumSet<Right> copy = EnumSet.noneOf(Right.class);
        copy.addAll(rights);
        rights = Collections.unmodifiableSet(copy);
    }

    public boolean may(Right right) {
        return rights.contains(right);
    }
}
