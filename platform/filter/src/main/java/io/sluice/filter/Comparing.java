package io.sluice.filter;

import java.util.Arrays;

/**
 * What it means to compare two values. Null, missing, objects, arrays and bytes that are no text: unknown. A time with
 * anything: as instants, unknown where the other is no time. Otherwise two kinds that differ are unequal and have no order.
 */
final class Comparing {
    private final Cell leftTime = new Cell();
    private final Cell rightTime = new Cell();

    Truth test(Expr.Relation relation, Cell left, Cell right) {
        Cell a = left;
        Cell b = right;
        if (a.kind != b.kind && (a.kind == Cell.Kind.TIME || b.kind == Cell.Kind.TIME)) {
            if (!Times.read(a, leftTime) || !Times.read(b, rightTime)) {
                return Truth.UNKNOWN;
            }
            a = leftTime;
            b = rightTime;
        }
        if (!isScalar(a) || !isScalar(b)) {
            return Truth.UNKNOWN;
        }
        if (isBoolean(a) || isBoolean(b) || a.kind != b.kind) {
            return switch (relation) {
                case EQUAL -> Truth.of(a.kind == b.kind);
                case NOT_EQUAL -> Truth.of(a.kind != b.kind);
                case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> Truth.UNKNOWN;
            };
        }
        return same(relation, a, b);
    }

    /** Two values of one kind that has an order. */
    private static Truth same(Expr.Relation relation, Cell a, Cell b) {
        if (a.kind == Cell.Kind.TEXT && (relation == Expr.Relation.EQUAL || relation == Expr.Relation.NOT_EQUAL)) {
            boolean equal = Texts.equal(a, b);
            return Truth.of(equal == (relation == Expr.Relation.EQUAL));
        }
        int order = order(a, b);
        return Truth.of(
                switch (relation) {
                    case EQUAL -> order == 0;
                    case NOT_EQUAL -> order != 0;
                    case LESS -> order < 0;
                    case LESS_OR_EQUAL -> order <= 0;
                    case GREATER -> order > 0;
                    case GREATER_OR_EQUAL -> order >= 0;
                });
    }

    /** Orders two numbers, two texts, two times or two durations. */
    static int order(Cell a, Cell b) {
        if (a.kind == Cell.Kind.NUMBER) {
            return Numbers.compare(a, b);
        } else if (a.kind == Cell.Kind.TEXT) {
            return Arrays.compareUnsigned(a.bytes(), a.from(), a.to(), b.bytes(), b.from(), b.to());
        }
        int seconds = Long.compare(a.number, b.number);
        return seconds != 0 ? seconds : Integer.compare(a.scale, b.scale);
    }

    private static boolean isScalar(Cell cell) {
        return switch (cell.kind) {
            case TRUE, FALSE, NUMBER, TEXT, TIME, DURATION -> true;
            case PENDING, UNREADABLE, MISSING, NULL, OBJECT, ARRAY, OPAQUE -> false;
        };
    }

    private static boolean isBoolean(Cell cell) {
        return cell.kind == Cell.Kind.TRUE || cell.kind == Cell.Kind.FALSE;
    }
}
