package io.sluice.filter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What of a record is sent on: named columns, each a path (copied as it was written) or an expression. Immutable; equal
 * when the canonical texts are.
 */
public final class Projection {
    /** The whole value as it is; the meaning of a blank text and of {@code *}. */
    public static final Projection ALL = new Projection(List.of(), "*");

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

    private Projection(List<Column> columns, String text) {
        this.columns = List.copyOf(columns);
        this.text = text;
        SortedSet<String> paths = new TreeSet<>();
        columns.forEach(column -> Fields.of(column.expr(), paths));
        this.fields = Collections.unmodifiableSortedSet(paths);
    }

    /** Reads a projection's text, or says all that is wrong with it. Never throws, whatever the text. */
    public static Parsed<Projection> parse(String select) {
        if (select.isBlank() || select.strip().equals("*")) {
            return new Parsed.Ok<>(ALL);
        }
        if (select.length() > Limits.MAX_TEXT_LENGTH) {
            return new Parsed.Failed<>(List.of(Filter.tooLong(select)));
        }
        List<Violation> violations = new ArrayList<>();
        List<Token> tokens = Lexer.tokens(select, violations);
        Checker check = new Checker(violations);
        List<Column> columns = new ArrayList<>();
        try {
            columns.addAll(new Columns(new Cursor(tokens, check), check).read());
        } catch (SyntaxError e) {
            return new Parsed.Failed<>(check.violations());
        }
        String canonical = columns.stream().map(Column::print).collect(Collectors.joining(", "));
        if (violations.isEmpty() && canonical.length() > Limits.MAX_TEXT_LENGTH) {
            violations.add(Filter.tooLong(select));
        }
        return violations.isEmpty()
                ? new Parsed.Ok<>(new Projection(columns, canonical))
                : new Parsed.Failed<>(check.violations());
    }

    /** The columns in order; none for {@link #ALL}. */
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

    /** Reads the columns of one text. */
    private static final class Columns {
        private final Cursor cursor;
        private final Checker check;
        private final Parser parser;
        private final Set<String> names = new HashSet<>();

        Columns(Cursor cursor, Checker check) {
            this.cursor = cursor;
            this.check = check;
            this.parser = new Parser(cursor, check);
        }

        List<Column> read() {
            List<Column> columns = new ArrayList<>();
            do {
                if (columns.size() == Limits.MAX_COLUMNS) {
                    throw cursor.unexpected("expected at most " + Limits.MAX_COLUMNS + " columns");
                }
                columns.add(column());
            } while (cursor.takeSign(","));
            if (!cursor.atEnd()) {
                throw cursor.unexpected("expected ',', 'as' or the end");
            }
            return columns;
        }

        private Column column() {
            if (cursor.peek().isSign("*")) {
                throw cursor.unexpected("expected a column ('*' stands alone)");
            }
            Typed value = parser.expression();
            String name;
            int start = value.start();
            if (cursor.takeWord("as")) {
                Token token = cursor.peek();
                if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
                    throw cursor.unexpected("expected a name after 'as'");
                }
                start = token.start();
                name = cursor.next().value();
            } else if (value.expr() instanceof Expr.Field field) {
                name = field.path().lastName();
            } else {
                if (!check.violations().isEmpty()) {
                    throw new SyntaxError(true);
                }
                check.report("expected 'as' and a name for this column", start, value.end());
                return new Column("", value.expr());
            }
            if (!names.add(name)) {
                check.report(
                        "there are two columns named '" + name + "'",
                        start,
                        cursor.last().end());
            }
            return new Column(name, value.expr());
        }
    }
}
