package io.sluice.filter;

import java.util.List;

/**
 * A condition on statistics of the last rows: for each column the statistic of its numbers in the last {@code rows} records that
 * came to the step, the present one among them. A column with fewer rows, or with one that is no number, has no statistic.
 *
 * @param columns what is looked at in each record, by the names that the condition uses
 */
public record Window(int rows, Stat stat, List<Projection.Column> columns, Filter condition) {
    public Window {
        columns = List.copyOf(columns);
    }

    /** Numbers that are kept for it. */
    int size() {
        return rows * columns.size();
    }

    /** As it is written in a rule; two windows that are written alike are one. */
    public String print() {
        return "window_filter(" + rows + ", " + stat.word() + ", " + condition.print() + ")";
    }

    /** True, false, or unknown where a statistic is missing: a header that a step finds beside its record. */
    Expr outcome() {
        Path header = new Path(Path.Root.HEADERS, List.of(new Path.Name(print())));
        return new Expr.Comparison(Expr.Relation.EQUAL, new Expr.Field(header), new Expr.Text("true"));
    }
}
