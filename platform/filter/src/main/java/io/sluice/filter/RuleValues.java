package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;

/** Comparisons as NDP means them, between a checked left side and what is written on the right. */
final class RuleValues {
    private final Checker check;

    RuleValues(Checker check) {
        this.check = check;
    }

    /**
     * A comparison with a text in quotes. Quotes are optional in NDP, so a number in quotes equals both; a text that is a time
     * orders by instants.
     */
    Typed quoted(Expr.Relation relation, Typed left, Token right) {
        Typed text = text(right);
        if (relation == Expr.Relation.EQUAL || relation == Expr.Relation.NOT_EQUAL) {
            return equal(relation, left, alternatives(right));
        }
        return check.comparison(relation, left, time(text));
    }

    /** A bare {@code true} or {@code false}: the value, or the text that spells it. */
    Typed truth(Expr.Relation relation, Typed left, Token word) {
        if (relation != Expr.Relation.EQUAL && relation != Expr.Relation.NOT_EQUAL) {
            return check.comparison(relation, left, bool(word));
        }
        return equal(relation, left, List.of(bool(word), text(word)));
    }

    /** Any other comparison. */
    Typed compared(Expr.Relation relation, Typed left, Typed right) {
        boolean ordered = relation != Expr.Relation.EQUAL && relation != Expr.Relation.NOT_EQUAL;
        return check.comparison(relation, ordered ? time(left) : left, right);
    }

    /** A bare {@code null}. */
    Typed nothing(Expr.Relation relation, Typed left, Token word) {
        Typed absent = check.isNull(left, word.end());
        return switch (relation) {
            case EQUAL -> absent;
            case NOT_EQUAL -> check.not(absent, left.start());
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> {
                check.report("null has no order: use = or !=", word.start(), word.end());
                yield absent;
            }
        };
    }

    /** Equal to one of the options, or to none of them. */
    private Typed equal(Expr.Relation relation, Typed left, List<Typed> options) {
        if (options.size() == 1) {
            return check.comparison(relation, left, options.get(0));
        }
        Typed in = check.in(left, options, options.get(0).end());
        return relation == Expr.Relation.EQUAL ? in : check.not(in, left.start());
    }

    /** One of a list; of an empty one nothing is. */
    Typed in(Typed left, List<Typed> options, int end) {
        return options.isEmpty()
                ? check.leaf(new Expr.Bool(false), Type.BOOLEAN, new Token(Token.Kind.SIGN, "[", left.start(), end))
                : check.in(left, options, end);
    }

    /** A text in quotes as an option: the text, and the number that it spells. */
    List<Typed> alternatives(Token quoted) {
        List<Typed> all = new ArrayList<>(List.of(text(quoted)));
        if (Literals.isNumericText(all.get(0).expr())) {
            all.add(number(quoted));
        }
        return all;
    }

    /** The same as a time, where it is one. */
    Typed time(Typed text) {
        return text.expr() instanceof Expr.Text && Literals.time(text.expr()) != null
                ? check.call(Function.TIME, List.of(text), text.start(), text.end())
                : text;
    }

    Typed text(Token token) {
        return check.leaf(new Expr.Text(token.value()), Type.STRING, token);
    }

    Typed bool(Token word) {
        return check.leaf(new Expr.Bool(word.value().equalsIgnoreCase("true")), Type.BOOLEAN, word);
    }

    Typed number(Token digits) {
        java.math.BigDecimal number = Numbers.parse(plain(digits.value().strip()));
        return number == null ? check.badNumber(digits) : check.leaf(new Expr.Num(number), Type.NUMBER, digits);
    }

    /** With digits on both sides of its point, as the language writes numbers. */
    private static String plain(String digits) {
        String whole = digits.startsWith(".") ? "0" + digits : digits;
        return whole.replaceFirst("\\.(?=[eE]|$)", "");
    }
}
