package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Limits;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.filter.Substitution;
import io.sluice.query.Statement.Item;
import io.sluice.query.Statement.JoinClause;
import io.sluice.query.Statement.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a query of what was written: looks names up, and says what cannot be meant. */
final class Resolver {
    private static final Duration REFRESH = Duration.ofMinutes(1);

    private final Statement statement;
    private final AggregateCalls calls;
    private final Faults faults;
    private final Scope scope;

    Resolver(Statement statement, AggregateCalls calls, Faults faults) {
        this.statement = statement;
        this.calls = calls;
        this.faults = faults;
        this.scope = new Scope(!statement.joins().isEmpty(), faults);
    }

    /** The query; it means nothing where a fault was reported. */
    Query resolve() {
        Input from = input(statement.from());
        if (from.union().stream().anyMatch(Ref::isExternal)) {
            faults.report(
                    statement.from().place(),
                    "csv(…) and postgres(…) are tables: join them to a stream with 'join table'");
        }
        List<Join> joins = new ArrayList<>();
        for (JoinClause clause : statement.joins()) {
            joins.add(join(clause));
        }
        Item where = statement.where();
        Filter filter = where == null ? Filter.ALL : scope.filter(scope.row(where), where.place());
        boolean grouped = !statement.groupBy().isEmpty() || !calls.calls().isEmpty();
        if (grouped) {
            Grouping grouping = new Grouping(statement, calls, scope, faults);
            Aggregation aggregation = grouping.aggregation();
            if (faults.none()
                    && Accumulator.Factory.of(aggregation.measures()).empty().maxStateBytes()
                            > QueryLimits.MAX_STATE_BYTES) {
                faults.report(
                        statement.from().place(),
                        "a group of all these aggregates could take more than " + QueryLimits.MAX_STATE_BYTES
                                + " bytes: calculate some of them in another stream");
            }
            return new Query(from, joins, filter, grouping.select(), aggregation);
        }
        refuseParts();
        return new Query(from, joins, filter, select(), null);
    }

    private Input input(Source source) {
        Statement.Named given = source.alias();
        if (statement.joins().isEmpty()) {
            if (given != null) {
                scope.add(given.value());
            }
            return new Input(source.union(), "");
        }
        Ref first = source.union().get(0);
        boolean nameless = source.union().size() > 1 || first.kind() == Ref.Kind.CSV;
        if (given == null && nameless) {
            faults.report(source.place(), "expected a name for this input, as in … as z");
        }
        String alias = given == null ? first.name() : given.value();
        if (scope.has(alias)) {
            faults.report(
                    given == null ? source.place() : given.place(),
                    "there are two inputs named '" + Scope.brief(alias) + "'; give one another name with 'as'");
        } else {
            scope.add(alias);
        }
        return new Input(source.union(), alias);
    }

    private Join join(JoinClause clause) {
        Input right = input(clause.right());
        boolean external = right.union().stream().anyMatch(Ref::isExternal);
        boolean table = clause.table() || external;
        Statement.Within within = clause.within();
        if (external && right.union().size() > 1) {
            faults.report(
                    clause.right().place(), "csv(…) and postgres(…) are tables of their own: expected one source");
        }
        if (table && clause.type() == Join.Type.OUTER) {
            faults.report(
                    clause.place(),
                    "a table is joined inner or left: its rows make nothing by themselves, so there is no row to keep"
                            + " for a full join");
        }
        if (table && within != null) {
            faults.report(within.before().place(), "a table has no 'within': each row meets the table as it is then");
        } else if (!table && within == null) {
            faults.report(
                    clause.right().place(),
                    "expected 'within', as in within 20 minutes, for a stream; a table is joined with 'join table'");
        }
        Statement.Span refresh = clause.refresh();
        if (refresh != null && !external) {
            faults.report(refresh.place(), "'refresh' is for csv(…) and postgres(…): a topic is followed anyway");
        } else if (refresh != null && refresh.value().toMillis() < 1_000) {
            faults.report(refresh.place(), "expected at least 1 second");
        }
        Sides sides = sides(clause, right.alias());
        return new Join(
                table ? Join.Kind.TABLE : Join.Kind.STREAM,
                clause.type(),
                right,
                sides.left(),
                sides.right(),
                within == null || table ? Duration.ZERO : within.before().value(),
                within == null || table ? Duration.ZERO : within.after().value(),
                within == null || within.grace() == null || table
                        ? Duration.ZERO
                        : within.grace().value(),
                !external ? Duration.ZERO : refresh == null ? REFRESH : refresh.value());
    }

