package io.sluice.filter;

import java.math.BigDecimal;

/** Nodes that calculate with numbers, times and durations. What cannot be calculated is null. */
final class Calculations {
    private Calculations() {}

    /** Two operands and an operator. */
    static final class Binary extends Eval {
        private final Expr.Operator operator;
        private final Eval left;
        private final Eval right;
        private final Cell leftTime = new Cell();
        private final Cell rightTime = new Cell();
        private final Cell result = new Cell();

        Binary(Expr.Operator operator, Eval left, Eval right) {
            this.operator = operator;
            this.left = left;
            this.right = right;
        }

        @Override
        Cell get() {
            Cell a = left.get();
            Cell b = right.get();
            if (a.kind == Cell.Kind.NUMBER && b.kind == Cell.Kind.NUMBER) {
                return Numbers.calculate(operator, a, b, result);
            }
            boolean temporal = isTemporal(a) || isTemporal(b);
            return switch (operator) {
                case PLUS -> temporal ? plus(a, b) : result.nothing();
                case MINUS -> temporal ? minus(a, b) : result.nothing();
                case TIMES, DIVIDE, REMAINDER -> result.nothing();
            };
        }

        private static boolean isTemporal(Cell cell) {
            return cell.kind == Cell.Kind.TIME || cell.kind == Cell.Kind.DURATION;
        }

        /** A duration added to a time (or to what can be read as one), or to a duration. */
        private Cell plus(Cell a, Cell b) {
            if (a.kind == Cell.Kind.DURATION && b.kind == Cell.Kind.DURATION) {
                return Times.add(a, b, 1, Cell.Kind.DURATION, result);
            }
            Cell moved = a.kind == Cell.Kind.DURATION ? b : a;
            Cell by = moved == a ? b : a;
            return by.kind == Cell.Kind.DURATION && Times.read(moved, leftTime)
                    ? Times.add(leftTime, by, 1, Cell.Kind.TIME, result)
                    : result.nothing();
        }

        /** A duration taken from a time or a duration, or the duration from one time to another. */
        private Cell minus(Cell a, Cell b) {
            if (a.kind == Cell.Kind.DURATION) {
                return b.kind == Cell.Kind.DURATION
                        ? Times.add(a, b, -1, Cell.Kind.DURATION, result)
                        : result.nothing();
            }
            if (!Times.read(a, leftTime)) {
                return result.nothing();
            }
            if (b.kind == Cell.Kind.DURATION) {
                return Times.add(leftTime, b, -1, Cell.Kind.TIME, result);
            }
            return Times.read(b, rightTime)
                    ? Times.add(leftTime, rightTime, -1, Cell.Kind.DURATION, result)
                    : result.nothing();
        }
    }

    /** The negative. */
    static final class Negative extends Eval {
        private final Eval operand;
        private final Cell result = new Cell();

        Negative(Eval operand) {
            this.operand = operand;
        }

        @Override
        Cell get() {
            Cell cell = operand.get();
            if (cell.kind == Cell.Kind.NUMBER) {
                return Numbers.negate(cell, result);
            }
            return cell.kind == Cell.Kind.DURATION ? Times.negate(cell, result) : result.nothing();
        }
    }

    /** A value read as another type. */
    static final class Conversion extends Eval {
        private final Eval value;
        private final Expr.Target target;
        private final Cell result = new Cell();

        Conversion(Eval value, Expr.Target target) {
            this.value = value;
            this.target = target;
        }

        @Override
        Cell get() {
            Cell cell = value.get();
            return switch (target) {
                case NUMBER -> number(cell);
                case STRING -> string(cell);
                case BOOLEAN -> truth(cell);
                case TIME -> Times.read(cell, result) ? result : result.nothing();
            };
        }

        private Cell number(Cell cell) {
            return switch (cell.kind) {
                case NUMBER -> cell;
                case TIME, DURATION -> Times.toNumber(cell, result);
                case TEXT -> {
                    if (cell.to() - cell.from() > Limits.MAX_NUMBER_LENGTH) {
                        yield result.nothing();
                    }
                    String text = Texts.decode(cell.bytes(), cell.from(), cell.to());
                    BigDecimal parsed = Numbers.parse(text.strip());
                    yield parsed == null ? result.nothing() : result.number(parsed);
                }
                case PENDING, UNREADABLE, MISSING, NULL, FALSE, TRUE, OBJECT, ARRAY, OPAQUE -> result.nothing();
            };
        }

        private Cell string(Cell cell) {
            return switch (cell.kind) {
                case TEXT -> cell;
                case NUMBER -> text(Numbers.text(Numbers.big(cell)));
                case TIME -> text(Times.text(cell));
                case DURATION -> text(Numbers.text(Numbers.big(Times.toNumber(cell, result))) + "s");
                case TRUE -> text("true");
                case FALSE -> text("false");
                case PENDING, UNREADABLE, MISSING, NULL, OBJECT, ARRAY, OPAQUE -> result.nothing();
            };
        }

        private Cell text(String text) {
            byte[] bytes = Texts.encode(text);
            return result.text(bytes, 0, bytes.length);
        }

        private Cell truth(Cell cell) {
            switch (cell.kind) {
                case TRUE, FALSE -> {
                    return cell;
                }
                case TEXT -> {
                    String text = cell.to() - cell.from() > 5 ? "" : cell.toString();
                    return text.equalsIgnoreCase("true")
                            ? result.truth(Truth.TRUE)
                            : result.truth(text.equalsIgnoreCase("false") ? Truth.FALSE : Truth.UNKNOWN);
                }
                default -> {
                    return result.nothing();
                }
            }
        }
    }
}
