package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the names of a rule mean where it stands: a column that an earlier rule of the step has assigned is its expression,
 * any other is looked for in the record. A name with dots or indices is the member of that whole name where the record has
 * one, else the path.
 */
final class RuleScope {
    private static final Pattern SEGMENT = Pattern.compile("([^\\[\\]]+)((?:\\[\\d{1,7}])*)");

    private final Map<String, Expr> assigned;
    private final Set<String> removed;
    private final Set<String> known;
    private final @Nullable Set<String> columns;
    private final SortedSet<String> fields = new TreeSet<>();
    private boolean stale;

    /**
     * @param assigned by earlier rules of the step
     * @param removed by earlier rules of the step
     * @param known to be columns, because rules of earlier steps have assigned them
     * @param columns that records have beside those; null: not known
     */
    RuleScope(Map<String, Expr> assigned, Set<String> removed, Set<String> known, @Nullable Set<String> columns) {
        this.assigned = assigned;
        this.removed = removed;
        this.known = known;
        this.columns = columns;
    }

    /** Whether all columns are known. */
    boolean isCertain() {
        return columns != null;
    }

    /** Whether the name is known to be a column, or a path into one. */
    boolean has(String name) {
        return assigned.containsKey(name)
                || known.contains(name)
                || (columns != null && (columns.contains(name) || isInside(columns, name)))
                || isInside(assigned.keySet(), name)
                || isInside(known, name);
    }

    private static boolean isInside(Set<String> names, String path) {
        int end = outer(path);
        return end > 0 && names.contains(path.substring(0, end));
    }

    /** What is wrong with a name that stands for a column; null: nothing. */
    @Nullable String fault(String name) {
        if (columns == null || has(name)) {
            return null;
        }
        SortedSet<String> all = new TreeSet<>(columns);
        all.addAll(known);
        all.addAll(assigned.keySet());
        return "there is no column '" + name + "'" + Words.columns(name, all);
    }

    /** Whether a name was asked for that only a new step can tell: one that is gone, or inside of one that was assigned. */
    boolean isStale() {
        return stale;
    }

    /** The paths that were asked for, as they are written in a filter. */
    SortedSet<String> fields() {
        return fields;
    }

    /** The name as a column, which may be missing in a record. */
    Expr column(String name) {
        Expr known = find(name);
        if (known != null) {
            return known;
        }
        List<Path> paths = paths(name);
        Path last = paths.get(paths.size() - 1);
        fields.add(last.toString());
        return paths.size() == 1
                ? new Expr.Field(last)
                : Case.of(new Expr.Exists(paths.get(0)), new Expr.Field(paths.get(0)), new Expr.Field(last));
    }

    /** The name as a column where it is one, else {@code otherwise}. */
    Expr columnOr(String name, Expr otherwise) {
        if (isKnown(name) || (isCertain() && has(name))) {
            return column(name);
        } else if (isCertain()) {
            return otherwise;
        }
        List<Case.Branch> branches = new ArrayList<>();
        for (Path path : paths(name)) {
            branches.add(new Case.Branch(new Expr.Exists(path), new Expr.Field(path)));
        }
        return new Case(branches, otherwise);
    }

    /** What the column is where a rule leaves it as it was. */
    Expr kept(String name) {
        stale |= isGone(name);
        Expr expr = assigned.get(name);
        return expr == null ? new Expr.Field(paths(name).get(0)) : expr;
    }

    /** Whether the record has a column of this name. */
    Expr exists(String name) {
        if (isKnown(name)) {
            return new Expr.Bool(true);
        }
        List<Expr> any = new ArrayList<>();
        paths(name).forEach(path -> any.add(new Expr.Exists(path)));
        return any.size() == 1 ? any.get(0) : new Expr.Or(any);
    }

    private boolean isKnown(String name) {
        stale |= isGone(name);
        return assigned.containsKey(name) || known.contains(name);
    }

    /** What was assigned; a name with dots may be a path where nothing was, which only a new step can tell. */
    private @Nullable Expr find(String name) {
        Expr expr = assigned.get(name);
        stale |= isGone(name) || (expr != null && paths(name).size() > 1);
        return expr;
    }

    private boolean isGone(String name) {
        int end = outer(name);
        String outer = end > 0 ? name.substring(0, end) : "";
        return removed.contains(name) || removed.contains(outer) || assigned.containsKey(outer);
    }

    /** Where the first name of a path ends; below 1 where it is none. */
    private static int outer(String name) {
        int dot = name.indexOf('.');
        int bracket = name.indexOf('[');
        return dot > 0 && (bracket < 1 || dot < bracket) ? dot : bracket;
    }

    /** Where a record may have it, the likeliest last. */
    private static List<Path> paths(String name) {
        List<Path.Step> whole = List.of(new Path.Name(name));
        List<Path.Step> steps = steps(name);
        Path member = new Path(Path.Root.VALUE, whole);
        return steps.isEmpty() || steps.equals(whole)
                ? List.of(member)
                : List.of(member, new Path(Path.Root.VALUE, steps));
    }

    /** The steps that a name spells; none where it spells no path. */
    private static List<Path.Step> steps(String name) {
        List<Path.Step> steps = new ArrayList<>();
        for (String part : name.split("\\.", -1)) {
            Matcher segment = SEGMENT.matcher(part);
            if (!segment.matches()) {
                return List.of();
            }
            steps.add(new Path.Name(segment.group(1)));
            String indices = segment.group(2);
            for (String index :
                    indices.isEmpty() ? new String[0] : indices.substring(1).split("\\[")) {
                int at = Integer.parseInt(index.substring(0, index.length() - 1));
                if (at > Limits.MAX_INDEX) {
                    return List.of();
                }
                steps.add(new Path.Index(at));
            }
        }
        return steps.size() > Limits.MAX_STEPS ? List.of() : steps;
    }
}
