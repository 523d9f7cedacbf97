package io.sluice.filter;

import java.util.List;

/**
 * What a tree costs to evaluate on one record, estimated before any record is seen, in units of one comparison of a field
 * with a literal. Finding the field in the record is not counted: it is shared by all filters that name it. The figures are
 * orders of magnitude on records of a few hundred bytes, not measurements of each case; {@code docs/filter-language.md} has
 * the table. The bound on the parts of a tree ({@link Limits#MAX_NODES}) keeps the sum far below what an int holds.
 */
final class Cost implements Expr.Visitor<Integer> {
    private static final int STEP = 1;
    /** A walk through a text that can stop early or goes through it once. */
    private static final int WALK = 4;
    /** A search that may begin again at each character of a text. */
    private static final int SEARCH = 10;
    /** Trigonometry. */
    private static final int GEODESY = 20;
    /** A text becomes another value, or a number with many digits. */
    private static final int CONVERSION = 8;
    /** A regular expression, before its length is counted. */
    private static final int REGEX = 50;
    /** Characters of a regular expression that cost one step. */
    private static final int REGEX_CHARACTERS = 4;

    private static final Cost INSTANCE = new Cost();

    private Cost() {}

    /** At least 1. */
    static int of(Expr tree) {
        return Math.max(1, tree.accept(INSTANCE));
    }

    private int sum(List<Expr> operands) {
        return operands.stream().mapToInt(operand -> operand.accept(this)).sum();
    }

    @Override
    public Integer text(Expr.Text node) {
        return 0;
    }

    @Override
    public Integer num(Expr.Num node) {
        return 0;
    }

    @Override
    public Integer bool(Expr.Bool node) {
        return 0;
    }

    @Override
    public Integer nothing(Expr.Null node) {
        return 0;
    }

    @Override
    public Integer field(Expr.Field node) {
        return node.path().root() == Path.Root.TEXT ? WALK : 0;
    }

    @Override
    public Integer and(Expr.And node) {
        return node.operands().stream().mapToInt(Cost::of).sum();
    }

    @Override
    public Integer or(Expr.Or node) {
        return node.operands().stream().mapToInt(Cost::of).sum();
    }

    @Override
    public Integer not(Expr.Not node) {
        return node.operand().accept(this);
    }

    @Override
    public Integer comparison(Expr.Comparison node) {
        return STEP + sum(node.children());
    }

    @Override
    public Integer in(Expr.In node) {
        int options = node.options().size();
        int tried = SortedOptions.fit(node.options()) ? Integer.SIZE - Integer.numberOfLeadingZeros(options) : options;
        return tried * STEP + sum(node.children());
    }

    @Override
    public Integer between(Expr.Between node) {
        return 2 * STEP + sum(node.children());
    }

    @Override
    public Integer like(Expr.Like node) {
        LikePattern pattern = new LikePattern(node.pattern(), node.escape());
        int own = pattern.isAnchored() ? STEP : pattern.hasWildSearch() ? SEARCH : WALK;
        return own + node.value().accept(this);
    }

    @Override
    public Integer isNull(Expr.IsNull node) {
        return STEP + node.value().accept(this);
    }

    @Override
    public Integer exists(Expr.Exists node) {
        return STEP;
    }

    @Override
    public Integer arithmetic(Expr.Arithmetic node) {
        return (node.operator() == Expr.Operator.DIVIDE ? CONVERSION : STEP) + sum(node.children());
    }

    @Override
    public Integer negate(Expr.Negate node) {
        return STEP + node.operand().accept(this);
    }

    @Override
    public Integer call(Expr.Call node) {
        int own =
                switch (node.function()) {
                    case NOW, DURATION -> 0;
                    case STARTS_WITH, ENDS_WITH, ABS, COALESCE -> STEP;
                    case LOWER, UPPER, LENGTH, CONTAINS, ROUND, FLOOR, CEIL, WITHIN_BOX -> WALK;
                    case TIME -> CONVERSION;
                    case WITHIN -> GEODESY;
                    case MATCHES ->
                        REGEX + ((Expr.Text) node.arguments().get(1)).value().length() / REGEX_CHARACTERS;
                };
        return own + sum(node.arguments());
    }

    @Override
    public Integer cast(Expr.Cast node) {
        return CONVERSION + node.value().accept(this);
    }

    /** Every branch counts: which one is taken is not known before. */
    @Override
    public Integer choice(Case node) {
        return node.branches().size() * STEP + sum(node.children());
    }

    @Override
    public Integer array(Array node) {
        return 0;
    }
}
