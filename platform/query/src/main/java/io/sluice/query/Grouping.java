package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Limits;
import io.sluice.filter.Projection;
import io.sluice.query.Statement.Item;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the aggregation of a query that has groups, and the columns over it. */
final class Grouping {
    private final Statement statement;
    private final Scope scope;
    private final Faults faults;
    private final Panes panes;
    private final GroupColumns columns;

    Grouping(Statement statement, AggregateCalls calls, Scope scope, Faults faults) {
        this.statement = statement;
        this.scope = scope;
        this.faults = faults;
        this.panes = Panes.of(statement.window(), faults);
        this.columns = new GroupColumns(statement, calls, scope, faults, panes.windowed());
    }

    Aggregation aggregation() {
        define();
        Statement.EmitClause emit = statement.emit();
        Aggregation.Emit when = emit == null ? Aggregation.Emit.CHANGE : emit.value();
        if (emit != null && when == Aggregation.Emit.CLOSE && !panes.windowed()) {
            faults.report(emit.place(), "'emit final' needs a window: without one a group never ends");
        }
        Item having = statement.having();
        return new Aggregation(
                columns.keys(),
                time(),
                panes.window(),
                panes.grace(),
                panes.idle(),
                columns.measures(),
                having == null ? Filter.ALL : scope.filter(columns.outcome(having), having.place()),
                order(),
                limit(),
                when);
    }

    /** Names that conditions and orders may use; an item does not see those of its neighbours. */
    private void define() {
        Names names = new Names(List.of());
        Map<String, Expr> found = new LinkedHashMap<>();
        boolean apart = !statement.aggregates().isEmpty();
        for (Item item : apart ? statement.aggregates() : statement.select().items()) {
            Expr outcome = columns.outcome(item);
            String name = item.name() == null ? names.free(Names.of(outcome)) : name(item);
            if (apart) {
                refuseTaken(item, name, outcome);
            }
            if (found.putIfAbsent(name, outcome) != null && apart) {
                reportSecond(item, name);
            }
        }
        found.forEach(columns::define);
    }

    private static String name(Item item) {
        Statement.Named named = item.name();
        return named == null ? Names.of(item.expr()) : named.value();
    }

    private EventTime time() {
        Statement.TimeClause time = statement.time();
        if (time == null) {
            return EventTime.RECORD;
        }
        Statement.Named format = time.format();
        Expression of = scope.expression(time.of());
        if (format == null) {
            return new EventTime(of, null);
        }
        EventTimes.fault(format.value()).ifPresent(why -> faults.report(format.place(), why));
        return new EventTime(of, format.value());
    }

    private List<Aggregation.Order> order() {
        List<Aggregation.Order> order = new ArrayList<>();
        for (Statement.OrderItem item : statement.order()) {
            Expr by = columns.outcome(item.by());
            if (by instanceof Expr.Field field && columns.isKeyOrMeasure(field.path())) {
                order.add(new Aggregation.Order(field.path().lastName(), item.descending()));
            } else if (!(by instanceof Expr.Null)) {
                faults.report(item.by().place(), "groups are ordered by a key or an aggregate");
            }
        }
        if (order.size() > QueryLimits.MAX_ORDER) {
            faults.report(
                    statement.order().get(0).by().place(),
                    "expected at most " + QueryLimits.MAX_ORDER + " columns in 'order by'");
        }
        if (!statement.order().isEmpty() && statement.limit() == null) {
            faults.report(
                    statement.order().get(0).by().place(),
                    "'order by' needs 'limit', as in limit 10: how many of the groups of a window count");
        }
        return order;
    }

    private int limit() {
        Statement.Limit limit = statement.limit();
        if (limit == null) {
            return 0;
        }
        if (statement.order().isEmpty()) {
            faults.report(limit.place(), "'limit' needs 'order by': which of the groups of a window count");
        }
        BigDecimal value = limit.value();
        boolean fits = value.signum() > 0
                && value.compareTo(BigDecimal.valueOf(QueryLimits.MAX_LIMIT)) <= 0
                && value.stripTrailingZeros().scale() <= 0;
        if (!fits) {
            faults.report(limit.place(), "expected a whole number from 1 to " + QueryLimits.MAX_LIMIT);
        }
        return fits ? value.intValue() : 1;
    }

