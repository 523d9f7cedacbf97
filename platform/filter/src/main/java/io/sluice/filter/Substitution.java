package io.sluice.filter;

import java.util.List;
import java.util.function.UnaryOperator;

/** Puts other nodes in the place of some, from the top down; what was put there is not looked into again. */
public final class Substitution implements Expr.Visitor<Expr> {
    private final UnaryOperator<Expr> other;

    private Substitution(UnaryOperator<Expr> other) {
        this.other = other;
    }

    /**
     * A tree with other nodes.
     *
     * @param other what stands in a node's place; the same object keeps it and goes on with its operands
     */
    public static Expr in(Expr tree, UnaryOperator<Expr> other) {
        return new Substitution(other).of(tree);
    }

    /** A tree with other paths. */
    public static Expr paths(Expr tree, UnaryOperator<Path> other) {
        return in(tree, node -> {
            if (node instanceof Expr.Field field) {
                return new Expr.Field(other.apply(field.path()));
            } else if (node instanceof Expr.Exists exists) {
                return new Expr.Exists(other.apply(exists.path()));
            }
            return node;
        });
    }

    private Expr of(Expr node) {
        Expr replaced = other.apply(node);
        return replaced == node ? node.accept(this) : replaced;
    }

    private List<Expr> of(List<Expr> nodes) {
        return nodes.stream().map(this::of).toList();
    }

    @Override
    public Expr text(Expr.Text node) {
        return node;
    }

    @Override
    public Expr num(Expr.Num node) {
        return node;
    }

    @Override
    public Expr bool(Expr.Bool node) {
        return node;
    }

    @Override
    public Expr nothing(Expr.Null node) {
        return node;
    }

    @Override
    public Expr field(Expr.Field node) {
        return node;
    }

    @Override
    public Expr and(Expr.And node) {
        return new Expr.And(of(node.operands()));
    }

    @Override
    public Expr or(Expr.Or node) {
        return new Expr.Or(of(node.operands()));
    }

    @Override
    public Expr not(Expr.Not node) {
        return new Expr.Not(of(node.operand()));
    }

    @Override
    public Expr comparison(Expr.Comparison node) {
        return new Expr.Comparison(node.relation(), of(node.left()), of(node.right()));
    }

    @Override
    public Expr in(Expr.In node) {
        return new Expr.In(of(node.value()), of(node.options()));
    }

    @Override
    public Expr between(Expr.Between node) {
        return new Expr.Between(of(node.value()), of(node.low()), of(node.high()));
    }

    @Override
    public Expr like(Expr.Like node) {
        return new Expr.Like(of(node.value()), node.pattern(), node.escape());
    }

    @Override
    public Expr isNull(Expr.IsNull node) {
        return new Expr.IsNull(of(node.value()));
    }

    @Override
    public Expr exists(Expr.Exists node) {
        return node;
    }

    @Override
    public Expr arithmetic(Expr.Arithmetic node) {
        return new Expr.Arithmetic(node.operator(), of(node.left()), of(node.right()));
    }

    @Override
    public Expr negate(Expr.Negate node) {
        return Expr.negate(of(node.operand()));
    }

    @Override
    public Expr call(Expr.Call node) {
        return new Expr.Call(node.function(), of(node.arguments()));
    }

    @Override
    public Expr cast(Expr.Cast node) {
        return new Expr.Cast(of(node.value()), node.target());
    }

    @Override
    public Expr choice(Case node) {
        List<Case.Branch> branches = node.branches().stream()
                .map(branch -> new Case.Branch(of(branch.when()), of(branch.then())))
                .toList();
        return new Case(branches, of(node.otherwise()));
    }

    @Override
    public Expr array(Array node) {
        return node;
    }
}
