package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Path;
import io.sluice.filter.Substitution;
import io.sluice.filter.SyntaxReader;
import io.sluice.query.Statement.Item;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What expressions over the keys and measures of a query mean. A name in such an expression is, in this order: what is
 * grouped by, as it stands there; the name of a key; a column of the window; a column that was named elsewhere.
 */
final class GroupColumns {
    private final boolean windowed;
    private final boolean limited;
    private final Scope scope;
    private final Faults faults;
    private final GroupReader.Group group;
    /** What names of other columns stand for. */
    private final Map<String, Expr> defined = new LinkedHashMap<>();

    GroupColumns(Statement statement, AggregateCalls calls, Scope scope, Faults faults, boolean windowed) {
        this.windowed = windowed;
        this.limited = statement.limit() != null;
        this.scope = scope;
        this.faults = faults;
        this.group = new GroupReader(statement, calls, scope, faults, windowed).read();
    }

    List<Aggregation.Key> keys() {
        return group.keys();
    }

    List<Measure> measures() {
        return group.measures();
    }

    /** From now on {@code name} means this, where it means nothing else. */
    void define(String name, Expr outcome) {
        defined.putIfAbsent(name, outcome);
    }

    /** All columns of the outcome, in their order. */
    Map<String, Expr> all() {
        Map<String, Expr> all = new LinkedHashMap<>();
        if (windowed) {
            all.put(Query.WINDOW_START, field(Query.WINDOW_START, List.of()));
            all.put(Query.WINDOW_END, field(Query.WINDOW_END, List.of()));
        }
        group.keys().forEach(key -> all.put(key.name(), field(key.name(), List.of())));
        all.putAll(defined);
        if (limited) {
            all.put(Query.RANK, field(Query.RANK, List.of()));
        }
        return all;
    }

    /** Whether a path of the outcome is all of a key or of a measure. */
    boolean isKeyOrMeasure(Path path) {
        List<String> names = new ArrayList<>();
        group.keys().forEach(key -> names.add(key.name()));
        group.measures().forEach(measure -> names.add(measure.name()));
        return path.steps().size() == 1 && Scope.isOf(names, path);
    }

    /** Whether a column of this name is there anyway, and means something else. */
    boolean isTaken(String name, Expr outcome) {
        return GroupReader.reserved(windowed, limited).contains(name) && !outcome.equals(field(name, List.of()));
    }

    /** Whether a path is what windows are told by. */
    static boolean isWindowColumn(Path path) {
        return windowColumn(path).isPresent();
    }

    private static Optional<String> windowColumn(Path path) {
        if (path.root() != Path.Root.VALUE || path.steps().size() != 1) {
            return Optional.empty();
        }
        return switch (path.lastName().toLowerCase(Locale.ROOT)) {
            case "windowstart", "window_start" -> Optional.of(Query.WINDOW_START);
            case "windowend", "window_end" -> Optional.of(Query.WINDOW_END);
            default -> Optional.empty();
        };
    }

    /** What an item means over keys and measures; what is neither is reported. */
    Expr outcome(Item item) {
        return Substitution.in(item.expr(), node -> {
            if (node instanceof Expr.Field field) {
                return outcome(item, field.path());
            } else if (node instanceof Expr.Exists exists) {
                return exists(item, exists.path());
            }
            return scope.find(node)
                    .flatMap(row -> group.keys().stream()
                            .filter(key -> key.of().tree().equals(row))
                            .findFirst())
                    .<Expr>map(key -> field(key.name(), List.of()))
                    .orElse(node);
        });
    }

    private Expr exists(Item item, Path path) {
        if (outcome(item, path) instanceof Expr.Field found && isOfKey(found.path())) {
            return new Expr.Exists(found.path());
        }
        faults.report(Scope.placeOf(item, path), "exists(…) asks for a key here; what is calculated always exists");
        return new Expr.Null();
    }

    private boolean isOfKey(Path path) {
        return group.keys().stream().anyMatch(key -> Scope.isOf(List.of(key.name()), path));
    }

    private Expr outcome(Item item, Path path) {
        Optional<Integer> call = AggregateCalls.number(path);
        if (call.isPresent()) {
            return field(group.ofCall().get(call.get()), List.of());
        }
        for (Aggregation.Key key : group.keys()) {
            Optional<Path> row = scope.find(path);
            if (row.isPresent() && key.of().tree() instanceof Expr.Field field && startsWith(row.get(), field.path())) {
                return field(
                        key.name(),
                        row.get()
                                .steps()
                                .subList(
                                        field.path().steps().size(),
                                        row.get().steps().size()));
            }
        }
        String first = path.steps().isEmpty() || !(path.steps().get(0) instanceof Path.Name name) ? "" : name.name();
        boolean value = path.root() == Path.Root.VALUE;
        List<Path.Step> rest =
                path.steps().isEmpty() ? List.of() : Scope.inside(path).steps();
        if (value && group.keys().stream().anyMatch(key -> key.name().equals(first))) {
            return field(first, rest);
        } else if (windowed && isWindowColumn(path)) {
            return field(windowColumn(path).orElseThrow(), List.of());
        } else if (value && first.equals(Query.RANK) && rest.isEmpty() && limited) {
            return field(Query.RANK, List.of());
        } else if (value && defined.containsKey(first)) {
            Expr other = defined.get(first);
            if (rest.isEmpty()) {
                return other;
            } else if (other instanceof Expr.Field field) {
                List<Path.Step> steps = new ArrayList<>(field.path().steps());
                steps.addAll(rest);
                return new Expr.Field(new Path(Path.Root.VALUE, steps));
            }
        }
        faults.report(Scope.placeOf(item, path), missing(path));
        return new Expr.Null();
    }

    private static boolean startsWith(Path path, Path start) {
        return path.root() == start.root()
                && path.steps().size() >= start.steps().size()
                && path.steps().subList(0, start.steps().size()).equals(start.steps());
    }

    private static Expr field(String name, List<Path.Step> rest) {
        List<Path.Step> steps = new ArrayList<>(List.of(new Path.Name(name)));
        steps.addAll(rest);
        return new Expr.Field(new Path(Path.Root.VALUE, steps));
    }

    private String missing(Path path) {
        List<String> known = new ArrayList<>();
        group.keys().forEach(key -> known.add(key.name()));
        known.addAll(defined.keySet());
        boolean start = path.root() == Path.Root.VALUE
                && path.toString().toLowerCase(Locale.ROOT).startsWith("window");
        String hint = start && !windowed ? "; there is no window" : known.isEmpty() ? "" : near(path, known);
        return "'" + Scope.brief(path.toString()) + "' is neither grouped by nor calculated from the group: add it to"
                + " 'group by', or write an aggregate such as last(" + Scope.brief(path.toString()) + ")" + hint;
    }

    private static String near(Path path, List<String> known) {
        String hint = SyntaxReader.didYouMean(path.toString(), known);
        return hint.startsWith("; did") ? hint : "";
    }
}
