package io.sluice.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree that every form of a filter becomes. Nodes are immutable records; equal trees mean equal filters. The
 * constructors keep the tree canonical: {@code and} in {@code and} is one node with many operands (so a chain of any
 * length is flat), a negated number is a negative number, a number has no trailing zeros. {@code not in}, {@code not
 * like}, {@code not between} and {@code is not null} are {@link Not} around the positive form.
 */
public sealed interface Expr
        permits Expr.Text,
                Expr.Num,
                Expr.Bool,
                Expr.Null,
                Expr.Field,
                Expr.And,
                Expr.Or,
                Expr.Not,
                Expr.Comparison,
                Expr.In,
                Expr.Between,
                Expr.Like,
                Expr.IsNull,
                Expr.Exists,
                Expr.Arithmetic,
                Expr.Negate,
                Expr.Call,
                Expr.Cast,
                Case,
                Array {

    /** The operands, left to right. */
    default List<Expr> children() {
        return List.of();
    }

    /** Dispatch on the kind of node. */
    <R> R accept(Visitor<R> visitor);

    /** A text. */
    record Text(String value) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.text(this);
        }
    }

    /** A number, exact. */
    record Num(BigDecimal value) implements Expr {
        public Num {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.num(this);
        }
    }

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.bool(this);
        }
    }

    /** {@code null}. */
    record Null() implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.nothing(this);
        }
    }

    /** What a path leads to. */
    record Field(Path path) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.field(this);
        }
    }

    /** All of two or more; none of them is itself an {@code and}. */
    record And(List<Expr> operands) implements Expr {
        public And {
            operands = flat(operands, And.class);
            requireSome(operands, 2);
        }

        @Override
        public List<Expr> children() {
            return operands;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.and(this);
        }
    }

    /** Any of two or more; none of them is itself an {@code or}. */
    record Or(List<Expr> operands) implements Expr {
        public Or {
            operands = flat(operands, Or.class);
            requireSome(operands, 2);
        }

        @Override
        public List<Expr> children() {
            return operands;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.or(this);
        }
    }

    /** The opposite; of unknown, unknown. */
    record Not(Expr operand) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.not(this);
        }
    }

    /** One value against another. */
    record Comparison(Relation relation, Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.comparison(this);
        }
    }

    /** Equal to one of the options. */
    record In(Expr value, List<Expr> options) implements Expr {
        public In {
            options = List.copyOf(options);
            requireSome(options, 1);
        }

        @Override
        public List<Expr> children() {
            List<Expr> all = new ArrayList<>(options.size() + 1);
            all.add(value);
            all.addAll(options);
            return all;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.in(this);
        }
    }

    /** At least {@code low} and at most {@code high}. */
    record Between(Expr value, Expr low, Expr high) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value, low, high);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.between(this);
        }
    }

    /** A text like a pattern; {@code escape} is one character, or empty for none. */
    record Like(Expr value, String pattern, String escape) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.like(this);
        }
    }

    /** Null, missing or unknown. */
    record IsNull(Expr value) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.isNull(this);
        }
    }

    /** Present, even when null. */
    record Exists(Path path) implements Expr {
        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.exists(this);
        }
    }

    /** A calculation with two operands. */
    record Arithmetic(Operator operator, Expr left, Expr right) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(left, right);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.arithmetic(this);
        }
    }

    /** The negative of something that is not a literal number ({@link #negate} decides). */
    record Negate(Expr operand) implements Expr {
        public Negate {
            if (operand instanceof Num) {
                throw new IllegalArgumentException("a negated number is a negative number");
            }
        }

        @Override
        public List<Expr> children() {
            return List.of(operand);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.negate(this);
        }
    }

    /** A function of its arguments. */
    record Call(Function function, List<Expr> arguments) implements Expr {
        public Call {
            arguments = List.copyOf(arguments);
        }

        @Override
        public List<Expr> children() {
            return arguments;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.call(this);
        }
    }

    /** A value read as another type. */
    record Cast(Expr value, Target target) implements Expr {
        @Override
        public List<Expr> children() {
            return List.of(value);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.cast(this);
        }
    }

    /** The negative of {@code operand}. */
    static Expr negate(Expr operand) {
        return operand instanceof Num num ? new Num(num.value().negate()) : new Negate(operand);
    }

    /** The operands, with those of an operand of the same kind in its place. */
    private static List<Expr> flat(List<Expr> operands, Class<? extends Expr> kind) {
        List<Expr> flat = new ArrayList<>(operands.size());
        for (Expr operand : operands) {
            if (kind.isInstance(operand)) {
                flat.addAll(operand.children());
            } else {
                flat.add(operand);
            }
        }
        return List.copyOf(flat);
    }

    private static void requireSome(List<Expr> operands, int atLeast) {
        if (operands.size() < atLeast) {
            throw new IllegalArgumentException("needs at least " + atLeast + " operands");
        }
    }

    /** How two values are compared. */
    enum Relation {
        EQUAL("="),
        NOT_EQUAL("!="),
        LESS("<"),
        LESS_OR_EQUAL("<="),
        GREATER(">"),
        GREATER_OR_EQUAL(">=");

        private final String symbol;

        Relation(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }
    }

    /** How two values are calculated with. */
    enum Operator {
        PLUS("+"),
        MINUS("-"),
        TIMES("*"),
        DIVIDE("/"),
        REMAINDER("%");

        private final String symbol;

        Operator(String symbol) {
            this.symbol = symbol;
        }

        /** As it is written. */
        public String symbol() {
            return symbol;
        }
    }

    /** What a value can be cast to. */
    enum Target {
        NUMBER,
        STRING,
        BOOLEAN,
        TIME
    }

    /** One method per kind of node, so that a new kind is a compile error wherever it matters. */
    interface Visitor<R> {
        R text(Text node);

        R num(Num node);

        R bool(Bool node);

        R nothing(Null node);

        R field(Field node);

        R and(And node);

        R or(Or node);

        R not(Not node);

        R comparison(Comparison node);

        R in(In node);

        R between(Between node);

        R like(Like node);

        R isNull(IsNull node);

        R exists(Exists node);

        R arithmetic(Arithmetic node);

        R negate(Negate node);

        R call(Call node);

        R cast(Cast node);

        R choice(Case node);

        R array(Array node);
    }
}
