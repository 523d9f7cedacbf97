package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;

/**
 * The value of the first branch whose condition is true, else {@code otherwise}, which is null where nothing was said. A case
 * that stands in the place of {@code otherwise} is not a node of its own: its branches go on where these end.
 */
public record Case(List<Branch> branches, Expr otherwise) implements Expr {

    /** What the value is where {@code when} is true. */
    public record Branch(Expr when, Expr then) {}

    public Case {
        if (otherwise instanceof Case more) {
            List<Branch> all = new ArrayList<>(branches);
            all.addAll(more.branches());
            branches = all;
            otherwise = more.otherwise();
        }
        branches = List.copyOf(branches);
        if (branches.isEmpty()) {
            throw new IllegalArgumentException("needs at least one branch");
        }
    }

    /** One condition: {@code then} where it is true, else {@code otherwise}. */
    static Case of(Expr when, Expr then, Expr otherwise) {
        return new Case(List.of(new Branch(when, then)), otherwise);
    }

    /** Whether there is an {@code else} to be written. */
    boolean hasElse() {
        return !(otherwise instanceof Expr.Null);
    }

    @Override
    public List<Expr> children() {
        List<Expr> all = new ArrayList<>(branches.size() * 2 + 1);
        for (Branch branch : branches) {
            all.add(branch.when());
            all.add(branch.then());
        }
        all.add(otherwise);
        return all;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.choice(this);
    }
}
