package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds what an index can look up for a condition to be true, or to be false; null where it can look up nothing. Unknown is
 * neither, so a negation only changes which of the two is sought: {@code not a < 5} is true exactly where {@code a < 5} is
 * false, which is where a is a number of at least 5. A conjunction is as selective as its best part, and two bounds of one
 * operand make one interval; of a disjunction every part has to be looked up.
 */
final class AccessSearch {
    private AccessSearch() {}

    /** What has to hold for {@code expr} to be {@code sought}. */
    static @Nullable AccessPredicate find(Expr expr, boolean sought) {
        if (expr instanceof Expr.Not not) {
            return whole(expr, sought, find(not.operand(), !sought));
        } else if (expr instanceof Expr.And and) {
            return sought ? Conjunction.of(and.operands(), true) : any(expr, and.operands(), false);
        } else if (expr instanceof Expr.Or or) {
            return sought ? any(expr, or.operands(), true) : whole(expr, false, Conjunction.of(or.operands(), false));
        } else if (expr instanceof Expr.Bool bool) {
            return bool.value() == sought ? null : AccessPredicate.never();
        } else if (expr instanceof Expr.Field) {
            return AccessPredicate.of(new Atom.Equal(expr, new Cell().truth(Truth.of(sought))));
        } else if (expr instanceof Expr.Comparison comparison) {
            return comparison(comparison, sought);
        } else if (expr instanceof Expr.Between between) {
            return between(between, sought);
        } else if (sought && expr instanceof Expr.In in) {
            return in(in);
        } else if (sought && expr instanceof Expr.Like like) {
            return like(like);
        }
        return sought && expr instanceof Expr.Call call ? call(call) : null;
    }

    /** The same atoms; where they do not decide, all of {@code expr} is left to be asked. */
    private static @Nullable AccessPredicate whole(Expr expr, boolean sought, @Nullable AccessPredicate found) {
        return found == null || found.isExact()
                ? found
                : new AccessPredicate(found.atoms(), List.of(sought ? expr : new Expr.Not(expr)));
    }

    private static @Nullable AccessPredicate any(Expr expr, List<Expr> operands, boolean sought) {
        List<Atom> atoms = new ArrayList<>();
        List<Expr> rest = new ArrayList<>();
        for (Expr operand : operands) {
            AccessPredicate found = find(operand, sought);
            if (found == null) {
                return null;
            }
            atoms.addAll(found.atoms());
            rest.addAll(found.rest());
        }
        return whole(expr, sought, new AccessPredicate(atoms, rest));
    }

    private static @Nullable AccessPredicate comparison(Expr.Comparison node, boolean sought) {
        Expr.Relation relation = sought ? node.relation() : opposite(node.relation());
        Cell right = Constants.of(node.right());
        if (right != null) {
            return compared(relation, node.left(), right);
        }
        Cell left = Constants.of(node.left());
        return left == null ? null : compared(mirrored(relation), node.right(), left);
    }

    private static @Nullable AccessPredicate compared(Expr.Relation relation, Expr operand, Cell constant) {
        if (!isOperand(operand)) {
            return null;
        }
        return switch (relation) {
            case EQUAL -> equal(operand, constant);
            case NOT_EQUAL -> null;
            case LESS, LESS_OR_EQUAL -> {
                Interval.Bound high = bound(operand, constant, relation == Expr.Relation.LESS);
                yield high == null ? AccessPredicate.never() : range(operand, null, high);
            }
            case GREATER, GREATER_OR_EQUAL -> {
                Interval.Bound low = bound(operand, constant, relation == Expr.Relation.GREATER);
                yield low == null ? AccessPredicate.never() : range(operand, low, null);
            }
        };
    }

    private static AccessPredicate range(Expr operand, Interval.@Nullable Bound low, Interval.@Nullable Bound high) {
        return AccessPredicate.of(new Atom.Range(operand, new Interval(low, high)));
    }

    private static AccessPredicate equal(Expr operand, Cell constant) {
        Cell value = comparable(operand, constant);
        return switch (value.kind) {
            case TIME -> AccessPredicate.of(new Atom.Range(operand, Interval.point(value)));
            case TEXT, NUMBER, TRUE, FALSE -> AccessPredicate.of(new Atom.Equal(operand, value));
            case PENDING, UNREADABLE, MISSING, NULL, DURATION, OBJECT, ARRAY, OPAQUE -> AccessPredicate.never();
        };
    }

    /** Null where nothing is before or behind the constant. */
    private static Interval.@Nullable Bound bound(Expr operand, Cell constant, boolean open) {
        Cell value = comparable(operand, constant);
        return value.kind == Cell.Kind.TIME || value.kind == Cell.Kind.TEXT || value.kind == Cell.Kind.NUMBER
                ? new Interval.Bound(value, open)
                : null;
    }

