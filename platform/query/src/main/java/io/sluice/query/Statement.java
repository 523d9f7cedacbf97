package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.SyntaxReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was written, part by part, before anything is looked up. Calls of aggregates stand in the trees as paths ({@link AggregateCalls}).
 *
 * @param aggregates columns of groups that were named apart from {@code select}, which may then use their names; none in SQL
 */
record Statement(
        Select select,
        List<Item> aggregates,
        Source from,
        List<JoinClause> joins,
        @Nullable Item where,
        List<Item> groupBy,
        @Nullable WindowClause window,
        @Nullable TimeClause time,
        @Nullable Item having,
        List<OrderItem> order,
        @Nullable Limit limit,
        @Nullable EmitClause emit) {

    /** A name and where it was given. */
    record Named(String value, Place place) {}

    /** An expression. */
    record Item(Expr expr, @Nullable Named name, Place place, List<SyntaxReader.Mention> mentions) {
        Item named(@Nullable Named other) {
            return new Item(expr, other, place, mentions);
        }
    }

    /**
     * The columns.
     *
     * @param whole whether a star stands first, at {@code star}
     */
    record Select(boolean whole, List<String> except, List<Item> items, Place star) {}

    /** What is read, under a name of its own where one was given. */
    record Source(List<Ref> union, @Nullable Named alias, Place place) {}

    /** A length of time. */
    record Span(Duration value, Place place) {}

    /**
     * One join.
     *
     * @param table whether it was called a table
     */
    record JoinClause(
            Join.Type type,
            boolean table,
            Source right,
            @Nullable Within within,
            @Nullable Span refresh,
            @Nullable Item on,
            Place place) {}

    /** How near in time the rows of a join are. */
    record Within(Span before, Span after, @Nullable Span grace) {}

    /** The word of a window, and what was said of it. */
    record WindowClause(
            Kind kind,
            @Nullable Span size,
            @Nullable Span advance,
            @Nullable Span grace,
            @Nullable Span idle,
            Place place) {
        enum Kind {
            NONE,
            TUMBLING,
            HOPPING,
            SESSION
        }
    }

    /** Which time counts. */
    record TimeClause(Item of, @Nullable Named format) {}

    /** What groups are ordered by. */
    record OrderItem(Item by, boolean descending) {}

    /** How many groups count. */
    record Limit(BigDecimal value, Place place) {}

    /** When groups are told. */
    record EmitClause(Aggregation.Emit value, Place place) {}
}
