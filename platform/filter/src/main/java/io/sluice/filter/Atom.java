package io.sluice.filter;

/**
 * What an index can look up: that one operand is equal to a constant, in an interval, or begins with a text. Cells in it are
 * constants' and never change.
 */
sealed interface Atom {
    /** What is looked at: a field, or a function of some. */
    Expr operand();

    /** How many of a thousand records it may let through, as a guess that needs no record. */
    int weight();

    /** Equal to a number, a text, true or false. */
    record Equal(Expr operand, Cell value) implements Atom {
        @Override
        public int weight() {
            return value.kind == Cell.Kind.TEXT || value.kind == Cell.Kind.NUMBER ? 1 : 500;
        }
    }

    /** In an interval of numbers, of texts, or of times, for which the operand is read as a time. */
    record Range(Expr operand, Interval interval) implements Atom {
        @Override
        public int weight() {
            boolean bounded = interval.low() != null && interval.high() != null;
            return interval.isPoint() ? 1 : bounded ? 100 : 400;
        }
    }

    /** A text that begins so. */
    record Prefix(Expr operand, Cell text) implements Atom {
        @Override
        public int weight() {
            return Math.max(2, 200 >> Math.min(8, text.to() - text.from()));
        }
    }
}
