package io.sluice.filter;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes and refuses those that cannot mean anything: types that never fit, and limits passed. A wrong type is
 * reported and the node made all the same, so that the parser goes on and finds more. Warnings are for what is allowed but
 * can hardly be meant.
 */
final class Checker {
    private final List<Violation> violations;
    private final List<Violation> warnings = new ArrayList<>();
    private final List<SyntaxReader.Mention> mentions = new ArrayList<>();
    private int nodes;

    Checker(List<Violation> violations) {
        this.violations = violations;
    }

    void report(String message, int start, int end) {
        violations.add(new Violation(message, start, end - start));
    }

    /** What was found wrong so far is in a text that is read by other rules. */
    void forget() {
        violations.clear();
    }

    private void warn(String message, Typed at) {
        warnings.add(new Violation(message, at.start(), at.length()));
    }

    /** What was found wrong so far, by position, no more than is useful. */
    List<Violation> violations() {
        return sorted(violations);
    }

    List<Violation> warnings() {
        return sorted(warnings);
    }

    private static List<Violation> sorted(List<Violation> all) {
        return all.stream()
                .sorted(Comparator.comparingInt(Violation::position))
                .distinct()
                .limit(Limits.MAX_VIOLATIONS)
                .toList();
    }

    private Typed make(Expr expr, Type type, int start, int end, List<Typed> operands) {
        int depth = 1;
        for (Typed operand : operands) {
            depth = Math.max(depth, operand.depth() + 1);
        }
        if (depth > Limits.MAX_DEPTH) {
            report("nested more than " + Limits.MAX_DEPTH + " levels deep", start, end);
            throw new SyntaxError(true);
        }
        if (++nodes > Limits.MAX_NODES) {
            report("too large: more than " + Limits.MAX_NODES + " parts", start, end);
            throw new SyntaxError(true);
        }
        return new Typed(expr, type, depth, start, end);
    }

    Typed leaf(Expr expr, Type type, Token token) {
        return make(expr, type, token.start(), token.end(), List.of());
    }

    Typed badNumber(Token token) {
        report(
                "a number has at most " + Limits.MAX_NUMBER_LENGTH + " characters and an exponent of at most "
                        + Limits.MAX_EXPONENT,
                token.start(),
                token.end());
        return leaf(new Expr.Num(java.math.BigDecimal.ZERO), Type.NUMBER, token);
    }

    Typed field(Path path, int start, int end) {
        Type type =
                switch (path.root()) {
                    case VALUE -> Type.ANY;
                    case KEY -> path.steps().isEmpty() ? Type.STRING : Type.ANY;
                    case HEADERS, TOPIC, TEXT -> Type.STRING;
                    case PARTITION, OFFSET -> Type.NUMBER;
                    case TIMESTAMP -> Type.TIME;
                };
        mentions.add(new SyntaxReader.Mention(path, start, end));
        return make(new Expr.Field(path), type, start, end, List.of());
    }

    /** What a function gives that is not of this language: anything, kept under a path. */
    Typed result(Path path, int start, int end) {
        return make(new Expr.Field(path), Type.ANY, start, end, List.of());
    }

    /** The paths that were read, in their order. */
    List<SyntaxReader.Mention> mentions() {
        return mentions;
    }

    /** Whole filters and the operands of logic must be conditions. */
    Typed condition(Typed operand) {
        if (!operand.type().mayBe(Type.BOOLEAN)) {
            report("expected a condition, found " + operand.shown(), operand.start(), operand.end());
        }
        return operand;
    }

    Typed and(List<Typed> operands) {
        operands.forEach(this::condition);
        return make(new Expr.And(exprs(operands)), Type.BOOLEAN, first(operands), last(operands), operands);
    }

    Typed or(List<Typed> operands) {
        operands.forEach(this::condition);
        return make(new Expr.Or(exprs(operands)), Type.BOOLEAN, first(operands), last(operands), operands);
    }

    Typed not(Typed operand, int start) {
        condition(operand);
        return make(new Expr.Not(operand.expr()), Type.BOOLEAN, start, operand.end(), List.of(operand));
    }

    Typed comparison(Expr.Relation relation, Typed left, Typed right) {
        boolean ordered = relation != Expr.Relation.EQUAL && relation != Expr.Relation.NOT_EQUAL;
        comparable(left, right, ordered);
        return make(
                new Expr.Comparison(relation, left.expr(), right.expr()),
                Type.BOOLEAN,
                left.start(),
                right.end(),
                List.of(left, right));
    }

