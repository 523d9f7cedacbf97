package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Path;
import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.Item;
import io.sluice.query.Statement.Named;
import io.sluice.query.Statement.Select;
import io.sluice.query.Statement.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads what ksqlDB writes before a select: {@code create stream x as}, whose name is that of the stream, not of the query; and {@code create stream x
 * (a varchar, b double) with (kafka_topic='t')}, which is all of a statement and selects these columns, cast to their types.
 */
final class CreateReader {
    /** Options that say what is known anyway. */
    private static final Set<String> KNOWN =
            Set.of("value_format", "key_format", "format", "partitions", "replicas", "value_delimiter", "key");

    private final SyntaxReader reader;
    private final Clauses clauses;
    private @Nullable Select select;
    private @Nullable Source from;

    CreateReader(SyntaxReader reader, Clauses clauses) {
        this.reader = reader;
        this.clauses = clauses;
    }

    /** The columns; null where a select follows. */
    @Nullable Select select() {
        return select;
    }

    /** The topic; null where a select follows. */
    @Nullable Source from() {
        return from;
    }

    void read() {
        if (!reader.takeWords("create")) {
            return;
        }
        reader.takeWords("or", "replace");
        reader.takeWords("source");
        if (!reader.takeWords("stream") && !reader.takeWords("table")) {
            throw reader.unexpected("expected 'stream' or 'table' after 'create'");
        }
        reader.takeWords("if", "not", "exists");
        clauses.name("expected a name");
        if (reader.takeSign("(")) {
            columns();
            options();
        } else if (!reader.takeWords("as")) {
            throw reader.unexpected("expected 'as' and a select, or '(' and columns");
        }
    }

    private void columns() {
        List<Item> items = new ArrayList<>();
        do {
            items.add(column());
        } while (reader.takeSign(","));
        reader.expectSign(")", "expected ',' or ')' behind the columns");
        select = new Select(false, List.of(), items, items.get(0).place());
    }

    private Item column() {
        Named name = clauses.name("expected the name of a column");
        Expr field = new Expr.Field(new Path(Path.Root.VALUE, List.of(new Path.Name(name.value()))));
        Expr.Target type = type();
        if (!reader.takeWords("primary", "key")) {
            reader.takeWords("key");
        }
        return new Item(new Expr.Cast(field, type), name, name.place(), List.of());
    }

    private Expr.Target type() {
        String word = reader.peekWord().map(SyntaxReader.Word::value).orElse("").toLowerCase(Locale.ROOT);
        Expr.Target target =
                switch (word) {
                    case "varchar", "string", "text" -> Expr.Target.STRING;
                    case "boolean" -> Expr.Target.BOOLEAN;
                    case "timestamp", "date" -> Expr.Target.TIME;
                    case "int", "integer", "bigint", "double", "float", "decimal", "numeric" -> Expr.Target.NUMBER;
                    default ->
                        throw reader.unexpected(
                                "expected a type: varchar, int, bigint, double, decimal, boolean or timestamp");
                };
        reader.skip();
        if (target == Expr.Target.NUMBER && reader.takeSign("(")) {
            do {
                reader.number("expected a number of digits");
            } while (reader.takeSign(","));
            reader.expectSign(")", "expected ')'");
        }
        return target;
    }

    private void options() {
        if (!reader.takeWords("with")) {
            throw reader.unexpected("expected 'with', as in with (kafka_topic = 'rides')");
        }
        reader.expectSign("(", "expected '(' after 'with'");
        do {
            option();
        } while (reader.takeSign(","));
        reader.expectSign(")", "expected ',' or ')' behind the options");
        if (from == null) {
            throw reader.unexpected("expected kafka_topic = '…' among the options");
        }
    }

    private void option() {
        SyntaxReader.Word name = reader.name("expected an option, such as kafka_topic = 'rides'");
        reader.expectSign("=", "expected '='");
        String word = name.value().toLowerCase(Locale.ROOT);
        if (word.equals("kafka_topic")) {
            SyntaxReader.Word topic = reader.text("expected the name of a topic in single quotes");
            Place place = Place.of("", topic);
            from = new Source(List.of(new Ref(Ref.Kind.TOPIC, topic.value())), null, place);
            return;
        }
        reader.skip();
        if (word.startsWith("timestamp")) {
            reader.report(
                    "say in the queries over it which time counts: timestamp by …", name.start(), reader.lastEnd());
        } else if (!KNOWN.contains(word)) {
            reader.report("there is no such option here", name.start(), reader.lastEnd());
        }
    }
}
