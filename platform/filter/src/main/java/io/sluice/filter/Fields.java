package io.sluice.filter;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedSet;

/** Walks over trees that need no knowledge of each kind of node. */
final class Fields {
    private record Level(Expr expr, int depth) {}

    private Fields() {}

    /** Adds the paths that a checked tree reads, as they are written. */
    static SortedSet<String> of(Expr tree, SortedSet<String> into) {
        if (tree instanceof Expr.Field field) {
            into.add(field.path().toString());
        } else if (tree instanceof Expr.Exists exists) {
            into.add(exists.path().toString());
        }
        tree.children().forEach(child -> of(child, into));
        return into;
    }

    /** Whether a tree is deeper than {@link Limits#MAX_DEPTH}; does not recurse. */
    static boolean isTooDeep(Expr tree) {
        Deque<Level> open = new ArrayDeque<>();
        open.push(new Level(tree, 1));
        while (!open.isEmpty()) {
            Level level = open.pop();
            if (level.depth() > Limits.MAX_DEPTH) {
                return true;
            }
            level.expr().children().forEach(child -> open.push(new Level(child, level.depth() + 1)));
        }
        return false;
    }
}
