package io.sluice.filter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the columns of one projection's text. */
final class ColumnReader {
    private final Cursor cursor;
    private final Checker check;
    private final Parser parser;
    private final Set<String> names = new HashSet<>();

    ColumnReader(Cursor cursor, Checker check) {
        this.cursor = cursor;
        this.check = check;
        this.parser = new Parser(cursor, check);
    }

    Projection.Columns read() {
        boolean whole = cursor.takeSign("*");
        List<String> except = whole && cursor.takeWord("except") ? except() : List.of();
        List<Projection.Column> columns = new ArrayList<>();
        if (!whole || cursor.takeSign(",")) {
            do {
                columns.add(column(columns.size()));
            } while (cursor.takeSign(","));
        }
        if (!cursor.atEnd()) {
            throw cursor.unexpected(
                    columns.isEmpty() ? "expected ',', 'except' or the end" : "expected ',', 'as' or the end");
        }
        return new Projection.Columns(whole, except, columns);
    }

    private List<String> except() {
        cursor.expectSign("(", "expected '(' after 'except'");
        Set<String> left = new HashSet<>();
        List<String> except = new ArrayList<>();
        do {
            Token token = name("expected a name in 'except (...)'");
            if (except.size() == Limits.MAX_COLUMNS) {
                throw cursor.refuse("expected at most " + Limits.MAX_COLUMNS + " names", token);
            }
            if (left.add(token.value())) {
                except.add(token.value());
            }
        } while (cursor.takeSign(","));
        cursor.expectSign(")", "expected ',' or ')' in 'except (...)'");
        return except;
    }

    private Projection.Column column(int before) {
        if (before == Limits.MAX_COLUMNS) {
            throw cursor.unexpected("expected at most " + Limits.MAX_COLUMNS + " columns");
        }
        if (cursor.peek().isSign("*")) {
            throw cursor.unexpected("expected a column ('*' stands first)");
        }
        Typed value = parser.expression();
        String name;
        int start = value.start();
        if (cursor.takeWord("as")) {
            Token token = name("expected a name after 'as'");
            start = token.start();
            name = token.value();
        } else if (value.expr() instanceof Expr.Field field) {
            name = field.path().lastName();
        } else {
            if (!check.violations().isEmpty()) {
                throw new SyntaxError(true);
            }
            check.report("expected 'as' and a name for this column", start, value.end());
            return new Projection.Column("", value.expr());
        }
        if (!names.add(name)) {
            check.report(
                    "there are two columns named '" + name + "'",
                    start,
                    cursor.last().end());
        }
        return new Projection.Column(name, value.expr());
    }

    private Token name(String expected) {
        Token token = cursor.peek();
        if (token.kind() != Token.Kind.WORD && token.kind() != Token.Kind.QUOTED) {
            throw cursor.unexpected(expected);
        }
        return cursor.next();
    }
}