    Typed in(Typed value, List<Typed> options, int end) {
        if (options.size() > Limits.MAX_IN_LIST) {
            Typed extra = options.get(Limits.MAX_IN_LIST);
            report("a list has at most " + Limits.MAX_IN_LIST + " options", extra.start(), extra.end());
        }
        options.forEach(option -> comparable(value, option, false));
        List<Typed> operands = new ArrayList<>(options);
        operands.add(value);
        return make(new Expr.In(value.expr(), exprs(options)), Type.BOOLEAN, value.start(), end, operands);
    }

    Typed between(Typed value, Typed low, Typed high) {
        comparable(value, low, true);
        comparable(value, high, true);
        return make(
                new Expr.Between(value.expr(), low.expr(), high.expr()),
                Type.BOOLEAN,
                value.start(),
                high.end(),
                List.of(value, low, high));
    }

    /** Whether the two can ever be compared; where only their values can tell, they can. */
    private void comparable(Typed left, Typed right, boolean ordered) {
        if (left.type() == Type.NULL || right.type() == Type.NULL) {
            warn(
                    "a comparison with null is never true: write 'is null' or 'is not null'",
                    left.type() == Type.NULL ? left : right);
        } else if (left.type() == Type.ARRAY || right.type() == Type.ARRAY) {
            Typed at = right.type() == Type.ARRAY ? right : left;
            report("a list is never equal to anything and has no order: use 'in'", at.start(), at.end());
        } else if (ordered && (left.type() == Type.BOOLEAN || right.type() == Type.BOOLEAN)) {
            Typed at = right.type() == Type.BOOLEAN ? right : left;
            report("expected something that has an order, found " + at.shown(), at.start(), at.end());
        } else if (left.type() == Type.TIME || right.type() == Type.TIME) {
            asTime(left.type() == Type.TIME ? right : left);
        } else if (left.type() != right.type() && !mayMeet(left.type(), right.type())) {
            mismatch(left, right);
        } else if (left.type() == Type.ANY) {
            numericText(right);
        } else if (right.type() == Type.ANY) {
            numericText(left);
        }
    }

    /** A field may turn out to be anything that JSON has; it has no durations. */
    private static boolean mayMeet(Type left, Type right) {
        return left == Type.ANY ? right != Type.DURATION : right == Type.ANY && left != Type.DURATION;
    }

    private void mismatch(Typed left, Typed right) {
        boolean numberAndText = (left.type() == Type.NUMBER && Literals.isNumericText(right.expr()))
                || (right.type() == Type.NUMBER && Literals.isNumericText(left.expr()));
        if (numberAndText) {
            numericText(left.type() == Type.NUMBER ? right : left);
        } else {
            report("expected " + left.type().words() + ", found " + right.shown(), right.start(), right.end());
        }
    }

    private void numericText(Typed literal) {
        if (Literals.isNumericText(literal.expr())) {
            String content = ((Expr.Text) literal.expr()).value();
            warn(
                    "'" + content + "' in quotes is a text and never equals a number: write " + content
                            + " for numbers, or cast(… as number)",
                    literal);
        }
    }

    /** Something set beside a time must be one, or be readable as one. */
    private void asTime(Typed other) {
        boolean possible = other.type() != Type.BOOLEAN && other.type() != Type.DURATION;
        if (!possible || !Literals.mayBeTime(other.expr())) {
            report(
                    "expected a time (such as '2026-01-31T12:00:00Z' or epoch milliseconds), found " + other.shown(),
                    other.start(),
                    other.end());
        }
    }

    Typed like(Typed value, Token pattern, @Nullable Token escape) {
        if (!value.type().mayBe(Type.STRING)) {
            report("'like' expects a text, found " + value.shown(), value.start(), value.end());
        }
        String mark = escape == null ? "" : escape.value();
        if (escape != null && mark.codePointCount(0, mark.length()) != 1) {
            report("expected one character after 'escape', found " + escape.shown(), escape.start(), escape.end());
        } else {
            Literals.likeFault(pattern.value(), mark).ifPresent(why -> report(why, pattern.start(), pattern.end()));
        }
        Token last = escape == null ? pattern : escape;
        return make(
                new Expr.Like(value.expr(), pattern.value(), mark),
                Type.BOOLEAN,
                value.start(),
                last.end(),
                List.of(value));
    }

    Typed isNull(Typed value, int end) {
        return make(new Expr.IsNull(value.expr()), Type.BOOLEAN, value.start(), end, List.of(value));
    }

    Typed exists(Path path, int start, int end) {
        mentions.add(new SyntaxReader.Mention(path, start, end));
        return make(new Expr.Exists(path), Type.BOOLEAN, start, end, List.of());
    }

    Typed arithmetic(Expr.Operator operator, Typed left, Typed right) {
        return make(
                new Expr.Arithmetic(operator, left.expr(), right.expr()),
                result(operator, left, right),
                left.start(),
                right.end(),
                List.of(left, right));
    }

