package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Path;
import io.sluice.filter.Projection;
import io.sluice.filter.Substitution;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a query as text that parses to the same one. Over groups, measures are written as calls and keys that are fields as the fields; only
 * calculated keys, the columns of the window and what lies inside of a measure are called by name.
 */
final class SqlPrinter {
    private static final Pattern DISTINCT = Pattern.compile("(?iU)^distinct\\b");

    /** Words that are quoted as names of sources, beside those that begin a part. */
    private static final Set<String> QUOTED = Set.of("as", "table", "stream", "all", "every");

    private final Query query;
    private final StringBuilder out = new StringBuilder();

    SqlPrinter(Query query) {
        this.query = query;
    }

    String print() {
        out.append("select ").append(select()).append(" from ").append(source(query.from()));
        query.joins().forEach(this::join);
        Aggregation aggregation = query.aggregation();
        if (aggregation == null) {
            where();
        } else {
            window(aggregation);
            time(aggregation.time());
            where();
            groups(aggregation);
        }
        return out.toString();
    }

    /** A name that is {@code distinct} is quoted where it stands first: bare, it would be no name there. */
    String select() {
        return DISTINCT.matcher(columns()).replaceFirst("\"$0\"");
    }

    private String columns() {
        if (query.aggregation() == null) {
            return query.select().print().isEmpty() ? "*" : query.select().print();
        }
        return query.select().columns().stream().map(this::column).collect(Collectors.joining(", "));
    }

    private String column(Projection.Column column) {
        if (column.expr() instanceof Expr.Field field) {
            Aggregation.Key key = keyOf(field.path());
            if (key != null && field.path().steps().size() == 1 && !(key.of().tree() instanceof Expr.Field)) {
                return key.of().print() + as(column.name());
            }
            Path written = keyPath(field.path());
            if (measureOf(field.path()) == null && written.lastName().equals(column.name())) {
                return written.toString();
            }
        }
        return outcome(column.expr()) + as(column.name());
    }

    private static String as(String name) {
        return " as " + Path.quoteIfNeeded(name);
    }

    private Aggregation aggregation() {
        Aggregation aggregation = query.aggregation();
        if (aggregation == null) {
            throw new IllegalStateException("there are no groups");
        }
        return aggregation;
    }

