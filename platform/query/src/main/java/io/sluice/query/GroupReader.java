package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Path;
import io.sluice.query.Statement.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes the keys and measures of a query, and finds names for those that were given none. */
final class GroupReader {
    private final Statement statement;
    private final AggregateCalls calls;
    private final Scope scope;
    private final Faults faults;
    private final boolean windowed;
    private final Names names;
    private final List<Aggregation.Key> keys = new ArrayList<>();
    private final List<Measure> measures = new ArrayList<>();
    private final List<String> ofCall = new ArrayList<>();

    /**
     * What was made.
     *
     * @param ofCall the name of the measure of each call
     */
    record Group(List<Aggregation.Key> keys, List<Measure> measures, List<String> ofCall) {}

    GroupReader(Statement statement, AggregateCalls calls, Scope scope, Faults faults, boolean windowed) {
        this.statement = statement;
        this.calls = calls;
        this.scope = scope;
        this.faults = faults;
        this.windowed = windowed;
        this.names = new Names(reserved(windowed, statement.limit() != null));
    }

    /** The names of columns that are there without being asked for. */
    static Set<String> reserved(boolean windowed, boolean limited) {
        Set<String> reserved = new HashSet<>();
        if (windowed) {
            reserved.add(Query.WINDOW_START);
            reserved.add(Query.WINDOW_END);
        }
        if (limited) {
            reserved.add(Query.RANK);
        }
        return reserved;
    }

    Group read() {
        readKeys();
        readMeasures();
        return new Group(keys, measures, ofCall);
    }

    private void readKeys() {
        List<Item> items = statement.groupBy().stream()
                .filter(item -> !(item.expr() instanceof Expr.Field field
                        && windowed
                        && GroupColumns.isWindowColumn(field.path())))
                .toList();
        if (items.size() > QueryLimits.MAX_KEYS) {
            faults.report(items.get(0).place(), "expected at most " + QueryLimits.MAX_KEYS + " columns in 'group by'");
            return;
        }
        Set<String> fieldNames = new HashSet<>();
        Set<Expression> seen = new LinkedHashSet<>();
        List<Item> kept = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        for (Item item : items) {
            Expression of = scope.expression(item);
            if (of.fields().isEmpty() && faults.none()) {
                faults.report(item.place(), "expected a column: everything is equal in what has none");
            } else if (seen.add(of)) {
                kept.add(item);
                expressions.add(of);
                firstName(of).ifPresent(fieldNames::add);
            }
        }
        for (int i = 0; i < kept.size(); i++) {
            keys.add(new Aggregation.Key(keyName(kept.get(i), expressions.get(i), fieldNames), expressions.get(i)));
        }
    }

    /** The first name of a key that is a field. */
    private static Optional<String> firstName(Expression of) {
        return Scope.paths(of.tree()).stream()
                .filter(path -> of.tree() instanceof Expr.Field)
                .flatMap(path -> path.steps().stream().limit(1))
                .filter(Path.Name.class::isInstance)
                .map(step -> ((Path.Name) step).name())
                .findFirst();
    }

    /** A calculated key is not called like the beginning of another one, which would mean that one. */
    private String keyName(Item item, Expression of, Set<String> fieldNames) {
        boolean calculated = !(of.tree() instanceof Expr.Field);
        Statement.Named named = item.name();
        if (named != null) {
            boolean clash = calculated && fieldNames.contains(named.value());
            if (clash || !names.take(named.value())) {
                faults.report(
                        named.place(),
                        "'" + Scope.brief(named.value()) + "' is the name of another column of the group");
            }
            return named.value();
        }
        String wanted = calculated ? selectedAs(of).orElse(Names.of(of.tree())) : Names.of(of.tree());
        return names.free(calculated && fieldNames.contains(wanted) ? wanted + "_key" : wanted);
    }

    /** The name that {@code select} gives to a calculated key. */
    private Optional<String> selectedAs(Expression of) {
        return statement.select().items().stream()
                .filter(item -> item.name() != null)
                .filter(item ->
                        scope.find(item.expr()).filter(of.tree()::equals).isPresent())
                .findFirst()
                .map(item -> item.name() == null ? "" : item.name().value());
    }

    private void readMeasures() {
        List<Measure> unnamed = new ArrayList<>();
        List<Integer> ofUnnamed = new ArrayList<>();
        for (AggregateCalls.Call call : calls.calls()) {
            Measure measure = measure(call);
            int known = unnamed.indexOf(measure);
            ofUnnamed.add(known < 0 ? unnamed.size() : known);
            if (known < 0) {
                unnamed.add(measure);
            }
        }
        String[] chosen = new String[unnamed.size()];
        for (List<Item> items :
                List.of(statement.aggregates(), statement.select().items())) {
            items.forEach(item -> choose(item, ofUnnamed, chosen));
        }
        for (int i = 0; i < chosen.length; i++) {
            Measure measure = unnamed.get(i);
            String name = chosen[i] == null ? names.free(Names.of(measure)) : chosen[i];
            measures.add(new Measure(name, measure.function(), measure.of(), measure.parameters(), measure.where()));
        }
        ofUnnamed.forEach(i -> ofCall.add(measures.get(i).name()));
    }

    private Measure measure(AggregateCalls.Call call) {
        Item of = call.of();
        Item where = call.where();
        return new Measure(
                "",
                call.function(),
                of == null ? List.of() : List.of(scope.expression(of)),
                call.parameters(),
                where == null ? Filter.ALL : scope.filter(scope.row(where), where.place()));
    }

    /** A measure is called like the first column that is nothing else. */
    private void choose(Item item, List<Integer> ofUnnamed, String[] chosen) {
        Statement.Named named = item.name();
        if (named == null || !(item.expr() instanceof Expr.Field field)) {
            return;
        }
        AggregateCalls.number(field.path()).map(ofUnnamed::get).ifPresent(measure -> {
            if (chosen[measure] == null && names.take(named.value())) {
                chosen[measure] = named.value();
            }
        });
    }
}
