package io.sluice.filter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of a rule are in the places where they stand. On the left of a comparison, and in a calculation, a word is a
 * column. Alone on the right of one, or assigned, it is a column where the record has one, else a text. In the condition of a
 * window every word is a column, and stands for its statistic.
 */
final class RuleNames {
    private final RuleScope scope;
    private final Checker check;
    private final RuleValues values;
    /** Of the window whose condition is being read. */
    private @Nullable Map<String, Expr> statistics;

    RuleNames(RuleScope scope, Checker check) {
        this.scope = scope;
        this.check = check;
        this.values = new RuleValues(check);
    }

    boolean isInWindow() {
        return statistics != null;
    }

    void enterWindow() {
        statistics = new LinkedHashMap<>();
    }

    /** The columns that the condition has named since {@link #enterWindow}. */
    List<Projection.Column> leaveWindow() {
        List<Projection.Column> columns = new ArrayList<>();
        if (statistics != null) {
            statistics.forEach((name, column) -> columns.add(new Projection.Column(name, column)));
        }
        statistics = null;
        return columns;
    }

    /** On the left: a quoted part is a column too, where the record has one of that name. */
    Typed left(RuleTerm term) {
        if (!(term instanceof RuleTerm.Quoted quoted)) {
            return operand(term);
        }
        Typed text = values.text(quoted.token());
        if (Literals.time(text.expr()) != null) {
            return text;
        }
        Expr column = scope.columnOr(quoted.token().value(), text.expr());
        return at(quoted.token(), column);
    }

    /** In a calculation. */
    Typed operand(RuleTerm term) {
        if (term instanceof RuleTerm.Known known) {
            return known.typed();
        } else if (term instanceof RuleTerm.Quoted quoted) {
            return values.text(quoted.token());
        }
        RuleTerm.Word word = (RuleTerm.Word) term;
        if (word.isTruth()) {
            return values.bool(word.token());
        } else if (word.names().size() == 1 || statistics != null || scope.isCertain()) {
            return joined(word);
        }
        return at(
                word.token(), scope.columnOr(word.token().value(), joined(word).expr()));
    }

    /** Alone on the right of a comparison; names that are joined are a calculation where the record has all of them. */
    Typed compared(RuleTerm term) {
        return alone(term, Expr.And::new);
    }

    /** Alone, to be assigned; names that are joined are a calculation where the record has any of them. */
    Typed assigned(RuleTerm term) {
        return alone(term, Expr.Or::new);
    }

    private Typed alone(RuleTerm term, Function<List<Expr>, Expr> some) {
        if (!(term instanceof RuleTerm.Word word) || word.literal() || statistics != null) {
            return operand(term);
        } else if (word.isTruth()) {
            return values.bool(word.token());
        } else if (word.isNull()) {
            return check.leaf(new Expr.Null(), Type.NULL, word.token());
        }
        Expr text = new Expr.Text(word.token().value());
        if (word.names().size() > 1 && scope.isCertain()) {
            boolean calculated = word.names().stream().allMatch(scope::has);
            text = calculated ? joined(word).expr() : text;
        } else if (word.names().size() > 1) {
            Expr there = some.apply(word.names().stream().map(scope::exists).toList());
            text = Case.of(there, joined(word).expr(), text);
        }
        return at(word.token(), scope.columnOr(word.token().value(), text));
    }

    /** The name, or the calculation that the names are. */
    private Typed joined(RuleTerm.Word word) {
        boolean one = scope.isCertain() && scope.has(word.token().value());
        Typed all = null;
        for (String name : one ? List.of(word.token().value()) : word.names()) {
            String fault = scope.fault(name);
            if (fault != null) {
                check.report(fault, word.token().start(), word.token().end());
            }
            Typed next = at(word.token(), name(name));
            all = all == null ? next : check.arithmetic(word.sign(), all, next);
        }
        if (all == null) {
            throw new IllegalStateException("a word has a name");
        }
        return all;
    }

    private Expr name(String name) {
        Expr column = scope.column(name);
        if (statistics == null) {
            return column;
        }
        statistics.put(name, column);
        return new Expr.Field(new Path(Path.Root.VALUE, List.of(new Path.Name(name))));
    }

    private Typed at(Token token, Expr expr) {
        return check.leaf(expr, Type.ANY, token);
    }
}
