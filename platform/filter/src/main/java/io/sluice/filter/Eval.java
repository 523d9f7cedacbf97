package io.sluice.filter;

/**
 * A node of a compiled expression. It reads the cells of the record at hand and fills one of its own, so evaluation makes
 * no objects; therefore it belongs to one thread. Every node answers both ways: as a value and as a truth.
 */
abstract class Eval {
    /** The value for the record at hand; valid until the next call. */
    abstract Cell get();

    /** The value as a condition: only true and false are known. */
    Truth test() {
        return switch (get().kind) {
            case TRUE -> Truth.TRUE;
            case FALSE -> Truth.FALSE;
            case PENDING, UNREADABLE, MISSING, NULL, NUMBER, TEXT, TIME, DURATION, OBJECT, ARRAY, OPAQUE ->
                Truth.UNKNOWN;
        };
    }

    /** A value that is already there: a literal, or what a path leads to. */
    static final class Held extends Eval {
        private final Cell cell;

        Held(Cell cell) {
            this.cell = cell;
        }

        @Override
        Cell get() {
            return cell;
        }
    }

    /** A node that is a condition first. */
    abstract static class Condition extends Eval {
        private final Cell result = new Cell();

        @Override
        abstract Truth test();

        @Override
        final Cell get() {
            return result.truth(test());
        }
    }

    /** The least of its operands. */
    static final class All extends Condition {
        private final Eval[] operands;

        All(Eval[] operands) {
            this.operands = operands;
        }

        @Override
        Truth test() {
            Truth least = Truth.TRUE;
            for (Eval operand : operands) {
                Truth truth = operand.test();
                if (truth == Truth.FALSE) {
                    return Truth.FALSE;
                }
                least = truth == Truth.UNKNOWN ? truth : least;
            }
            return least;
        }
    }

    /** The greatest of its operands. */
    static final class Any extends Condition {
        private final Eval[] operands;

        Any(Eval[] operands) {
            this.operands = operands;
        }

        @Override
        Truth test() {
            Truth greatest = Truth.FALSE;
            for (Eval operand : operands) {
                Truth truth = operand.test();
                if (truth == Truth.TRUE) {
                    return Truth.TRUE;
                }
                greatest = truth == Truth.UNKNOWN ? truth : greatest;
            }
            return greatest;
        }
    }

    /** The opposite. */
    static final class Opposite extends Condition {
        private final Eval operand;

        Opposite(Eval operand) {
            this.operand = operand;
        }

        @Override
        Truth test() {
            return operand.test().not();
        }
    }

    /** One value against another. */
    static final class Compared extends Condition {
        private final Expr.Relation relation;
        private final Eval left;
        private final Eval right;
        private final Comparing comparing = new Comparing();

        Compared(Expr.Relation relation, Eval left, Eval right) {
            this.relation = relation;
            this.left = left;
            this.right = right;
        }

        @Override
        Truth test() {
            return comparing.test(relation, left.get(), right.get());
        }
    }

    /** Within two bounds. */
    static final class Bounded extends Condition {
        private final Eval value;
        private final Eval low;
        private final Eval high;
        private final Comparing comparing = new Comparing();

        Bounded(Eval value, Eval low, Eval high) {
            this.value = value;
            this.low = low;
            this.high = high;
        }

        @Override
        Truth test() {
            Cell cell = value.get();
            Truth above = comparing.test(Expr.Relation.GREATER_OR_EQUAL, cell, low.get());
            if (above == Truth.FALSE) {
                return Truth.FALSE;
            }
            Truth below = comparing.test(Expr.Relation.LESS_OR_EQUAL, cell, high.get());
            return above.compareTo(below) < 0 ? above : below;
        }
    }

    /** Equal to one of a list. */
    static final class Listed extends Condition {
        private final Eval value;
        private final Eval[] options;
        private final Comparing comparing = new Comparing();

        Listed(Eval value, Eval[] options) {
            this.value = value;
            this.options = options;
        }

        @Override
        Truth test() {
            Cell cell = value.get();
            Truth greatest = Truth.FALSE;
            for (Eval option : options) {
                Truth truth = comparing.test(Expr.Relation.EQUAL, cell, option.get());
                if (truth == Truth.TRUE) {
                    return Truth.TRUE;
                }
                greatest = truth == Truth.UNKNOWN ? truth : greatest;
            }
            return greatest;
        }
    }

    /** The value of the first condition that is true. */
    static final class Chosen extends Eval {
        private final Eval[] conditions;
        private final Eval[] values;
        private final Eval otherwise;

        Chosen(Eval[] conditions, Eval[] values, Eval otherwise) {
            this.conditions = conditions;
            this.values = values;
            this.otherwise = otherwise;
        }

        /** The node whose value it is for the record at hand; never one of this kind. */
        Eval choice() {
            for (int i = 0; i < conditions.length; i++) {
                if (conditions[i].test() == Truth.TRUE) {
                    return values[i] instanceof Chosen inner ? inner.choice() : values[i];
                }
            }
            return otherwise;
        }

        @Override
        Cell get() {
            return choice().get();
        }

        @Override
        Truth test() {
            return choice().test();
        }
    }

    /** Null, missing or unknown. */
    static final class Absent extends Condition {
        private final Eval value;

        Absent(Eval value) {
            this.value = value;
        }

        @Override
        Truth test() {
            return Truth.of(value.get().isNothing());
        }
    }

    /** Present, even when null. */
    static final class Present extends Condition {
        private final Cell cell;

        Present(Cell cell) {
            this.cell = cell;
        }

        @Override
        Truth test() {
            return Truth.of(cell.kind != Cell.Kind.MISSING);
        }
    }

    /** A text like a pattern. */
    static final class Alike extends Condition {
        private final Eval value;
        private final LikePattern pattern;

        Alike(Eval value, LikePattern pattern) {
            this.value = value;
            this.pattern = pattern;
        }

        @Override
        Truth test() {
            Cell cell = value.get();
            return cell.kind == Cell.Kind.TEXT
                    ? Truth.of(pattern.matches(cell.bytes(), cell.from(), cell.to()))
                    : Truth.UNKNOWN;
        }
    }
}
