package io.sluice.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/** Walks over trees that need no knowledge of each kind of node. */
final class Fields {
    private record Level(Expr expr, int depth) {}

    private Fields() {}

    /** Adds the paths that a checked tree reads, as they are written. */
    static SortedSet<String> of(Expr tree, SortedSet<String> into) {
        each(tree, path -> into.add(path.toString()));
        return into;
    }

    /** Shows each path that a checked tree reads, as often as it does. */
    static void each(Expr tree, Consumer<Path> look) {
        if (tree instanceof Expr.Field field) {
            look.accept(field.path());
        } else if (tree instanceof Expr.Exists exists) {
            look.accept(exists.path());
        }
        tree.children().forEach(child -> each(child, look));
    }

    /**
     * Why trees made by other means than parsing are beyond the limits, if they are. Does not recurse, and stops at the limit:
     * trees that share parts can be far larger than the memory they take.
     */
    static Optional<Violation> fault(List<Expr> trees) {
        Deque<Level> open = new ArrayDeque<>();
        trees.forEach(tree -> open.push(new Level(tree, 1)));
        int nodes = 0;
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > Limits.MAX_DEPTH) {
                return Optional.of(new Violation("nested more than " + Limits.MAX_DEPTH + " levels deep", 0, 0));
            } else if (++nodes > Limits.MAX_NODES) {
                return Optional.of(new Violation("too large: more than " + Limits.MAX_NODES + " parts", 0, 0));
            }
            level.expr().children().forEach(child -> open.push(new Level(child, level.depth() + 1)));
        }
        return Optional.empty();
    }
}
