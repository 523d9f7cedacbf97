package io.sluice.stream.landing.column;

import io.sluice.filter.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The paths of columns into JSON, as a tree: a step down for each step of a path. Built once, then read by any thread. */
final class PathTree {
    private final Map<String, PathTree> members = new HashMap<>();
    private final Map<Integer, PathTree> elements = new HashMap<>();
    private final List<Integer> columns = new ArrayList<>();

    void add(List<Path.Step> steps, int column) {
        PathTree at = this;
        for (Path.Step step : steps) {
            at = step instanceof Path.Index element
                    ? at.elements.computeIfAbsent(element.index(), none -> new PathTree())
                    : at.members.computeIfAbsent(((Path.Name) step).name(), none -> new PathTree());
        }
        at.columns.add(column);
    }

    @Nullable PathTree member(String name) {
        return members.get(name);
    }

    @Nullable PathTree element(int index) {
        return elements.get(index);
    }

    /** Those that take the value that is found here, by their number. */
    List<Integer> columns() {
        return columns;
    }

    boolean hasMembers() {
        return !members.isEmpty();
    }

    boolean hasElements() {
        return !elements.isEmpty();
    }

    /** Nothing is looked for at all. */
    boolean isEmpty() {
        return columns.isEmpty() && !hasMembers() && !hasElements();
    }
}
