package io.sluice.catalog.datasets;

import io.sluice.catalog.database.Columns;
import io.sluice.catalog.database.Cursor;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The orders that a search can have. The id breaks ties, so an order is total and a cursor is one exact place in it. */
@SuppressWarnings("ImmutableEnumChecker") // its functions are pure
enum Sort {
    /** The rank is no column: its place is written by who ranked. */
    RELEVANCE("relevance", "rank", "real", false, dataset -> "", Float::valueOf),
    NAME("name", "name", "text", true, Dataset::name, text -> text),
    NAME_DESCENDING("-name", "name", "text", false, Dataset::name, text -> text),
    CREATED("created", "created_at", "timestamptz", true, Sort::created, Sort::time),
    CREATED_DESCENDING("-created", "created_at", "timestamptz", false, Sort::created, Sort::time),
    UPDATED("updated", "updated_at", "timestamptz", true, Sort::updated, Sort::time),
    UPDATED_DESCENDING("-updated", "updated_at", "timestamptz", false, Sort::updated, Sort::time);

    private final String text;
    private final String column;
    private final String type;
    private final boolean ascending;
    private final Function<Dataset, String> print;
    private final Function<String, Object> parse;

    Sort(
            String text,
            String column,
            String type,
            boolean ascending,
            Function<Dataset, String> print,
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
    String key(Dataset dataset) {
        return print.apply(dataset);
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

    /** Orders {@code catalog.datasets d} from a place on. */
    String pageAfter(Conditions conditions, @Nullable Object key, @Nullable UUID id) {
        if (key != null) {
            conditions.and("(d." + column + ", d.id) " + beyond() + " (%s::" + type + ", %s::uuid)", key, id);
        }
        return conditions.where() + orderBy("d.");
    }

    /** @param prefix of the columns, {@code d.} say */
    String orderBy(String prefix) {
        String direction = ascending ? " asc" : " desc";
        return " order by " + prefix + column + direction + ", " + prefix + "id" + direction;
    }

    private String beyond() {
        return ascending ? ">" : "<";
    }

    private static String created(Dataset dataset) {
        return dataset.createdAt().toString();
    }

    private static String updated(Dataset dataset) {
        return dataset.updatedAt().toString();
    }

    private static Object time(String text) {
        return Columns.time(Instant.parse(text));
    }
}
