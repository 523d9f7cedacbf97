package io.sluice.query;

import io.sluice.filter.Expr;
import io.sluice.filter.Expression;
import io.sluice.filter.Filter;
import io.sluice.filter.Path;
import io.sluice.filter.Substitution;
import io.sluice.filter.SyntaxReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which paths there are in the row of a query. Where nothing is joined, {@code r.x} is {@code x} for the name that the input was given; where
 * something is, each path begins with the name of an input.
 */
final class Scope {
    private static final Expression NULL = Expression.of(new Expr.Null()).orElseThrow();

    private final Faults faults;
    private final boolean joined;
    private final List<String> aliases = new ArrayList<>();

    Scope(boolean joined, Faults faults) {
        this.joined = joined;
        this.faults = faults;
    }

    void add(String alias) {
        aliases.add(alias);
    }

    boolean has(String alias) {
        return aliases.contains(alias);
    }

    /** The path in the row; none where there is no such. */
    Optional<Path> find(Path path) {
        if (AggregateCalls.number(path).isPresent()) {
            return Optional.empty();
        } else if (!joined) {
            return Optional.of(isOf(aliases, path) && path.steps().size() > 1 ? inside(path) : path);
        }
        return switch (path.root()) {
            case KEY, TIMESTAMP -> Optional.of(path);
            case VALUE -> path.steps().isEmpty() || isOf(aliases, path) ? Optional.of(path) : Optional.empty();
            case TEXT, HEADERS, PARTITION, OFFSET, TOPIC -> Optional.empty();
        };
    }

    /** The tree on the row; none where a path leads nowhere. */
    Optional<Expr> find(Expr tree) {
        boolean all = paths(tree).stream().allMatch(path -> find(path).isPresent());
        return all ? Optional.of(Substitution.paths(tree, path -> find(path).orElseThrow())) : Optional.empty();
    }

    /** The paths that a tree reads. */
    static List<Path> paths(Expr tree) {
        List<Path> paths = new ArrayList<>();
        Substitution.paths(tree, path -> {
            paths.add(path);
            return path;
        });
        return paths;
    }

    /** Whether a path begins with one of the names. */
    static boolean isOf(List<String> names, Path path) {
        return path.root() == Path.Root.VALUE
                && !path.steps().isEmpty()
                && path.steps().get(0) instanceof Path.Name name
                && names.contains(name.name());
    }

    /** A path without its first name. */
    static Path inside(Path path) {
        return new Path(path.root(), path.steps().subList(1, path.steps().size()));
    }

    /** The item on the row; what leads nowhere is reported. */
    Expr row(Statement.Item item) {
        return Substitution.paths(item.expr(), path -> find(path).orElseGet(() -> {
            if (AggregateCalls.number(path).isEmpty()) {
                faults.report(placeOf(item, path), missing(path));
            }
            return path;
        }));
    }

    /** The same, held to the limits of expressions. */
    Expression expression(Statement.Item item) {
        return expression(row(item), item.place());
    }

    Expression expression(Expr tree, Place place) {
        return faults.take(Expression.of(tree), place, NULL);
    }

    Filter filter(Expr tree, Place place) {
        return faults.take(Filter.of(tree), place, Filter.ALL);
    }

    /** Where a path stands in an item. */
    static Place placeOf(Statement.Item item, Path path) {
        return item.mentions().stream()
                .filter(mention -> mention.path().equals(path))
                .findFirst()
                .map(mention -> placeOf(item, mention))
                .orElse(item.place());
    }

    private static Place placeOf(Statement.Item item, SyntaxReader.Mention mention) {
        return new Place(item.place().pointer(), mention.start(), mention.end());
    }

    private String missing(Path path) {
        if (path.root() != Path.Root.VALUE) {
            return "a joined row has no $" + path.root().word() + ", only $key and $timestamp";
        }
        String first = path.steps().get(0) instanceof Path.Name name ? name.name() : "";
        boolean qualified = path.steps().size() > 1;
        return qualified
                ? "there is no input '" + brief(first) + "'" + SyntaxReader.didYouMean(first, aliases)
                : "expected the name of an input before '" + brief(path.toString()) + "', as in "
                        + Path.quoteIfNeeded(aliases.get(0)) + "." + brief(path.toString());
    }

    static String brief(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }
}
