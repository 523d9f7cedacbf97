package io.sluice.query;

import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What runs: read, join, filter, aggregate, project, in this order.
 *
 * <p>The <em>row</em> that {@code where}, {@code select} and the aggregation see is the value of a record where nothing is joined. With joins it
 * is a JSON object with a member for each input, named like its alias: {@code {"r": {…}, "z": {…}}}, null for a side that a left or an outer join lacks;
 * its {@code $timestamp} is the later one of the two sides, its {@code $key} what was joined by.
 *
 * <p>The <em>outcome</em> of an aggregation is a JSON object for each group: {@code window_start} and {@code window_end} where there is a window
 * (RFC 3339, UTC), the keys, the measures, and {@code rank}, from 1, where there is a limit.
 *
 * @param where on the row
 * @param select of the row; of an aggregation's outcome where there is one, and then never with a star
 * @param aggregation null: a row for each row
 */
public record Query(
        Input from,
        List<Join> joins,
        Filter where,
        Projection select,
        @Nullable Aggregation aggregation) {
    /** The column of an outcome that says when its window begins. */
    public static final String WINDOW_START = "window_start";
    /** The column of an outcome that says when its window ends. */
    public static final String WINDOW_END = "window_end";
    /** The column of an outcome that says which of the ordered groups it is, from 1. */
    public static final String RANK = "rank";

    public Query {
        joins = List.copyOf(joins);
    }

    /** Reads a query's text, or says all that is wrong with it. Never throws, whatever the text. */
    public static Parsed<Query> parse(String sql) {
        return Sql.parse(sql);
    }

    /** The canonical text, which parses to an equal query. */
    public String print() {
        return new SqlPrinter(this).print();
    }

    /** Another name for what a path is called in the records of an input. */
    public interface Renaming {
        /** @param path in the record, without the name of its input */
        Path rename(Input input, Path path);
    }

    /** The same query where paths in records are called otherwise; names of columns stay. */
    public Parsed<Query> rename(Renaming renaming) {
        return new Renamer(this, renaming).rename();
    }

    @Override
    public String toString() {
        return print();
    }
}
