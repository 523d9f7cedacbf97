package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turns a checked tree into nodes over the cells of one evaluator, and remembers which paths they use. Recursion is bounded
 * by the depth that the checker allows.
 */
final class Compiler implements Expr.Visitor<Eval> {
    private final Inputs inputs;
    private final List<Path> paths = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private int usesOfNow;

    Compiler(Inputs inputs) {
        this.inputs = inputs;
    }

    Eval compile(Expr expr) {
        return expr.accept(this);
    }

    /** What has been used since the compiler was made. */
    Needs needs() {
        return new Needs(inputs, List.copyOf(paths), cells.toArray(Cell[]::new), usesOfNow);
    }

    private Cell cell(Path path) {
        Cell cell = inputs.acquire(path);
        paths.add(path);
        cells.add(cell);
        return cell;
    }

    private Eval[] all(List<Expr> exprs) {
        return exprs.stream().map(this::compile).toArray(Eval[]::new);
    }

    private static Eval text(String value) {
        byte[] bytes = Texts.encode(value);
        return new Eval.Held(new Cell().text(bytes, 0, bytes.length));
    }

    @Override
    public Eval text(Expr.Text node) {
        return text(node.value());
    }

    @Override
    public Eval num(Expr.Num node) {
        boolean small = node.value().scale() >= 0
                && node.value().scale() <= 18
                && node.value().unscaledValue().bitLength() < 64;
        Cell cell = new Cell();
        return new Eval.Held(
                small
                        ? cell.number(
                                node.value().unscaledValue().longValue(),
                                node.value().scale())
                        : integer(node, cell));
    }

    private static Cell integer(Expr.Num node, Cell cell) {
        boolean fits = node.value().scale() < 0
                && node.value().precision() - (long) node.value().scale() <= 18;
        return fits ? cell.number(node.value().longValueExact(), 0) : cell.number(node.value());
    }

    @Override
    public Eval bool(Expr.Bool node) {
        return new Eval.Held(new Cell().truth(Truth.of(node.value())));
    }

    @Override
    public Eval nothing(Expr.Null node) {
        return new Eval.Held(new Cell().nothing());
    }

    @Override
    public Eval field(Expr.Field node) {
        return new Eval.Held(cell(node.path()));
    }

    @Override
    public Eval and(Expr.And node) {
        return new Eval.All(all(node.operands()));
    }

    @Override
    public Eval or(Expr.Or node) {
        return new Eval.Any(all(node.operands()));
    }

    @Override
    public Eval not(Expr.Not node) {
        return new Eval.Opposite(compile(node.operand()));
    }

    @Override
    public Eval comparison(Expr.Comparison node) {
        return new Eval.Compared(node.relation(), compile(node.left()), compile(node.right()));
    }

    @Override
    public Eval in(Expr.In node) {
        Eval value = compile(node.value());
        Eval[] options = all(node.options());
        Eval oneByOne = new Eval.Listed(value, options);
        if (!SortedOptions.fit(node.options())) {
            return oneByOne;
        }
        Cell[] known = Arrays.stream(options).map(Eval::get).toArray(Cell[]::new);
        return new SortedOptions(value, known, oneByOne);
    }

    @Override
    public Eval between(Expr.Between node) {
        return new Eval.Bounded(compile(node.value()), compile(node.low()), compile(node.high()));
    }

    @Override
    public Eval like(Expr.Like node) {
        return new Eval.Alike(compile(node.value()), new LikePattern(node.pattern(), node.escape()));
    }

    @Override
    public Eval isNull(Expr.IsNull node) {
        return new Eval.Absent(compile(node.value()));
    }

    @Override
    public Eval exists(Expr.Exists node) {
        return new Eval.Present(cell(node.path()));
    }

    @Override
    public Eval arithmetic(Expr.Arithmetic node) {
        return new Calculations.Binary(node.operator(), compile(node.left()), compile(node.right()));
    }

    @Override
    public Eval negate(Expr.Negate node) {
        return new Calculations.Negative(compile(node.operand()));
    }

    @Override
    public Eval call(Expr.Call node) {
        if (node.function() == Function.NOW) {
            usesOfNow++;
            return new Eval.Held(inputs.acquireNow());
        }
        return Functions.of(node, all(node.arguments()));
    }

    @Override
    public Eval cast(Expr.Cast node) {
        return new Calculations.Conversion(compile(node.value()), node.target());
    }
}