    /** The constant as the comparison sees it: beside a time as a time, or as nothing where it is none. */
    private static Cell comparable(Expr operand, Cell constant) {
        if (!(operand instanceof Expr.Field field) || field.path().root() != Path.Root.TIMESTAMP) {
            return constant;
        }
        Cell time = new Cell();
        return Times.read(constant, time) ? time : new Cell().nothing();
    }

    private static @Nullable AccessPredicate between(Expr.Between node, boolean sought) {
        Cell least = Constants.of(node.low());
        Cell most = Constants.of(node.high());
        if (least == null || most == null || !isOperand(node.value())) {
            return null;
        }
        Interval.Bound low = bound(node.value(), least, !sought);
        Interval.Bound high = bound(node.value(), most, !sought);
        if (low == null || high == null || low.value().kind != high.value().kind) {
            return null;
        }
        return sought
                ? range(node.value(), low, high)
                : new AccessPredicate(
                        List.of(
                                new Atom.Range(node.value(), new Interval(null, low)),
                                new Atom.Range(node.value(), new Interval(high, null))),
                        List.of());
    }

    private static @Nullable AccessPredicate in(Expr.In node) {
        if (!isOperand(node.value())) {
            return null;
        }
        List<Atom> atoms = new ArrayList<>(node.options().size());
        for (Expr option : node.options()) {
            Cell constant = Constants.of(option);
            if (constant == null) {
                return null;
            }
            atoms.addAll(equal(node.value(), constant).atoms());
        }
        return new AccessPredicate(atoms, List.of());
    }

    private static @Nullable AccessPredicate like(Expr.Like node) {
        LikePattern pattern = new LikePattern(node.pattern(), node.escape());
        byte[] start = pattern.start();
        if (!isOperand(node.value())) {
            return null;
        } else if (pattern.isText()) {
            Cell text = new Cell().text(start, 0, start.length);
            return AccessPredicate.of(new Atom.Equal(node.value(), text));
        }
        return start.length == 0 ? null : prefix(node, node.value(), start, pattern.isPrefix());
    }

    private static @Nullable AccessPredicate call(Expr.Call node) {
        if (node.function() != Function.STARTS_WITH
                || !isOperand(node.arguments().get(0))) {
            return null;
        }
        Cell start = Constants.of(node.arguments().get(1));
        if (start == null) {
            return null;
        } else if (start.kind != Cell.Kind.TEXT) {
            return AccessPredicate.never();
        }
        byte[] bytes = Arrays.copyOfRange(start.bytes(), start.from(), start.to());
        return bytes.length == 0 ? null : prefix(node, node.arguments().get(0), bytes, true);
    }

    private static AccessPredicate prefix(Expr node, Expr operand, byte[] start, boolean decides) {
        int length = Math.min(start.length, Prefixes.MAX_LENGTH);
        boolean exact = decides && length == start.length;
        return new AccessPredicate(
                List.of(new Atom.Prefix(operand, new Cell().text(start, 0, length))),
                exact ? List.of() : List.of(node));
    }

    /**
     * Whether an index can be asked for it: a field, or what is always a number, a text or nothing. Only {@code $timestamp}
     * is a time, so that a constant beside it can be read as one beforehand.
     */
    private static boolean isOperand(Expr expr) {
        if (Constants.isConstant(expr)) {
            return false;
        } else if (expr instanceof Expr.Arithmetic sum) {
            return sum.operator() != Expr.Operator.PLUS && sum.operator() != Expr.Operator.MINUS;
        } else if (expr instanceof Expr.Cast cast) {
            return cast.target() == Expr.Target.NUMBER || cast.target() == Expr.Target.STRING;
        } else if (expr instanceof Expr.Call call) {
            return switch (call.function()) {
                case LOWER, UPPER, LENGTH, ABS, ROUND, FLOOR, CEIL -> true;
                case CONTAINS, STARTS_WITH, ENDS_WITH, MATCHES, TIME, NOW, DURATION, WITHIN, WITHIN_BOX, COALESCE ->
                    false;
            };
        }
        return expr instanceof Expr.Field;
    }

    private static Expr.Relation opposite(Expr.Relation relation) {
        return switch (relation) {
            case EQUAL -> Expr.Relation.NOT_EQUAL;
            case NOT_EQUAL -> Expr.Relation.EQUAL;
            case LESS -> Expr.Relation.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> Expr.Relation.GREATER;
            case GREATER -> Expr.Relation.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> Expr.Relation.LESS;
        };
    }

    private static Expr.Relation mirrored(Expr.Relation relation) {
        return switch (relation) {
            case EQUAL, NOT_EQUAL -> relation;
            case LESS -> Expr.Relation.GREATER;
            case LESS_OR_EQUAL -> Expr.Relation.GREATER_OR_EQUAL;
            case GREATER -> Expr.Relation.LESS;
            case GREATER_OR_EQUAL -> Expr.Relation.LESS_OR_EQUAL;
        };
    }
}
