package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Parsed;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.filter.Substitution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives paths in records other names, everywhere in a query; the names of its columns, keys and measures stay. */
final class Renamer {
    private static final Place NOWHERE = new Place("", 0, 0);

    private final Query query;
    private final Query.Renaming renaming;
    private final Map<String, Input> inputs = new HashMap<>();
    private final Faults faults = new Faults();

    Renamer(Query query, Query.Renaming renaming) {
        this.query = query;
        this.renaming = renaming;
        inputs.put(query.from().alias(), query.from());
        query.joins().forEach(join -> inputs.put(join.right().alias(), join.right()));
    }

    Parsed<Query> rename() {
        List<Join> joins = new ArrayList<>();
        for (Join join : query.joins()) {
            joins.add(join.withKeys(
                    expression(row(join.leftKey().tree())),
                    expression(of(join.right(), join.rightKey().tree()))));
        }
        Aggregation aggregation = query.aggregation();
        Query renamed = new Query(
                query.from(),
                joins,
                filter(query.where()),
                aggregation == null ? select() : query.select(),
                aggregation == null ? null : aggregation(aggregation));
        return faults.none()
                ? new Parsed.Ok<>(renamed)
                : new Parsed.Failed<>(
                        faults.list().stream().map(Fault::violation).toList());
    }

    private Projection select() {
        Projection select = query.select();
        List<Projection.Column> columns = select.columns().stream()
                .map(column -> new Projection.Column(column.name(), row(column.expr())))
                .toList();
        return columns.isEmpty()
                ? select
                : faults.take(Projection.of(select.isWhole(), select.except(), columns), NOWHERE, select);
    }

    private Aggregation aggregation(Aggregation of) {
        List<Aggregation.Key> keys = of.keys().stream()
                .map(key ->
                        new Aggregation.Key(key.name(), expression(row(key.of().tree()))))
                .toList();
        List<Measure> measures = of.measures().stream()
                .map(measure -> new Measure(
                        measure.name(),
                        measure.function(),
                        measure.of().stream()
                                .map(arg -> expression(row(arg.tree())))
                                .toList(),
                        measure.parameters(),
                        filter(measure.where())))
                .toList();
        EventTime time =
                new EventTime(expression(row(of.time().of().tree())), of.time().format());
        return new Aggregation(
                keys,
                time,
                of.window(),
                of.grace(),
                of.idle(),
                measures,
                of.having(),
                of.order(),
                of.limit(),
                of.emit());
    }

    private Filter filter(Filter filter) {
        return filter.equals(Filter.ALL) ? filter : faults.take(Filter.of(row(filter.tree())), NOWHERE, filter);
    }

    private Expression expression(Expr tree) {
        return faults.take(Expression.of(tree), NOWHERE, EventTime.RECORD.of());
    }

    private Expr of(Input input, Expr tree) {
        return Substitution.paths(tree, path -> renaming.rename(input, path));
    }

    private Expr row(Expr tree) {
        if (query.joins().isEmpty()) {
            return of(query.from(), tree);
        }
        return Substitution.paths(tree, path -> {
            boolean named = path.root() == Path.Root.VALUE
                    && !path.steps().isEmpty()
                    && path.steps().get(0) instanceof Path.Name;
            if (!named) {
                return path;
            }
            String alias = ((Path.Name) path.steps().get(0)).name();
            Path inside = renaming.rename(inputs.getOrDefault(alias, query.from()), Scope.inside(path));
            List<Path.Step> steps = new ArrayList<>(path.steps().subList(0, 1));
            steps.addAll(inside.steps());
            return new Path(Path.Root.VALUE, steps);
        });
    }
}
