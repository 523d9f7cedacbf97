package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a checked tree into nodes over the cells of one evaluator, and remembers which paths they use. Recursion is bounded
 * by the depth that the checker allows.
 */
final class Compiler implements Expr.Visitor<Eval> {
    private final Inputs inputs;
    private final List<Path> paths = new ArrayList<>();
    private final List<Cell> cells = new ArrayList<>();
    private final @Nullable Commons commons;
    private final List<Commons.Once> shared = new ArrayList<>();
    private int usesOfNow;

    Compiler(Inputs inputs) {
        this(inputs, null);
    }

    /** @param commons where conditions are had from that others may have too; null: nowhere */
    Compiler(Inputs inputs, @Nullable Commons commons) {
        this.inputs = inputs;
        this.commons = commons;
    }

    Eval compile(Expr expr) {
        return expr.accept(this);
    }

    /** All of the conditions, the cheapest first. */
    Eval all(List<Expr> conditions) {
        return switch (conditions.size()) {
            case 0 -> new Eval.Held(new Cell().truth(Truth.TRUE));
            case 1 -> condition(conditions.get(0));
            default -> new Eval.All(byCost(conditions));
        };
    }

    /** A condition, shared where there are others. */
    private Eval condition(Expr expr) {
        if (commons == null) {
            return compile(expr);
        }
        Commons.Once once = commons.acquire(expr);
        shared.add(once);
        return once;
    }

    /** What decides at the least cost comes first; the outcome is the same in any order. */
    private Eval[] byCost(List<Expr> conditions) {
        return conditions.stream()
                .sorted(Comparator.comparingInt(Cost::of))
                .map(this::condition)
                .toArray(Eval[]::new);
    }

    /** Uses the paths of a tree without compiling it. */
    void need(Expr tree) {
        if (tree instanceof Expr.Field field) {
            cell(field.path());
        } else if (tree instanceof Expr.Exists exists) {
            cell(exists.path());
        }
        tree.children().forEach(this::need);
    }

    /** What has been used since the compiler was made. */
    Needs needs() {
        return new Needs(inputs, List.copyOf(paths), cells.toArray(Cell[]::new), usesOfNow, List.copyOf(shared));
    }

    private Cell cell(Path path) {
        Cell cell = inputs.acquire(path);
        paths.add(path);
        cells.add(cell);
        return cell;
    }

    private Eval[] each(List<Expr> exprs) {
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
        return new Eval.All(byCost(node.operands()));
    }

    @Override
    public Eval or(Expr.Or node) {
        return new Eval.Any(byCost(node.operands()));
    }

    @Override
    public Eval not(Expr.Not node) {
        return new Eval.Opposite(condition(node.operand()));
    }

    @Override
    public Eval comparison(Expr.Comparison node) {
        return new Eval.Compared(node.relation(), compile(node.left()), compile(node.right()));
    }

    @Override
    public Eval in(Expr.In node) {
        Eval value = compile(node.value());
        Eval[] options = each(node.options());
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
        return Functions.of(node, each(node.arguments()));
    }

    @Override
    public Eval cast(Expr.Cast node) {
        return new Calculations.Conversion(compile(node.value()), node.target());
    }

    @Override
    public Eval choice(Case node) {
        Eval[] conditions = each(node.branches().stream().map(Case.Branch::when).toList());
        Eval[] values = each(node.branches().stream().map(Case.Branch::then).toList());
        return new Eval.Chosen(conditions, values, compile(node.otherwise()));
    }

    @Override
    public Eval array(Array node) {
        return new Eval.Held(new Cell().array(node.json(), node.items().size()));
    }
}
