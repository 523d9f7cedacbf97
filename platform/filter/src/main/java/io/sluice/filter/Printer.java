package io.sluice.filter;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Writes a tree as text that parses back to the same tree, with no parenthesis more than that needs. Each level of the
 * grammar has a number; an operand is put in parentheses when its level is below the one its place asks for.
 */
final class Printer implements Expr.Visitor<StringBuilder> {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int PREDICATE = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int UNARY = 7;
    private static final int PRIMARY = 8;

    private final StringBuilder out = new StringBuilder();
    private final Function<Path, String> paths;

    private Printer(Function<Path, String> paths) {
        this.paths = paths;
    }

    /** The canonical text of {@code expr}. */
    static String print(Expr expr) {
        return print(expr, Path::toString);
    }

    /** The text of {@code expr} where paths are written as {@code paths} says: by something that binds as tightly. */
    static String print(Expr expr, Function<Path, String> paths) {
        Printer printer = new Printer(paths);
        expr.accept(printer);
        return printer.out.toString();
    }

    static String quote(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private void at(int level, Expr expr) {
        boolean wrap = level(expr) < level;
        out.append(wrap ? "(" : "");
        expr.accept(this);
        out.append(wrap ? ")" : "");
    }

    private void list(List<Expr> exprs, int level, String separator) {
        for (int i = 0; i < exprs.size(); i++) {
            out.append(i == 0 ? "" : separator);
            at(level, exprs.get(i));
        }
    }

    @Override
    public StringBuilder text(Expr.Text node) {
        out.append(quote(node.value()));
        return out;
    }

    @Override
    public StringBuilder num(Expr.Num node) {
        out.append(Numbers.text(node.value()));
        return out;
    }

    @Override
    public StringBuilder bool(Expr.Bool node) {
        out.append(node.value());
        return out;
    }

    @Override
    public StringBuilder nothing(Expr.Null node) {
        out.append("null");
        return out;
    }

    @Override
    public StringBuilder field(Expr.Field node) {
        out.append(paths.apply(node.path()));
        return out;
    }

    @Override
    public StringBuilder and(Expr.And node) {
        list(node.operands(), NOT, " and ");
        return out;
    }

    @Override
    public StringBuilder or(Expr.Or node) {
        list(node.operands(), AND, " or ");
        return out;
    }

    @Override
    public StringBuilder not(Expr.Not node) {
        if (node.operand() instanceof Expr.In in) {
            in("not ", in);
        } else if (node.operand() instanceof Expr.Between between) {
            between("not ", between);
        } else if (node.operand() instanceof Expr.Like like) {
            like("not ", like);
        } else if (node.operand() instanceof Expr.IsNull isNull) {
            at(SUM, isNull.value());
            out.append(" is not null");
        } else {
            out.append("not ");
            at(NOT, node.operand());
        }
        return out;
    }

    @Override
    public StringBuilder comparison(Expr.Comparison node) {
        at(SUM, node.left());
        out.append(' ').append(node.relation().symbol()).append(' ');
        at(SUM, node.right());
        return out;
    }

    @Override
    public StringBuilder in(Expr.In node) {
        return in("", node);
    }

    private StringBuilder in(String not, Expr.In node) {
        at(SUM, node.value());
        out.append(' ').append(not).append("in (");
        list(node.options(), SUM, ", ");
        out.append(')');
        return out;
    }

    @Override
    public StringBuilder between(Expr.Between node) {
        return between("", node);
    }

    private StringBuilder between(String not, Expr.Between node) {
        at(SUM, node.value());
        out.append(' ').append(not).append("between ");
        at(SUM, node.low());
        out.append(" and ");
        at(SUM, node.high());
        return out;
    }

    @Override
    public StringBuilder like(Expr.Like node) {
        return like("", node);
    }

    private StringBuilder like(String not, Expr.Like node) {
        at(SUM, node.value());
        out.append(' ').append(not).append("like ").append(quote(node.pattern()));
        if (!node.escape().isEmpty()) {
            out.append(" escape ").append(quote(node.escape()));
        }
        return out;
    }

    @Override
    public StringBuilder isNull(Expr.IsNull node) {
        at(SUM, node.value());
        out.append(" is null");
        return out;
    }

    @Override
    public StringBuilder exists(Expr.Exists node) {
        out.append("exists(").append(paths.apply(node.path())).append(')');
        return out;
    }

    @Override
    public StringBuilder arithmetic(Expr.Arithmetic node) {
        int level = level(node);
        at(level, node.left());
        out.append(' ').append(node.operator().symbol()).append(' ');
        at(level + 1, node.right());
        return out;
    }

    @Override
    public StringBuilder negate(Expr.Negate node) {
        out.append('-');
        at(PRIMARY, node.operand());
        return out;
    }

    @Override
    public StringBuilder call(Expr.Call node) {
        out.append(node.function().word()).append('(');
        list(node.arguments(), OR, ", ");
        out.append(')');
        return out;
    }

    @Override
    public StringBuilder cast(Expr.Cast node) {
        out.append("cast(");
        at(OR, node.value());
        out.append(" as ").append(node.target().name().toLowerCase(Locale.ROOT)).append(')');
        return out;
    }

    @Override
    public StringBuilder choice(Case node) {
        out.append("case");
        for (Case.Branch branch : node.branches()) {
            out.append(" when ");
            at(OR, branch.when());
            out.append(" then ");
            at(OR, branch.then());
        }
        if (node.hasElse()) {
            out.append(" else ");
            at(OR, node.otherwise());
        }
        out.append(" end");
        return out;
    }

    @Override
    public StringBuilder array(Array node) {
        out.append('[');
        list(node.items(), UNARY, ", ");
        out.append(']');
        return out;
    }

    /** The level of the grammar that a node is written at. */
    private static int level(Expr expr) {
        if (expr instanceof Expr.Or) {
            return OR;
        } else if (expr instanceof Expr.And) {
            return AND;
        } else if (expr instanceof Expr.Not not) {
            return hasTail(not.operand()) ? PREDICATE : NOT;
        } else if (hasTail(expr) || expr instanceof Expr.Comparison) {
            return PREDICATE;
        } else if (expr instanceof Expr.Arithmetic arithmetic) {
            return switch (arithmetic.operator()) {
                case PLUS, MINUS -> SUM;
                case TIMES, DIVIDE, REMAINDER -> PRODUCT;
            };
        }
        boolean negative = expr instanceof Expr.Num num && num.value().signum() < 0;
        return negative || expr instanceof Expr.Negate ? UNARY : PRIMARY;
    }

    /** Whether {@code not} is written inside of it, as in {@code not in}. */
    private static boolean hasTail(Expr expr) {
        return expr instanceof Expr.In
                || expr instanceof Expr.Between
                || expr instanceof Expr.Like
                || expr instanceof Expr.IsNull;
    }
}
