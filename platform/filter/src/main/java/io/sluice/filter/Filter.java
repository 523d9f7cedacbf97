package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A condition on records: parsed, checked and immutable. Two filters are equal when their canonical texts are, which is
 * when their trees are. The language is in {@code docs/filter-language.md}.
 */
public final class Filter {
    /** Matches every record; the meaning of a blank text. */
    public static final Filter ALL = new Filter(new Expr.Bool(true), "", List.of());

    private final Expr tree;
    private final String text;
    private final List<Violation> warnings;
    private final SortedSet<String> fields;
    private final int cost;

    private Filter(Expr tree, String text, List<Violation> warnings) {
        this.tree = tree;
        this.text = text;
        this.warnings = warnings;
        this.fields = Collections.unmodifiableSortedSet(Fields.of(tree, new TreeSet<>()));
        this.cost = Cost.of(tree);
    }

    /** Reads a filter's text, or says all that is wrong with it. Never throws, whatever the text. */
    public static Parsed<Filter> parse(String where) {
        if (where.isBlank()) {
            return new Parsed.Ok<>(ALL);
        }
        if (where.length() > Limits.MAX_TEXT_LENGTH) {
            return failed(List.of(tooLong(where)));
        }
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(where, violations);
        Checker check = new Checker(violations);
        Expr tree;
        try {
            tree = new Parser(new Cursor(tokens, check), check).filter().expr();
        } catch (SyntaxError e) {
            return failed(check.violations());
        }
        if (!violations.isEmpty()) {
            return failed(check.violations());
        }
        if (tree.equals(ALL.tree)) {
            return new Parsed.Ok<>(ALL);
        }
        String canonical = Printer.print(tree);
        return canonical.length() > Limits.MAX_TEXT_LENGTH
                ? failed(List.of(tooLong(where)))
                : new Parsed.Ok<>(new Filter(tree, canonical, check.warnings()));
    }

    /**
     * The filter of a tree made by other means than parsing, held to the same checks and limits; positions are those in the
     * tree's canonical text.
     */
    public static Parsed<Filter> of(Expr tree) {
        Optional<Violation> fault = Fields.fault(List.of(tree));
        return fault.isPresent() ? failed(List.of(fault.get())) : parse(Printer.print(tree));
    }

    static Violation tooLong(String text) {
        return new Violation(
                "too long: a text has at most " + Limits.MAX_TEXT_LENGTH + " characters", 0, text.length());
    }

    private static Parsed<Filter> failed(List<Violation> violations) {
        return new Parsed.Failed<>(violations);
    }

    /** The canonical text, which parses to an equal filter; empty for {@link #ALL}. */
    public String print() {
        return text;
    }

    /** The tree. */
    public Expr tree() {
        return tree;
    }

    /** The tree as JSON: each node an object with its {@code type} and its parts. */
    public String treeJson() {
        return TreeJson.write(tree);
    }

    /** The paths it reads, as they are written in a filter. */
    public SortedSet<String> fields() {
        return fields;
    }

    /**
     * The estimated cost of evaluating it on one record, at least 1, in units of one comparison of a field with a literal.
     * What a set of filters really spends is mostly less: its index and what filters have in common are not counted.
     */
    public int cost() {
        return cost;
    }

    /** What is allowed but can hardly be meant, such as a number compared with a number in quotes. Not part of equality. */
    public List<Violation> warnings() {
        return warnings;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Filter filter && filter.text.equals(text);
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
