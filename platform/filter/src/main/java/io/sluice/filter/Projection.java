package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a record is sent on: named columns, each a path (copied as it was written) or an expression, alone or on top of the
 * members that the value has anyway. Immutable; equal when the canonical texts are.
 */
public final class Projection {
    /** The whole value as it is; the meaning of a blank text and of {@code *}. */
    public static final Projection ALL = new Projection(new Columns(true, List.of(), List.of()));

    private final boolean whole;
    private final List<String> except;
    private final List<Column> columns;
    private final String text;
    private final SortedSet<String> fields;

    /** One member of the projected object. */
    public record Column(String name, Expr expr) {
        String print() {
            String printed = Printer.print(expr);
            boolean named =
                    expr instanceof Expr.Field field && field.path().lastName().equals(name);
            return named ? printed : printed + " as " + Path.quoteIfNeeded(name, false);
        }
    }

    /**
     * What a text says.
     *
     * @param whole whether it begins with a star: the members of the value, but those in {@code except}
     */
    record Columns(boolean whole, List<String> except, List<Column> columns) {
        Columns {
            except = List.copyOf(except);
            columns = List.copyOf(columns);
        }

        String print() {
            List<String> parts = new ArrayList<>();
            if (whole) {
                String names = except.stream()
                        .map(name -> Path.quoteIfNeeded(name, false))
                        .collect(Collectors.joining(", ", " except (", ")"));
                parts.add(except.isEmpty() ? "*" : "*" + names);
            }
            columns.forEach(column -> parts.add(column.print()));
            return String.join(", ", parts);
        }
    }

    private Projection(Columns read) {
        this.whole = read.whole();
        this.except = read.except();
        this.columns = read.columns();
        this.text = read.print();
        SortedSet<String> paths = new TreeSet<>();
        columns.forEach(column -> Fields.of(column.expr(), paths));
        this.fields = Collections.unmodifiableSortedSet(paths);
    }

    /** Reads a projection's text, or says all that is wrong with it. Never throws, whatever the text. */
    public static Parsed<Projection> parse(String select) {
        if (select.isBlank()) {
            return new Parsed.Ok<>(ALL);
        }
        if (select.length() > Limits.MAX_TEXT_LENGTH) {
            return new Parsed.Failed<>(List.of(Filter.tooLong(select)));
        }
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(select, violations);
        Checker check = new Checker(violations);
        Columns read;
        try {
            read = new ColumnReader(new Cursor(tokens, check), check).read();
        } catch (SyntaxError e) {
            return new Parsed.Failed<>(check.violations());
        }
        if (!violations.isEmpty()) {
            return new Parsed.Failed<>(check.violations());
        }
        Projection projection = new Projection(read);
        if (projection.text.length() > Limits.MAX_TEXT_LENGTH) {
            return new Parsed.Failed<>(List.of(Filter.tooLong(select)));
        }
        return new Parsed.Ok<>(projection.equals(ALL) ? ALL : projection);
    }

    /** The projection of columns made by other means than parsing, each of another name, held to the same checks and limits. */
    public static Parsed<Projection> of(boolean whole, List<String> except, List<Column> columns) {
        return of(new Columns(whole, except, columns));
    }

    /** The projection of columns made by other means than parsing, held to the same checks and limits. */
    static Parsed<Projection> of(Columns columns) {
        Optional<Violation> fault =
                Fields.fault(columns.columns().stream().map(Column::expr).toList());
        return fault.isPresent() ? new Parsed.Failed<>(List.of(fault.get())) : parse(columns.print());
    }

    /** Whether the members of the value are kept beside the columns, but those in {@link #except}. */
    public boolean isWhole() {
        return whole;
    }

    /** Names of members that are left out. */
    public List<String> except() {
        return except;
    }

    /** The calculated columns in order; none for {@link #ALL}. */
    public List<Column> columns() {
        return columns;
    }

    /** The canonical text, which parses to an equal projection. */
    public String print() {
        return text;
    }

    /** The paths it reads, as they are written. */
    public SortedSet<String> fields() {
        return fields;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Projection projection && projection.text.equals(text);
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
