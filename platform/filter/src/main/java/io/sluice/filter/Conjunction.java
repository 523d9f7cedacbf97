package io.sluice.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses what is looked up for conditions that all have to be what is sought: the part with the least weight. */
final class Conjunction {
    private final List<Expr> operands;
    private final boolean sought;
    private final List<Part> parts = new ArrayList<>();

    /** What can be looked up for some of the operands together. */
    private record Part(AccessPredicate access, List<Expr> covered) {

        /** Both as one interval, or null where they are not two of the same values. */
        @Nullable Part join(Part other) {
            Atom.Range ours = range();
            Atom.Range theirs = other.range();
            if (ours == null
                    || theirs == null
                    || ours.interval().kind() != theirs.interval().kind()
                    || !ours.operand().equals(theirs.operand())) {
                return null;
            }
            Interval both = ours.interval().and(theirs.interval());
            List<Expr> all = new ArrayList<>(covered);
            all.addAll(other.covered);
            return new Part(AccessPredicate.of(new Atom.Range(ours.operand(), both)), all);
        }

        /** Its interval, where that is all there is. */
        private Atom.@Nullable Range range() {
            boolean alone = access.isExact() && access.atoms().size() == 1;
            return alone && access.atoms().get(0) instanceof Atom.Range range ? range : null;
        }
    }

    private Conjunction(List<Expr> operands, boolean sought) {
        this.operands = operands;
        this.sought = sought;
    }

    /** Null where no operand can be looked up. */
    static @Nullable AccessPredicate of(List<Expr> operands, boolean sought) {
        Conjunction all = new Conjunction(operands, sought);
        operands.forEach(all::add);
        return all.parts.stream()
                .min(Comparator.comparingInt(part -> part.access().weight()))
                .map(all::withRest)
                .orElse(null);
    }

    private void add(Expr operand) {
        AccessPredicate access = AccessSearch.find(operand, sought);
        if (access == null) {
            return;
        }
        Part part = new Part(access, List.of(operand));
        for (int i = 0; i < parts.size(); i++) {
            Part joined = parts.get(i).join(part);
            if (joined != null) {
                parts.set(i, joined);
                return;
            }
        }
        parts.add(part);
    }

    /** What the others ask is left to be asked; those that are covered leave what their access does not decide. */
    private AccessPredicate withRest(Part best) {
        List<Expr> rest = new ArrayList<>(best.access().rest());
        for (Expr operand : operands) {
            if (!best.covered().contains(operand)) {
                rest.add(operand);
            }
        }
        return new AccessPredicate(best.access().atoms(), rest);
    }
}
