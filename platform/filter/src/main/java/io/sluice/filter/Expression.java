package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What is calculated from a record: parsed, checked and immutable. Two are equal when their canonical texts are. A filter is one
 * that must be a condition, a projection has many.
 */
public final class Expression {
    private final Expr tree;
    private final String text;
    private final SortedSet<String> fields;

    private Expression(Expr tree) {
        this.tree = tree;
        this.text = Printer.print(tree);
        this.fields = Collections.unmodifiableSortedSet(Fields.of(tree, new TreeSet<>()));
    }

    /** Reads an expression's text, or says all that is wrong with it. Never throws, whatever the text. */
    public static Parsed<Expression> parse(String text) {
        if (text.length() > Limits.MAX_TEXT_LENGTH) {
            return new Parsed.Failed<>(List.of(Filter.tooLong(text)));
        }
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(text, violations);
        Checker check = new Checker(violations);
        Expr tree;
        try {
            Cursor cursor = new Cursor(tokens, check);
            tree = new Parser(cursor, check).expression().expr();
            if (!cursor.atEnd()) {
                throw cursor.unexpected("expected the end");
            }
        } catch (SyntaxError e) {
            return new Parsed.Failed<>(check.violations());
        }
        return violations.isEmpty() ? new Parsed.Ok<>(new Expression(tree)) : new Parsed.Failed<>(check.violations());
    }

    /**
     * The text of a tree where each path is written as {@code paths} says: a path, or something else that binds as tightly, such as a call.
     */
    public static String print(Expr tree, Function<Path, String> paths) {
        return Printer.print(tree, paths);
    }

    /** The expression of a tree made by other means than parsing, held to the same checks and limits. */
    public static Parsed<Expression> of(Expr tree) {
        Optional<Violation> fault = Fields.fault(List.of(tree));
        return fault.isPresent() ? new Parsed.Failed<>(List.of(fault.get())) : parse(Printer.print(tree));
    }

    /** The tree. */
    public Expr tree() {
        return tree;
    }

    /** The canonical text, which parses to an equal expression. */
    public String print() {
        return text;
    }

    /** The paths it reads, as they are written. */
    public SortedSet<String> fields() {
        return fields;
    }

    /** The name of a column of it that is given none: the last name of a path; none for anything calculated. */
    public Optional<String> name() {
        return tree instanceof Expr.Field field ? Optional.of(field.path().lastName()) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expression expression && expression.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
