package io.sluice.query;

import io.sluice.filter.Limits;
import io.sluice.filter.SyntaxReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads the parts of a query that are made of expressions, in SQL or alone. */
final class Clauses {
    /** Words that begin a part; bare, they are no name of an input. */
    static final Set<String> WORDS = Set.of(
            "from",
            "where",
            "group",
            "window",
            "timestamp",
            "having",
            "order",
            "limit",
            "emit",
            "join",
            "inner",
            "left",
            "right",
            "full",
            "outer",
            "cross",
            "on",
            "within",
            "refresh",
            "union",
            "select",
            "create");

    private final SyntaxReader reader;
    private final AggregateCalls calls;
    private final String pointer;

    Clauses(SyntaxReader reader, AggregateCalls calls, String pointer) {
        this.reader = reader;
        this.calls = calls;
        this.pointer = pointer;
        calls.in(pointer);
    }

    /** A reader of a text that has such parts. */
    static SyntaxReader reader(String text, AggregateCalls calls) {
        return SyntaxReader.of(text, WORDS, calls);
    }

    Statement.Item item() {
        return item(reader.expression());
    }

    /** A condition in which no aggregate may stand. */
    Statement.Item rowCondition(String where) {
        calls.forbid("cannot stand in '" + where + "', which is asked of single rows; write it in 'having'");
        return item(reader.condition());
    }

    Statement.Item groupCondition() {
        calls.allow();
        return item(reader.condition());
    }

    /** An expression in which no aggregate may stand. */
    Statement.Item rowItem(String where) {
        calls.forbid("cannot stand in '" + where + "', which is read of single rows");
        return item();
    }

    private Statement.Item item(SyntaxReader.Part part) {
        List<SyntaxReader.Mention> mentions = reader.mentions(part.start(), part.end()).stream()
                .filter(mention -> calls.calls().stream().noneMatch(call -> within(mention, call.place())))
                .toList();
        return new Statement.Item(part.expr(), null, Place.of(pointer, part), mentions);
    }

    private boolean within(SyntaxReader.Mention mention, Place place) {
        return place.pointer().equals(pointer) && mention.start() >= place.start() && mention.end() <= place.end();
    }

    /** {@code expr [as name]}. */
    Statement.Item named(Statement.Item item) {
        return reader.takeWords("as") ? item.named(name("expected a name after 'as'")) : item;
    }

    Statement.Named name(String expected) {
        SyntaxReader.Word word = reader.name(expected);
        if (word.value().length() > QueryLimits.MAX_NAME_LENGTH) {
            reader.report(
                    "a name has at most " + QueryLimits.MAX_NAME_LENGTH + " characters", word.start(), word.end());
        }
        return new Statement.Named(word.value(), Place.of(pointer, word));
    }

    /** A column that is calculated from a group, with its name. */
    Statement.Item aggregate() {
        calls.allow();
        return named(item());
    }

    /** A length of time, also as one word. */
    Statement.Span span(String text) {
        return Durations.word(text, reader, pointer);
    }

    Statement.Select select() {
        calls.allow();
        if (reader.atWords("distinct")) {
            reader.report(
                    "rows are not compared one by one; write 'group by', which makes one row of equal ones",
                    reader.position(),
                    reader.position() + "distinct".length());
            reader.takeWords("distinct");
        }
        int start = reader.position();
        boolean whole = reader.takeSign("*");
        Place star = new Place(pointer, start, start + 1);
        List<String> except = whole && reader.takeWords("except") ? except() : List.of();
        List<Statement.Item> items = new ArrayList<>();
        boolean more = !whole || reader.takeSign(",");
        while (more) {
            reader.attempt(() -> items.add(column()));
            if (items.size() > Limits.MAX_COLUMNS) {
                throw reader.unexpected("expected at most " + Limits.MAX_COLUMNS + " columns");
            }
            more = reader.takeSign(",");
        }
        return new Statement.Select(whole, except, items, star);
    }

    private Statement.Item column() {
        if (reader.atSign("*")) {
            throw reader.unexpected("expected a column ('*' stands first)");
        }
        calls.allow();
        Statement.Item item = named(item());
        return item.name() == null && atName() ? item.named(name("expected a name")) : item;
    }

    /** Whether a name is next, and no word that begins a part. */
    boolean atName() {
        SyntaxReader.Word next = reader.peekWord().orElse(null);
        return next != null && (next.quoted() || !WORDS.contains(next.value().toLowerCase(Locale.ROOT)));
    }

    private List<String> except() {
        reader.expectSign("(", "expected '(' after 'except'");
        List<String> names = new ArrayList<>();
        do {
            String name = name("expected a name in 'except (…)'").value();
            if (!names.contains(name)) {
                names.add(name);
            }
            if (names.size() > Limits.MAX_COLUMNS) {
                throw reader.unexpected("expected at most " + Limits.MAX_COLUMNS + " names");
            }
        } while (reader.takeSign(","));
        reader.expectSign(")", "expected ',' or ')' in 'except (…)'");
        return names;
    }

    List<Statement.Item> groupBy() {
        List<Statement.Item> items = new ArrayList<>();
        do {
            reader.attempt(() -> items.add(key()));
        } while (reader.takeSign(","));
        return items;
    }

    Statement.Item key() {
        return named(rowItem("group by"));
    }

    List<Statement.OrderItem> orderBy() {
        List<Statement.OrderItem> items = new ArrayList<>();
        do {
            reader.attempt(() -> items.add(order()));
        } while (reader.takeSign(","));
        return items;
    }

    Statement.OrderItem order() {
        calls.allow();
        Statement.Item by = item();
        boolean descending = reader.takeWords("desc");
        if (!descending) {
            reader.takeWords("asc");
        }
        return new Statement.OrderItem(by, descending);
    }

    Statement.Limit limit() {
        int start = reader.position();
        BigDecimal value = reader.number("expected a whole number");
        return new Statement.Limit(value, new Place(pointer, start, reader.lastEnd()));
    }

    /** {@code x [format 'pattern']}. */
    Statement.TimeClause time() {
        Statement.Item of = rowItem("timestamp by");
        if (!reader.takeWords("format")) {
            return new Statement.TimeClause(of, null);
        }
        SyntaxReader.Word format = reader.text("expected a pattern in single quotes, such as 'yyyy-MM-dd HH:mm:ss'");
        return new Statement.TimeClause(of, new Statement.Named(format.value(), Place.of(pointer, format)));
    }

    /** A window behind its word. */
    Statement.WindowClause window() {
        return new WindowReader(reader, pointer).read();
    }
}