    private Aggregation.@Nullable Key keyOf(Path path) {
        return aggregation().keys().stream()
                .filter(key -> Scope.isOf(List.of(key.name()), path))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Measure measureOf(Path path) {
        return aggregation().measures().stream()
                .filter(measure -> Scope.isOf(List.of(measure.name()), path))
                .findFirst()
                .orElse(null);
    }

    /** A path in the outcome, with the field itself in the place of a key that is one. */
    private Path keyPath(Path path) {
        Aggregation.Key key = keyOf(path);
        if (key != null && key.of().tree() instanceof Expr.Field field) {
            return inside(field.path(), path);
        }
        return path;
    }

    private static Path inside(Path start, Path path) {
        List<Path.Step> steps = new ArrayList<>(start.steps());
        steps.addAll(Scope.inside(path).steps());
        return new Path(start.root(), steps);
    }

    String outcome(Expr tree) {
        return Expression.print(tree, this::outcome);
    }

    private String outcome(Path path) {
        Measure measure = measureOf(path);
        if (measure == null) {
            return keyPath(path).toString();
        } else if (path.steps().size() == 1) {
            return measure(measure);
        }
        return query.select().columns().stream()
                .filter(column -> column.expr() instanceof Expr.Field field
                        && field.path().steps().size() == 1
                        && Scope.isOf(List.of(measure.name()), field.path()))
                .findFirst()
                .map(column -> inside(new Path(Path.Root.VALUE, List.of(new Path.Name(column.name()))), path))
                .orElse(path)
                .toString();
    }

    /** A measure as its call. */
    static String measure(Measure measure) {
        List<String> arguments = new ArrayList<>();
        measure.of().forEach(of -> arguments.add(of.print()));
        measure.parameters().forEach(parameter -> arguments.add(parameter.toPlainString()));
        String call =
                measure.function().word() + "(" + (arguments.isEmpty() ? "*" : String.join(", ", arguments)) + ")";
        boolean all = measure.where().equals(Filter.ALL);
        return call + (all ? "" : " filter (where " + measure.where().print() + ")");
    }

    /** A source as it is read, with its alias. */
    static String source(Input input) {
        String refs = input.union().stream().map(SqlPrinter::ref).collect(Collectors.joining(", "));
        if (input.alias().isEmpty()) {
            return refs;
        }
        return (input.union().size() > 1 ? "(" + refs + ")" : refs) + as(input.alias());
    }

    private static String ref(Ref ref) {
        if (ref.kind() != Ref.Kind.NAME) {
            return ref.kind().name().toLowerCase(Locale.ROOT) + "('"
                    + ref.name().replace("'", "''") + "')";
        }
        String lower = ref.name().toLowerCase(Locale.ROOT);
        boolean quoted = Clauses.WORDS.contains(lower) || QUOTED.contains(lower);
        return quoted ? '"' + ref.name() + '"' : Path.quoteIfNeeded(ref.name());
    }

    private void join(Join join) {
        out.append(
                switch (join.type()) {
                    case INNER -> " join ";
                    case LEFT -> " left join ";
                    case OUTER -> " full join ";
                });
        boolean table = join.kind() == Join.Kind.TABLE;
        out.append(table ? "table " : "").append(source(join.right()));
        if (!table) {
            out.append(" within (").append(Durations.print(join.before()));
            if (!join.after().equals(join.before())) {
                out.append(", ").append(Durations.print(join.after()));
            }
            out.append(", grace period ").append(Durations.print(join.grace())).append(')');
        } else if (!join.refresh().isZero()) {
            out.append(" refresh every ").append(Durations.print(join.refresh()));
        }
        out.append(" on ").append(on(join));
    }

    /** The condition of a join with the names of its inputs. */
    static String on(Join join) {
        Expr equality = new Expr.Comparison(
                Expr.Relation.EQUAL,
                join.leftKey().tree(),
                named(join.rightKey().tree(), join.right().alias()));
        return Expression.print(equality, Path::toString);
    }

    private static Expr named(Expr tree, String alias) {
        return Substitution.paths(tree, path -> {
            if (path.root() != Path.Root.VALUE) {
                return path;
            }
            List<Path.Step> steps = new ArrayList<>(List.of(new Path.Name(alias)));
            steps.addAll(path.steps());
            return new Path(Path.Root.VALUE, steps);
        });
    }

    private void where() {
        if (!query.where().equals(Filter.ALL)) {
            out.append(" where ").append(query.where().print());
        }
    }

    private void window(Aggregation aggregation) {
        String text = aggregation.window().describe();
        if (text.isEmpty()) {
            return;
        }
        out.append(" window ").append(text).append(", grace period ").append(Durations.print(aggregation.grace()));
        if (!aggregation.idle().equals(Aggregation.IDLE)) {
            out.append(", idle after ").append(Durations.print(aggregation.idle()));
        }
        out.append(')');
    }

    private void time(EventTime time) {
        out.append(" timestamp by ").append(time.of().print());
        if (time.format() != null) {
            out.append(" format '").append(time.format().replace("'", "''")).append('\'');
        }
    }

    private void groups(Aggregation aggregation) {
        if (!aggregation.keys().isEmpty()) {
            out.append(" group by ")
                    .append(aggregation.keys().stream().map(SqlPrinter::key).collect(Collectors.joining(", ")));
        }
        if (!aggregation.having().equals(Filter.ALL)) {
            out.append(" having ").append(outcome(aggregation.having().tree()));
        }
        if (!aggregation.order().isEmpty()) {
            out.append(" order by ")
                    .append(aggregation.order().stream().map(this::order).collect(Collectors.joining(", ")))
                    .append(" limit ")
                    .append(aggregation.limit());
        }
        out.append(aggregation.emit() == Aggregation.Emit.CHANGE ? " emit changes" : " emit final");
    }

    /** A key with its name where that is another than that of the field. */
    static String key(Aggregation.Key key) {
        boolean own = key.of().tree() instanceof Expr.Field field
                && field.path().lastName().equals(key.name());
        return key.of().print() + (own ? "" : as(key.name()));
    }

    String order(Aggregation.Order order) {
        return outcome(new Path(Path.Root.VALUE, List.of(new Path.Name(order.column()))))
                + (order.descending() ? " desc" : "");
    }
}