    /** The columns of the outcome that are sent on; to be asked after {@link #aggregation}. */
    Projection select() {
        Statement.Select select = statement.select();
        Map<String, Expr> chosen = new LinkedHashMap<>();
        if (select.whole()) {
            chosen.putAll(columns.all());
            select.except().forEach(chosen::remove);
        }
        Names names = new Names(List.of());
        select.items().stream().filter(item -> item.name() != null).forEach(item -> take(names, name(item), item));
        for (Item item : select.items()) {
            Expr outcome = columns.outcome(item);
            String name = item.name() == null ? unnamed(names, item, outcome) : name(item);
            refuseTaken(item, name, outcome);
            chosen.put(name, outcome);
        }
        if (!faults.none()) {
            return Projection.ALL;
        }
        Place place =
                select.items().isEmpty() ? select.star() : select.items().get(0).place();
        if (chosen.isEmpty() || chosen.size() > Limits.MAX_COLUMNS) {
            faults.report(place, "expected 1 to " + Limits.MAX_COLUMNS + " columns");
            return Projection.ALL;
        }
        List<Projection.Column> made = new ArrayList<>();
        chosen.forEach((name, expr) -> made.add(new Projection.Column(name, expr)));
        return faults.take(Projection.of(false, List.of(), made), place, Projection.ALL);
    }

    private String unnamed(Names names, Item item, Expr outcome) {
        boolean asWritten = item.expr() instanceof Expr.Field field
                && AggregateCalls.number(field.path()).isEmpty()
                && !(panes.windowed() && GroupColumns.isWindowColumn(field.path()));
        if (asWritten) {
            take(names, name(item), item);
            return name(item);
        }
        return names.free(Names.of(outcome));
    }

    private void take(Names names, String name, Item item) {
        if (!names.take(name)) {
            reportSecond(item, name);
        }
    }

    private void refuseTaken(Item item, String name, Expr outcome) {
        if (columns.isTaken(name, outcome)) {
            Statement.Named named = item.name();
            faults.report(
                    named == null ? item.place() : named.place(),
                    "'" + name + "' is the name of another column of the group; give this one another with 'as'");
        }
    }

    private void reportSecond(Item item, String name) {
        Statement.Named named = item.name();
        faults.report(
                named == null ? item.place() : named.place(),
                "there are two columns named '" + Scope.brief(name) + "'; give one another name with 'as'");
    }

    /** How rows are put into windows. */
    record Panes(Windowing window, Duration grace, Duration idle) {
        boolean windowed() {
            return !(window instanceof Windowing.Unbounded);
        }

        static Panes of(Statement.@Nullable WindowClause clause, Faults faults) {
            if (clause == null || clause.size() == null) {
                return new Panes(new Windowing.Unbounded(), Duration.ZERO, Aggregation.IDLE);
            }
            Statement.Span size = clause.size();
            Statement.Span advance = clause.advance();
            positive(size, faults);
            Windowing window =
                    switch (clause.kind()) {
                        case NONE -> new Windowing.Unbounded();
                        case TUMBLING -> new Windowing.Tumbling(size.value());
                        case SESSION -> new Windowing.Session(size.value());
                        case HOPPING -> hopping(size, advance == null ? size : advance, faults);
                    };
            Statement.Span grace = clause.grace();
            Statement.Span idle = clause.idle();
            if (idle != null) {
                positive(idle, faults);
            }
            return new Panes(
                    window,
                    grace == null ? Duration.ZERO : grace.value(),
                    idle == null ? Aggregation.IDLE : idle.value());
        }

        private static Windowing hopping(Statement.Span size, Statement.Span advance, Faults faults) {
            positive(advance, faults);
            Duration step = advance.value();
            if (step.compareTo(size.value()) > 0) {
                faults.report(advance.place(), "expected at most the size: rows between two windows would be in none");
            } else if (!step.isZero() && size.value().dividedBy(step) > QueryLimits.MAX_WINDOWS_PER_ROW) {
                faults.report(
                        advance.place(),
                        "each row would be in more than " + QueryLimits.MAX_WINDOWS_PER_ROW
                                + " windows: advance by more");
            }
            return new Windowing.Hopping(size.value(), step);
        }

        private static void positive(Statement.Span span, Faults faults) {
            if (span.value().isZero()) {
                faults.report(span.place(), "expected more than nothing");
            }
        }
    }
}
