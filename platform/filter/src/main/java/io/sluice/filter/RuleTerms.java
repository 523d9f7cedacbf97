package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads what stands on one side of a comparison. */
final class RuleTerms {
    private static final Set<String> KEYWORDS = Set.of("and", "or", "not", "in", "if", "then", "else");

    private final RuleText text;
    private final Checker check;
    private final RuleNames names;
    private final RuleValues values;
    private final Inner inner;

    /** What stands in parentheses. */
    interface Inner {
        RuleTerm disjunction();

        /** Whether a window begins here. */
        boolean isWindow();

        RuleTerm window();
    }

    RuleTerms(RuleText text, Checker check, RuleNames names, Inner inner) {
        this.text = text;
        this.check = check;
        this.names = names;
        this.values = new RuleValues(check);
        this.inner = inner;
    }

    private Cursor cursor() {
        return text.cursor();
    }

    RuleTerm sum() {
        RuleTerm left = product();
        while (cursor().peek().isSign("+") || cursor().peek().isSign("-")) {
            Expr.Operator operator = cursor().next().isSign("+") ? Expr.Operator.PLUS : Expr.Operator.MINUS;
            left = calculated(operator, left, product());
        }
        return left;
    }

    private RuleTerm product() {
        RuleTerm left = unary();
        while (isFactor(cursor().peek())) {
            Expr.Operator operator =
                    switch (cursor().next().value()) {
                        case "*" -> Expr.Operator.TIMES;
                        case "/" -> Expr.Operator.DIVIDE;
                        default -> Expr.Operator.REMAINDER;
                    };
            left = calculated(operator, left, unary());
        }
        return left;
    }

    private static boolean isFactor(Token token) {
        return token.isSign("*") || token.isSign("/") || token.isSign("%");
    }

    private static boolean isOperator(Token token) {
        return isFactor(token) || token.isSign("+") || token.isSign("-");
    }

    private RuleTerm calculated(Expr.Operator operator, RuleTerm left, RuleTerm right) {
        return new RuleTerm.Known(check.arithmetic(operator, names.operand(left), names.operand(right)), false);
    }

    private RuleTerm unary() {
        Token sign = cursor().peek();
        if (!sign.isSign("-") && !sign.isSign("+")) {
            return primary();
        }
        cursor().next();
        cursor().enter(sign);
        Typed operand = names.operand(unary());
        cursor().leave();
        return new RuleTerm.Known(sign.isSign("-") ? check.negate(operand, sign.start()) : operand, false);
    }

    private RuleTerm primary() {
        Token token = cursor().peek();
        if (inner.isWindow()) {
            return inner.window();
        } else if (isWord()) {
            return word();
        }
        return switch (token.kind()) {
            case TEXT -> new RuleTerm.Quoted(cursor().next());
            case QUOTED -> new RuleTerm.Word(cursor().next(), List.of(token.value()), Expr.Operator.MINUS, true);
            case NUMBER -> new RuleTerm.Known(values.number(cursor().next()), false);
            case SIGN -> parentheses(token);
            case WORD, ROOT, BROKEN, END -> throw cursor().unexpected(token, "expected a column or a value");
        };
    }

    private RuleTerm parentheses(Token open) {
        if (!cursor().takeSign("(")) {
            throw cursor().unexpected(open, "expected a column or a value");
        }
        cursor().enter(open);
        RuleTerm term = inner.disjunction();
        Token close = cursor().expectSign(")", "expected ')' to close the parenthesis at " + open.start());
        cursor().leave();
        if (!(term instanceof RuleTerm.Known known)) {
            return term;
        }
        Typed typed = known.typed();
        return new RuleTerm.Known(
                new Typed(typed.expr(), typed.type(), typed.depth(), open.start(), close.end()), known.condition());
    }

    /** Whether a bare name begins here: a word that is no keyword, or a number in front of one, as in {@code 2 m temp}. */
    boolean isWord() {
        Token token = cursor().peek();
        return isBare(token) || (token.kind() == Token.Kind.NUMBER && isBare(cursor().peek(1)));
    }

    private static boolean isBare(Token token) {
        return token.kind() == Token.Kind.WORD
                && !KEYWORDS.contains(token.value().toLowerCase(Locale.ROOT));
    }

    RuleTerm.Word word() {
        boolean begins = !isOperator(cursor().last());
        Token first = cursor().peek();
        List<String> parts = new ArrayList<>(List.of(run()));
        Token sign = cursor().peek();
        int more = begins ? joined(sign) : 0;
        for (int i = 0; i < more; i++) {
            cursor().next();
            parts.add(run());
        }
        if (cursor().peek().isSign("(")) {
            throw cursor().refuse(
                            "there are no functions in a rule but window_filter; a name with parentheses is written in"
                                    + " backticks",
                            first);
        }
        int end = cursor().last().end();
        Token whole = new Token(Token.Kind.WORD, text.between(first.start(), end), first.start(), end);
        Expr.Operator operator = sign.isSign("/") ? Expr.Operator.DIVIDE : Expr.Operator.MINUS;
        return new RuleTerm.Word(whole, parts, operator, false);
    }

    /** Words with nothing but space between them: one name. */
    private String run() {
        int start = cursor().next().start();
        while (isBare(cursor().peek()) || cursor().peek().kind() == Token.Kind.NUMBER) {
            cursor().next();
        }
        return text.between(start, cursor().last().end());
    }

    /** How many names follow, each joined by the same sign without space; none where a calculation goes on behind them. */
    private int joined(Token sign) {
        if (!sign.isSign("-") && !sign.isSign("/")) {
            return 0;
        }
        int count = 0;
        int at = 0;
        int end = cursor().last().end();
        while (cursor().peek(at).isSign(sign.value())
                && cursor().peek(at).start() == end
                && cursor().peek(at + 1).kind() == Token.Kind.WORD
                && cursor().peek(at + 1).start() == end + 1) {
            at += 2;
            while (isBare(cursor().peek(at)) || cursor().peek(at).kind() == Token.Kind.NUMBER) {
                at++;
            }
            end = cursor().peek(at - 1).end();
            count++;
        }
        return isOperator(cursor().peek(at)) ? 0 : count;
    }
}
