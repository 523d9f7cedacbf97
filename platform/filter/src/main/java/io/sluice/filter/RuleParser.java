package io.sluice.filter;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent over one NDP rule: a condition, {@code IF condition THEN column = value [ELSE column = value]}, or a
 * {@code window_filter} around either. Recursion is bounded by {@link Limits#MAX_DEPTH}; the first syntax error ends it.
 */
final class RuleParser implements RuleTerms.Inner {
    private static final String WINDOW = "window_filter";
    private static final Pattern QUOTED_IF = Pattern.compile("\\s*if\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern ROWS = Pattern.compile("[0-9]{1,6}");
    /** From the word to its third argument: the word, a parenthesis, the rows, a comma, the statistic, a comma. */
    private static final int THIRD_ARGUMENT = 6;

    private final List<Violation> violations;
    private final Checker check;
    private final RuleScope scope;
    private final RuleText text;
    private final RuleNames names;
    private final RuleTerms terms;
    private final RuleConditions conditions;
    private final Set<Window> windows = new LinkedHashSet<>();

    private RuleParser(String rule, RuleScope scope, List<Violation> violations) {
        this.violations = violations;
        this.check = new Checker(violations);
        this.scope = scope;
        this.text = new RuleText(rule, check, violations);
        this.names = new RuleNames(scope, check);
        this.terms = new RuleTerms(text, check, names, this);
        this.conditions = new RuleConditions(text, check, names, terms);
    }

    /** What the rule does; null where something was added to the violations. */
    static @Nullable RuleEffect read(String rule, RuleScope scope, List<Violation> violations) {
        try {
            RuleEffect effect = new RuleParser(rule, scope, violations).rule();
            return violations.isEmpty() ? effect : null;
        } catch (SyntaxError e) {
            return null;
        }
    }

    private Cursor cursor() {
        return text.cursor();
    }

    private RuleEffect rule() {
        RuleEffect effect;
        if (cursor().takeWord("if")) {
            effect = RuleEffect.assigning(assignments(conditions.condition()));
        } else if (isWindow() && isConditional(cursor().peek(THIRD_ARGUMENT))) {
            effect = RuleEffect.assigning(conditionalInWindow());
        } else {
            effect = RuleEffect.keeping(conditions.condition().expr());
        }
        if (!cursor().atEnd()) {
            throw cursor().unexpected("expected AND, OR or the end");
        }
        return effect.with(List.copyOf(windows));
    }

    private record Assignment(String name, Expr value) {}

    /** What stands behind the condition of an IF; without ELSE the column stays what it was. */
    private Map<String, Expr> assignments(Typed condition) {
        if (!cursor().takeWord("then")) {
            throw cursor().unexpected("expected AND, OR or THEN");
        }
        Assignment then = assignment();
        Assignment otherwise = cursor().takeWord("else") ? assignment() : null;
        Expr when = condition.expr();
        Map<String, Expr> assigned = new LinkedHashMap<>();
        if (otherwise != null && otherwise.name().equals(then.name())) {
            assigned.put(then.name(), Case.of(when, then.value(), otherwise.value()));
            return assigned;
        }
        assigned.put(then.name(), Case.of(when, then.value(), scope.kept(then.name())));
        if (otherwise != null) {
            assigned.put(otherwise.name(), Case.of(when, scope.kept(otherwise.name()), otherwise.value()));
        }
        return assigned;
    }

    private Assignment assignment() {
        Token target = cursor().peek();
        String name;
        if (terms.isWord()) {
            name = terms.word().token().value();
        } else if (target.kind() == Token.Kind.TEXT || target.kind() == Token.Kind.QUOTED) {
            name = cursor().next().value();
        } else {
            throw cursor().unexpected("expected a column to assign");
        }
        if (!cursor().takeSign("=") && !cursor().takeSign("==")) {
            throw cursor().unexpected("expected '=' and a value");
        }
        if (cursor().peek().isSign("[")) {
            Token open = cursor().next();
            List<Typed> items = conditions.list("]", false);
            return new Assignment(
                    name,
                    check.array(items, open.start(), cursor().last().end()).expr());
        }
        RuleTerm value = terms.sum();
        if (value instanceof RuleTerm.Known known && known.condition()) {
            check.report("expected a value, found a condition", value.start(), value.end());
        }
        return new Assignment(name, names.assigned(value).expr());
    }

    @Override
    public RuleTerm disjunction() {
        return conditions.disjunction();
    }

    @Override
    public boolean isWindow() {
        return cursor().peek().isWord(WINDOW) && cursor().peek(1).isSign("(");
    }

    /** Whether the third argument of a window is an IF, in quotes or not. */
    private static boolean isConditional(Token token) {
        return token.isWord("if")
                || (token.kind() == Token.Kind.TEXT
                        && QUOTED_IF.matcher(token.value()).matches());
    }

    /** {@code window_filter(3, mean, IF v > 4 THEN …)} is {@code IF window_filter(3, mean, v > 4) THEN …}. */
    private Map<String, Expr> conditionalInWindow() {
        Head head = head();
        RuleText.Outside outside = text.open();
        cursor().next();
        Map<String, Expr> assigned = assignments(outcome(head));
        text.close(outside, "expected ')' to close window_filter(");
        return assigned;
    }

    @Override
    public RuleTerm window() {
        Token first = cursor().peek();
        if (names.isInWindow()) {
            throw cursor().unexpected("expected a condition without a window inside of the window");
        }
        Cursor before = cursor();
        before.enter(first);
        Head head = head();
        RuleText.Outside outside = text.open();
        Typed outcome = outcome(head);
        text.close(outside, "expected AND, OR or ')'");
        before.leave();
        return new RuleTerm.Known(outcome, true);
    }

    private record Head(Token first, int rows, Stat stat) {}

    private Head head() {
        Token first = cursor().next();
        cursor().next();
        Token rows = cursor().peek();
        boolean whole =
                rows.kind() == Token.Kind.NUMBER && ROWS.matcher(rows.value()).matches();
        int count = whole ? Integer.parseInt(rows.value()) : 0;
        if (count < 1 || count > Limits.MAX_WINDOW_ROWS) {
            throw cursor().unexpected("expected a number of rows from 1 to " + Limits.MAX_WINDOW_ROWS);
        }
        cursor().next();
        cursor().expectSign(",", "expected ',' after the number of rows");
        Token word = cursor().peek();
        boolean named = word.kind() == Token.Kind.WORD || word.kind() == Token.Kind.TEXT;
        Stat stat = named ? Stat.named(word.value()).orElse(null) : null;
        if (stat == null) {
            throw cursor().unexpected("expected one of " + Stat.words());
        }
        cursor().next();
        cursor().expectSign(",", "expected ',' after the statistic");
        return new Head(first, count, stat);
    }

    /** Reads a condition on statistics; what it says of a record is asked for beside the record. */
    private Typed outcome(Head head) {
        names.enterWindow();
        Typed condition = conditions.condition();
        List<Projection.Column> columns = names.leaveWindow();
        if (columns.isEmpty()) {
            check.report("expected a column in the condition of the window", condition.start(), condition.end());
        }
        if (!violations.isEmpty()) {
            throw new SyntaxError(true);
        }
        Filter filter = Filter.of(condition.expr()).orElse(faults -> {
            check.report(faults.get(0).message(), condition.start(), condition.end());
            throw new SyntaxError(true);
        });
        Window window = new Window(head.rows(), head.stat(), columns, filter);
        windows.add(window);
        return check.leaf(
                window.outcome(),
                Type.BOOLEAN,
                new Token(Token.Kind.WORD, WINDOW, head.first().start(), condition.end()));
    }
}
