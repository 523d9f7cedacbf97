package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Cursor;
import io.sluice.contract.Problem;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.function.Function;

/** The orders that a search can have. The id breaks ties, so an order is total and a cursor is one exact place in it. */
@SuppressWarnings("ImmutableEnumChecker") // its functions are pure
enum Sort {
    RELEVANCE("relevance", "rank", "real", false, row -> Float.toString(row.getFloat("rank")), Float::valueOf),
    NAME("name", "name", "text", true, row -> row.getString("name"), text -> text),
    NAME_DESCENDING("-name", "name", "text", false, row -> row.getString("name"), text -> text),
    CREATED("created", "created_at", "timestamptz", true, Sort::created, Sort::time),
    CREATED_DESCENDING("-created", "created_at", "timestamptz", false, Sort::created, Sort::time),
    UPDATED("updated", "updated_at", "timestamptz", true, Sort::updated, Sort::time),
    UPDATED_DESCENDING("-updated", "updated_at", "timestamptz", false, Sort::updated, Sort::time);

    private final String text;
    private final String column;
    private final String type;
    private final boolean ascending;
    private final Function<Row, String> print;
    private final Function<String, Object> parse;

    Sort(
            String text,
            String column,
            String type,
            boolean ascending,
            Function<Row, String> print,
            Function<String, Object> parse) {
        this.text = text;
        this.column = column;
        this.type = type;
        this.ascending = ascending;
        this.print = print;
        this.parse = parse;
    }

    static Sort of(String text) {
        return Arrays.stream(values())
                .filter(sort -> sort.text.equals(text))
                .findFirst()
                .orElseThrow(() -> Problem.Invalid.at(
                                "/sort", "expected relevance, or name, created, updated, with - for descending")
                        .toException());
    }

    /** How the place is written in a cursor. */
    String key(Row row) {
        return print.apply(row);
    }

    /** The bound value of a place that {@link #key} wrote. */
    Object toParameter(String key) {
        try {
            return parse.apply(key);
        } catch (NumberFormatException | DateTimeParseException unreadable) {
            throw Cursor.broken();
        }
    }

    String kind() {
        return "dataset:" + text;
    }

    /** {@code where … order by …}; {@code key} and {@code id} are the numbers of the parameters of the place to go on after. */
    String pageAfter(int key, int id) {
        String direction = ascending ? "asc" : "desc";
        return "where $%d::%s is null or (%s, id) %s ($%d::%s, $%d::uuid) order by %s %s, id %s"
                .formatted(key, type, column, ascending ? ">" : "<", key, type, id, column, direction, direction);
    }

    private static String created(Row row) {
        return Columns.instant(row, "created_at").toString();
    }

    private static String updated(Row row) {
        return Columns.instant(row, "updated_at").toString();
    }

    private static Object time(String text) {
        return Columns.time(Instant.parse(text));
    }
}
