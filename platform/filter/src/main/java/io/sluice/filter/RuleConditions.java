package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;

/** Reads conditions: comparisons, lists, and the logic around them; AND binds tighter than OR. */
final class RuleConditions {
    private final RuleText text;
    private final Checker check;
    private final RuleNames names;
    private final RuleTerms terms;
    private final RuleValues values;

    RuleConditions(RuleText text, Checker check, RuleNames names, RuleTerms terms) {
        this.text = text;
        this.check = check;
        this.names = names;
        this.terms = terms;
        this.values = new RuleValues(check);
    }

    private Cursor cursor() {
        return text.cursor();
    }

    /** A whole condition. */
    Typed condition() {
        return condition(disjunction());
    }

    private Typed condition(RuleTerm term) {
        if (term instanceof RuleTerm.Known known && known.condition()) {
            return known.typed();
        }
        throw cursor().unexpected("expected a comparison: one of = != > >= < <= IN");
    }

    RuleTerm disjunction() {
        RuleTerm first = conjunction();
        if (!cursor().peek().isWord("or")) {
            return first;
        }
        List<Typed> operands = new ArrayList<>(List.of(condition(first)));
        while (cursor().takeWord("or")) {
            operands.add(condition(conjunction()));
        }
        return new RuleTerm.Known(check.or(operands), true);
    }

    private RuleTerm conjunction() {
        RuleTerm first = negation();
        if (!cursor().peek().isWord("and")) {
            return first;
        }
        List<Typed> operands = new ArrayList<>(List.of(condition(first)));
        while (cursor().takeWord("and")) {
            operands.add(condition(negation()));
        }
        return new RuleTerm.Known(check.and(operands), true);
    }

    private RuleTerm negation() {
        Token not = cursor().peek();
        if (!cursor().takeWord("not")) {
            return predicate();
        }
        cursor().enter(not);
        Typed operand = condition(negation());
        cursor().leave();
        return new RuleTerm.Known(check.not(operand, not.start()), true);
    }

    private RuleTerm predicate() {
        RuleTerm left = terms.sum();
        Expr.Relation relation = Parser.relation(cursor().peek());
        if (relation != null) {
            cursor().next();
            Typed compared = comparison(relation, names.left(left), terms.sum());
            if (Parser.relation(cursor().peek()) != null) {
                throw cursor().unexpected("expected one comparison at a time, joined by AND");
            }
            return new RuleTerm.Known(compared, true);
        }
        boolean negated = cursor().peek().isWord("not") && cursor().peek(1).isWord("in") && cursor().takeWord("not");
        if (!cursor().takeWord("in")) {
            return left;
        }
        Typed value = names.left(left);
        Typed in = values.in(value, options(), cursor().last().end());
        return new RuleTerm.Known(negated ? check.not(in, value.start()) : in, true);
    }

    private Typed comparison(Expr.Relation relation, Typed left, RuleTerm right) {
        if (right instanceof RuleTerm.Quoted quoted) {
            return values.quoted(relation, left, quoted.token());
        } else if (right instanceof RuleTerm.Word word && word.isTruth()) {
            return values.truth(relation, left, word.token());
        } else if (right instanceof RuleTerm.Word word && word.isNull()) {
            return values.nothing(relation, left, word.token());
        }
        return values.compared(relation, left, names.compared(right));
    }

    private List<Typed> options() {
        if (cursor().takeSign("[")) {
            return list("]", true);
        } else if (cursor().takeSign("(")) {
            return list(")", true);
        }
        throw cursor().unexpected("expected a list such as ['a', 'b'] after IN");
    }

    /**
     * Literals; a bare word is a text.
     *
     * @param compared whether a text in quotes also stands for the number that it spells
     */
    List<Typed> list(String close, boolean compared) {
        List<Typed> items = new ArrayList<>();
        if (cursor().takeSign(close)) {
            return items;
        }
        do {
            items.addAll(item(compared));
        } while (cursor().takeSign(","));
        cursor().expectSign(close, "expected ',' or '" + close + "' in the list");
        return items;
    }

    private List<Typed> item(boolean compared) {
        RuleTerm term = terms.sum();
        if (term instanceof RuleTerm.Quoted quoted) {
            return compared ? values.alternatives(quoted.token()) : List.of(values.text(quoted.token()));
        } else if (term instanceof RuleTerm.Word word && word.isTruth()) {
            Typed truth = values.bool(word.token());
            return compared ? List.of(truth, values.text(word.token())) : List.of(truth);
        } else if (term instanceof RuleTerm.Word word) {
            return List.of(values.text(word.token()));
        } else if (term instanceof RuleTerm.Known known
                && Literals.isLiteral(known.typed().expr())) {
            return List.of(known.typed());
        }
        check.report("expected a text or a number in the list", term.start(), term.end());
        throw new SyntaxError(true);
    }
}
