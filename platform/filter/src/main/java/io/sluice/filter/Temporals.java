package io.sluice.filter;

import org.jspecify.annotations.Nullable;

/** What adding and subtracting times and durations gives. */
final class Temporals {
    private Temporals() {}

    static boolean isTemporal(Type type) {
        return type == Type.TIME || type == Type.DURATION;
    }

    /** The type of a sum or difference in which at least one operand is a time or a duration; null when it has none. */
    static @Nullable Type result(Expr.Operator operator, Type left, Type right) {
        boolean durations = left == Type.DURATION && right == Type.DURATION;
        return switch (operator) {
            case PLUS -> {
                boolean moved =
                        (mayBeTime(left) && right == Type.DURATION) || (left == Type.DURATION && mayBeTime(right));
                yield durations ? Type.DURATION : moved ? Type.TIME : null;
            }
            case MINUS -> {
                if (durations || (mayBeTime(left) && mayBeTime(right))) {
                    yield Type.DURATION;
                }
                yield mayBeTime(left) && right == Type.DURATION ? Type.TIME : null;
            }
            case TIMES, DIVIDE, REMAINDER -> null;
        };
    }

    private static boolean mayBeTime(Type type) {
        return switch (type) {
            case ANY, NULL, STRING, TIME -> true;
            case BOOLEAN, NUMBER, DURATION, ARRAY -> false;
        };
    }
}
