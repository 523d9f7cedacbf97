package io.sluice.filter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over the tokens, checking types on the way up. Recursion is bounded by {@link Limits#MAX_DEPTH};
 * {@code and} and {@code or} are read in a loop. A syntax error ends one operand of {@code and}/{@code or}: the parser
 * skips to the next one and goes on, so that one text can show several errors.
 */
final class Parser {
    private static final Typed PLACEHOLDER = new Typed(new Expr.Bool(true), Type.ANY, 1, 0, 0);

    private final Cursor cursor;
    private final Checker check;
    private final @Nullable Calls calls;

    /** Functions that are not of this language, in texts of which its expressions are parts. */
    interface Calls {
        boolean knows(String name);

        /** The words of these functions. */
        List<String> words();

        /** Reads a call; the cursor stands behind its opening parenthesis, and behind all of the call afterwards. */
        Path read(Token name);
    }

    Parser(Cursor cursor, Checker check) {
        this(cursor, check, null);
    }

    Parser(Cursor cursor, Checker check, @Nullable Calls calls) {
        this.cursor = cursor;
        this.check = check;
        this.calls = calls;
    }

    /** A whole filter: one condition, and nothing behind it. */
    Typed filter() {
        Typed all = expression();
        if (cursor.peek().kind() != Token.Kind.END) {
            throw cursor.unexpected("expected 'and', 'or' or the end");
        }
        return check.condition(all);
    }

    /** Any expression; its words are {@code or} at the top. */
    Typed expression() {
        Typed first = conjunction();
        List<Typed> operands = new ArrayList<>(List.of(first));
        while (cursor.take("or", "||")) {
            operands.add(conjunction());
        }
        return operands.size() == 1 ? first : check.or(operands);
    }

    private Typed conjunction() {
        Typed first = operand();
        List<Typed> operands = new ArrayList<>(List.of(first));
        while (cursor.take("and", "&&")) {
            operands.add(operand());
        }
        return operands.size() == 1 ? first : check.and(operands);
    }

    /** One operand of {@code and} or {@code or}; where it makes no sense, whatever stands before the next one. */
    private Typed operand() {
        int start = cursor.position();
        int depth = cursor.nesting();
        int cases = cursor.cases();
        try {
            return negation();
        } catch (SyntaxError e) {
            if (e.fatal()) {
                throw e;
            }
            cursor.recover(start, depth, cases);
            return PLACEHOLDER;
        }
    }

    private Typed negation() {
        Token token = cursor.peek();
        if (!cursor.take("not", "!")) {
            return predicate();
        }
        cursor.enter(token);
        Typed operand = negation();
        cursor.leave();
        return check.not(operand, token.start());
    }

    private Typed predicate() {
        Typed left = sum();
        Token token = cursor.peek();
        Expr.Relation relation = relation(token);
        if (relation != null) {
            cursor.next();
            Typed right = sum();
            if (relation(cursor.peek()) != null) {
                throw cursor.unexpected("expected one comparison at a time, joined by 'and'");
            }
            return check.comparison(relation, left, right);
        }
        if (token.isWord("is")) {
            return isNull(left);
        }
        boolean negated = cursor.takeWord("not");
        Typed tail = tail(left);
        if (tail != null) {
            return negated ? check.not(tail, left.start()) : tail;
        }
        if (negated) {
            throw cursor.unexpected("expected 'in', 'between' or 'like' after 'not'");
        }
        return left;
    }

    private @Nullable Typed tail(Typed left) {
        if (cursor.takeWord("in")) {
            return in(left);
        } else if (cursor.takeWord("between")) {
            Typed low = sum();
            if (!cursor.take("and", "&&")) {
                throw cursor.unexpected("expected 'and' between the two bounds");
            }
            return check.between(left, low, sum());
        } else if (cursor.takeWord("like")) {
            return like(left);
        }
        return null;
    }

    private Typed isNull(Typed value) {
        cursor.next();
        boolean negated = cursor.takeWord("not");
        Token token = cursor.peek();
        if (!cursor.takeWord("null")) {
            throw cursor.unexpected(
                    token, negated ? "expected 'null' after 'is not'" : "expected 'null' or 'not null' after 'is'");
        }
        Typed isNull = check.isNull(value, token.end());
        return negated ? check.not(isNull, value.start()) : isNull;
    }

    private Typed in(Typed value) {
        cursor.expectSign("(", "expected '(' after 'in'");
        List<Typed> options = new ArrayList<>();
        do {
            options.add(sum());
        } while (cursor.takeSign(","));
        Token close = cursor.expectSign(")", "expected ',' or ')' in the list of 'in'");
        return check.in(value, options, close.end());
    }

    private Typed like(Typed value) {
        Token pattern = literal("expected a text in single quotes after 'like'");
        if (!cursor.takeWord("escape")) {
            return check.like(value, pattern, null);
        }
        return check.like(value, pattern, literal("expected one character in single quotes after 'escape'"));
    }

    private Token literal(String expected) {
        if (cursor.peek().kind() != Token.Kind.TEXT) {
            throw cursor.unexpected(expected);
        }
        return cursor.next();
    }

    private Typed sum() {
        Typed left = product();
        while (cursor.peek().isSign("+") || cursor.peek().isSign("-")) {
            boolean plus = cursor.next().isSign("+");
            left = check.arithmetic(plus ? Expr.Operator.PLUS : Expr.Operator.MINUS, left, product());
        }
        return left;
    }

    private Typed product() {
        Typed left = unary();
        while (cursor.peek().isSign("*")
                || cursor.peek().isSign("/")
                || cursor.peek().isSign("%")) {
            Expr.Operator operator =
                    switch (cursor.next().value()) {
                        case "*" -> Expr.Operator.TIMES;
                        case "/" -> Expr.Operator.DIVIDE;
                        default -> Expr.Operator.REMAINDER;
                    };
            left = check.arithmetic(operator, left, unary());
        }
        return left;
    }

    private Typed unary() {
        Token token = cursor.peek();
        if (!cursor.takeSign("-")) {
            return primary();
        }
        cursor.enter(token);
        Typed operand = unary();
        cursor.leave();
        return check.negate(operand, token.start());
    }

    private Typed primary() {
        Token token = cursor.peek();
        return switch (token.kind()) {
            case TEXT -> {
                cursor.next();
                yield check.leaf(new Expr.Text(token.value()), Type.STRING, token);
            }
            case NUMBER -> {
                cursor.next();
                BigDecimal number = Numbers.parse(token.value());
                yield number == null ? check.badNumber(token) : check.leaf(new Expr.Num(number), Type.NUMBER, token);
            }
            case WORD -> word(token);
            case QUOTED, ROOT -> field();
            case SIGN -> bracketed(token);
            case BROKEN, END -> throw cursor.unexpected(token, "expected a value");
        };
    }

    /** {@code case} is a name like any other where no {@code when} follows it. */
    private Typed choice(Token first) {
        cursor.next();
        cursor.enterCase(first);
        List<Checker.Choice> branches = new ArrayList<>();
        while (cursor.takeWord("when")) {
            Typed when = expression();
            if (!cursor.takeWord("then")) {
                throw cursor.unexpected("expected 'then' after the condition of 'when'");
            }
            branches.add(new Checker.Choice(when, expression()));
        }
        Typed otherwise = cursor.takeWord("else") ? expression() : null;
        Token end = cursor.peek();
        if (!cursor.takeWord("end")) {
            throw cursor.unexpected(
                    otherwise == null ? "expected 'when', 'else' or 'end'" : "expected 'end' to close the 'case'");
        }
        cursor.leaveCase();
        return check.choice(branches, otherwise, first.start(), end.end());
    }

    private Typed array(Token open) {
        cursor.next();
        List<Typed> items = new ArrayList<>();
        if (!cursor.peek().isSign("]")) {
            do {
                items.add(unary());
            } while (cursor.takeSign(","));
        }
        Token close = cursor.expectSign("]", "expected ',' or ']' in the list");
        return check.array(items, open.start(), close.end());
    }

    private Typed bracketed(Token token) {
        if (token.isSign("[")) {
            return array(token);
        }
        if (!cursor.takeSign("(")) {
            throw cursor.unexpected(token, "expected a value");
        }
        cursor.enter(token);
        Typed inner = expression();
        Token close = cursor.expectSign(")", "expected ')' to close the parenthesis at " + token.start());
        cursor.leave();
        return new Typed(inner.expr(), inner.type(), inner.depth(), token.start(), close.end());
    }

    private Typed word(Token token) {
        String lower = token.value().toLowerCase(Locale.ROOT);
        if (cursor.peekSecond().isSign("(") && !Path.RESERVED.contains(lower)) {
            return call(token, lower);
        }
        if (lower.equals("case") && cursor.peekSecond().isWord("when")) {
            return choice(token);
        }
        switch (lower) {
            case "true", "false" -> {
                cursor.next();
                return check.leaf(new Expr.Bool(lower.equals("true")), Type.BOOLEAN, token);
            }
            case "null" -> {
                cursor.next();
                return check.leaf(new Expr.Null(), Type.NULL, token);
            }
            default -> {
                if (Path.RESERVED.contains(lower)) {
                    throw cursor.unexpected(token, "expected a value");
                }
                return field();
            }
        }
    }

    private Typed call(Token name, String lower) {
        cursor.next();
        cursor.next();
        cursor.enter(name);
        Typed result =
                switch (lower) {
                    case "exists" -> exists(name);
                    case "cast" -> cast(name);
                    default -> calls != null && calls.knows(lower) ? foreign(calls, name) : function(name);
                };
        cursor.leave();
        return result;
    }

    private Typed exists(Token name) {
        Token token = cursor.peek();
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED && token.kind() != Token.Kind.ROOT) {
            throw cursor.unexpected(token, "expected a path in exists(...)");
        }
        Path path = new PathParser(cursor).path();
        Token close = cursor.expectSign(")", "expected ')' after the path: exists takes one path");
        return check.exists(path, name.start(), close.end());
    }

    private Typed cast(Token name) {
        Typed value = expression();
        if (!cursor.takeWord("as")) {
            throw cursor.unexpected("expected 'as' and a type in cast(...)");
        }
        Token target = cursor.peek();
        for (Expr.Target known : Expr.Target.values()) {
            if (cursor.takeWord(known.name().toLowerCase(Locale.ROOT))) {
                Token close = cursor.expectSign(")", "expected ')' to close cast(");
                return check.cast(value, known, name.start(), close.end());
            }
        }
        throw cursor.unexpected(target, "expected number, string, boolean or time");
    }

    private Typed foreign(Calls of, Token name) {
        Path result = of.read(name);
        return check.result(result, name.start(), cursor.last().end());
    }

    private Typed function(Token name) {
        Function function = Function.named(name.value()).orElse(null);
        if (function == null) {
            List<String> more = calls == null ? List.of() : calls.words();
            check.report(
                    "there is no function '" + name.value() + "'" + Words.didYouMeanFunction(name.value(), more),
                    name.start(),
                    name.end());
        }
        List<Typed> arguments = new ArrayList<>();
        if (function == null && cursor.peekSecond().isSign(")")) {
            cursor.takeSign("*");
        }
        if (!cursor.peek().isSign(")")) {
            do {
                arguments.add(expression());
            } while (cursor.takeSign(","));
        }
        Token close = cursor.expectSign(")", "expected ',' or ')' in the arguments of " + name.value());
        return function == null
                ? new Typed(PLACEHOLDER.expr(), Type.ANY, 1, name.start(), close.end())
                : check.call(function, arguments, name.start(), close.end());
    }

    private Typed field() {
        Token first = cursor.peek();
        Path path = new PathParser(cursor).path();
        return check.field(path, first.start(), cursor.last().end());
    }

    /** How a sign compares; null for any other token. */
    static Expr.@Nullable Relation relation(Token token) {
        if (token.kind() != Token.Kind.SIGN) {
            return null;
        }
        return switch (token.value()) {
            case "=", "==" -> Expr.Relation.EQUAL;
            case "!=", "<>" -> Expr.Relation.NOT_EQUAL;
            case "<" -> Expr.Relation.LESS;
            case "<=" -> Expr.Relation.LESS_OR_EQUAL;
            case ">" -> Expr.Relation.GREATER;
            case ">=" -> Expr.Relation.GREATER_OR_EQUAL;
            default -> null;
        };
    }
}