    private Type result(Expr.Operator operator, Typed left, Typed right) {
        boolean temporal = Temporals.isTemporal(left.type()) || Temporals.isTemporal(right.type());
        if (!temporal) {
            number(left, "'" + operator.symbol() + "' expects");
            number(right, "'" + operator.symbol() + "' expects");
            return Type.NUMBER;
        }
        Type result = Temporals.result(operator, left.type(), right.type());
        if (result == null) {
            report(
                    "times and durations only add and subtract: a time and a duration, two durations, or a time minus a time",
                    left.start(),
                    right.end());
            return Type.ANY;
        }
        if (left.type() == Type.TIME || left.type() == Type.STRING) {
            literalTime(left);
        }
        if (right.type() == Type.STRING) {
            literalTime(right);
        }
        return result;
    }

    private void literalTime(Typed operand) {
        if (operand.expr() instanceof Expr.Text) {
            asTime(operand);
        }
    }

    private void number(Typed operand, String expected) {
        if (!operand.type().mayBe(Type.NUMBER)) {
            report(expected + " a number, found " + operand.shown(), operand.start(), operand.end());
        }
    }

    Typed negate(Typed operand, int start) {
        if (operand.type() != Type.DURATION) {
            number(operand, "'-' expects");
        }
        Expr negative = Expr.negate(operand.expr());
        return negative instanceof Expr.Num
                ? new Typed(negative, Type.NUMBER, operand.depth(), start, operand.end())
                : make(negative, operand.type(), start, operand.end(), List.of(operand));
    }

    /** One branch of a case. */
    record Choice(Typed when, Typed then) {}

    Typed choice(List<Choice> branches, @Nullable Typed otherwise, int start, int end) {
        List<Case.Branch> made = new ArrayList<>();
        List<Typed> operands = new ArrayList<>();
        List<Typed> values = new ArrayList<>();
        for (Choice branch : branches) {
            condition(branch.when());
            made.add(new Case.Branch(branch.when().expr(), branch.then().expr()));
            operands.add(branch.when());
            values.add(branch.then());
        }
        if (otherwise != null) {
            values.add(otherwise);
        }
        operands.addAll(values);
        Expr last = otherwise == null ? new Expr.Null() : otherwise.expr();
        return make(new Case(made, last), common(values), start, end, operands);
    }

    Typed array(List<Typed> items, int start, int end) {
        if (items.size() > Limits.MAX_IN_LIST) {
            report("a list has at most " + Limits.MAX_IN_LIST + " values", start, end);
        }
        List<Expr> literals = new ArrayList<>();
        for (Typed item : items) {
            if (Literals.isLiteral(item.expr())) {
                literals.add(item.expr());
            } else {
                report("expected a literal in the list, found " + item.shown(), item.start(), item.end());
            }
        }
        return make(new Array(literals), Type.ARRAY, start, end, items);
    }

    Typed cast(Typed value, Expr.Target target, int start, int end) {
        Type type =
                switch (target) {
                    case NUMBER -> Type.NUMBER;
                    case STRING -> Type.STRING;
                    case BOOLEAN -> Type.BOOLEAN;
                    case TIME -> Type.TIME;
                };
        if (target == Expr.Target.TIME) {
            asTime(value);
        }
        return make(new Expr.Cast(value.expr(), target), type, start, end, List.of(value));
    }

    Typed call(Function function, List<Typed> arguments, int start, int end) {
        int count = arguments.size();
        if (count < function.atLeast() || count > function.atMost()) {
            report(Literals.arity(function) + ", found " + count, start, end);
            return make(new Expr.Call(function, exprs(arguments)), function.result(), start, end, arguments);
        }
        for (int i = 0; i < count; i++) {
            Typed argument = arguments.get(i);
            Type wanted = function.parameter(i);
            if (!argument.type().mayBe(wanted)) {
                report(
                        function.word() + " expects " + wanted.words() + ", found " + argument.shown(),
                        argument.start(),
                        argument.end());
            } else {
                Literals.fault(function, i, argument.expr())
                        .ifPresent(why -> report(why, argument.start(), argument.end()));
            }
        }
        Type type = function == Function.COALESCE ? common(arguments) : function.result();
        return make(new Expr.Call(function, exprs(arguments)), type, start, end, arguments);
    }

    private static Type common(List<Typed> arguments) {
        Type first = arguments.get(0).type();
        return arguments.stream().allMatch(argument -> argument.type() == first) ? first : Type.ANY;
    }

    private static List<Expr> exprs(List<Typed> operands) {
        return operands.stream().map(Typed::expr).toList();
    }

    private static int first(List<Typed> operands) {
        return operands.get(0).start();
    }

    private static int last(List<Typed> operands) {
        return operands.get(operands.size() - 1).end();
    }
}