    private record Sides(Expression left, Expression right) {}

    private Sides sides(JoinClause clause, String alias) {
        Item on = clause.on();
        Expr tree = on == null ? new Expr.Null() : scope.row(on);
        Place place = on == null ? clause.place() : on.place();
        if (!(tree instanceof Expr.Comparison equality) || equality.relation() != Expr.Relation.EQUAL) {
            faults.report(place, "expected one equality, as in on a.x = b.y; other conditions stand in 'where'");
            return new Sides(scope.expression(tree, place), scope.expression(tree, place));
        }
        boolean swapped = reads(equality.left(), alias) || readsOther(equality.right(), alias);
        Expr left = swapped ? equality.right() : equality.left();
        Expr right = swapped ? equality.left() : equality.right();
        boolean mixed = reads(left, alias) || readsOther(right, alias);
        boolean constant = Scope.paths(left).isEmpty() || Scope.paths(right).isEmpty();
        if (mixed || constant) {
            faults.report(
                    place,
                    "expected on one side of '=' only what is read of '" + Scope.brief(alias)
                            + "', and on the other only what is read of the inputs before it");
        }
        return new Sides(scope.expression(left, place), scope.expression(unnamed(right), place));
    }

    private static boolean reads(Expr tree, String alias) {
        return Scope.paths(tree).stream().anyMatch(path -> Scope.isOf(List.of(alias), path));
    }

    private static boolean readsOther(Expr tree, String alias) {
        return Scope.paths(tree).stream()
                .anyMatch(path -> path.root() == Path.Root.VALUE && !Scope.isOf(List.of(alias), path));
    }

    /** On the record alone: without the name of its input. */
    private static Expr unnamed(Expr tree) {
        return Substitution.paths(
                tree, path -> path.root() == Path.Root.VALUE && !path.steps().isEmpty() ? Scope.inside(path) : path);
    }

    private void refuseParts() {
        Statement.WindowClause window = statement.window();
        if (window != null && window.kind() != Statement.WindowClause.Kind.NONE) {
            faults.report(window.place(), "a window needs 'group by' or an aggregate, such as count(*)");
        }
        Statement.TimeClause time = statement.time();
        if (time != null && !isRecordTime(time)) {
            faults.report(
                    time.of().place(),
                    "another time needs 'group by' or an aggregate; without them records keep their own");
        }
        Item having = statement.having();
        if (having != null) {
            faults.report(having.place(), "'having' needs 'group by' or an aggregate; write 'where'");
        }
        if (!statement.order().isEmpty()) {
            faults.report(
                    statement.order().get(0).by().place(),
                    "'order by' needs 'group by' or an aggregate: a stream has no end to be ordered at");
        }
        Statement.Limit limit = statement.limit();
        if (limit != null && statement.order().isEmpty()) {
            faults.report(limit.place(), "'limit' needs 'group by' and 'order by': a stream has no end");
        }
        Statement.EmitClause emit = statement.emit();
        if (emit != null && emit.value() == Aggregation.Emit.CLOSE) {
            faults.report(emit.place(), "'emit final' needs a window");
        }
    }

    private static boolean isRecordTime(Statement.TimeClause time) {
        return time.of().expr().equals(EventTime.RECORD.of().tree()) && time.format() == null;
    }

    private Projection select() {
        Statement.Select select = statement.select();
        Names names = new Names(List.of());
        List<Projection.Column> columns = new ArrayList<>();
        for (Item item : select.items()) {
            Statement.@Nullable Named named = item.name();
            if (named != null || item.expr() instanceof Expr.Field) {
                String name = named == null ? Names.of(item.expr()) : named.value();
                if (!names.take(name)) {
                    faults.report(
                            named == null ? item.place() : named.place(),
                            "there are two columns named '" + Scope.brief(name) + "'; give one another name with 'as'");
                }
            }
        }
        for (Item item : select.items()) {
            Statement.@Nullable Named named = item.name();
            Expr row = scope.row(item);
            boolean plain = item.expr() instanceof Expr.Field;
            String name =
                    named != null ? named.value() : plain ? Names.of(item.expr()) : names.free(Names.of(item.expr()));
            columns.add(new Projection.Column(name, row));
        }
        Place place =
                select.items().isEmpty() ? select.star() : select.items().get(0).place();
        if (columns.size() > Limits.MAX_COLUMNS || !faults.none()) {
            return Projection.ALL;
        }
        return faults.take(Projection.of(select.whole(), select.except(), columns), place, Projection.ALL);
    }
}
