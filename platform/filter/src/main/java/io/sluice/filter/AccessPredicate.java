package io.sluice.filter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an index looks up for a filter: the filter can be true of a record only if one of the atoms is. Without atoms it is
 * true of none.
 *
 * @param rest what has to be true besides, where an atom is
 */
record AccessPredicate(List<Atom> atoms, List<Expr> rest) {
    /** Counts against an operand that has to be calculated. */
    private static final int CALCULATED = 10;

    AccessPredicate {
        atoms = List.copyOf(atoms);
        rest = List.copyOf(rest);
    }

    /** The most selective one of a filter, or null where an index is of no use. */
    static @Nullable AccessPredicate of(Filter filter) {
        return AccessSearch.find(filter.tree(), true);
    }

    static AccessPredicate of(Atom atom) {
        return new AccessPredicate(List.of(atom), List.of());
    }

    static AccessPredicate never() {
        return new AccessPredicate(List.of(), List.of());
    }

    /** Whether an atom that is true decides alone. */
    boolean isExact() {
        return rest.isEmpty();
    }

    /** The less, the fewer records it is expected to let through. */
    int weight() {
        return atoms.stream()
                .mapToInt(atom -> atom.weight() + (atom.operand() instanceof Expr.Field ? 0 : CALCULATED))
                .sum();
    }
}
