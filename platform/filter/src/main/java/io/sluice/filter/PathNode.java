package io.sluice.filter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A step of the trie of named paths: the members and elements that are looked for below it, and the cell to fill where a
 * path ends. Members are found by their bytes in a small open-addressing table.
 */
final class PathNode {
    private static final PathNode[] NONE = {};

    /** The name in the language's bytes; empty for elements and the root. */
    private final byte[] name;
    /** The index of an element; -1 for members and the root. */
    private final int index;

    private final List<PathNode> children = new ArrayList<>();
    private PathNode[] table = NONE;
    private PathNode[] elements = NONE;

    /** What to fill, where a path ends here. */
    @Nullable Cell cell;
    /** How many ask for the cell. */
    int users;
    /** The document in which this step was last found, so that the first of several members of one name wins. */
    long seen;

    private PathNode(byte[] name, int index) {
        this.name = name;
        this.index = index;
    }

    static PathNode root() {
        return new PathNode(new byte[0], -1);
    }

    boolean isLeaf() {
        return children.isEmpty();
    }

    boolean hasMembers() {
        return table.length > 0;
    }

    boolean hasElements() {
        return elements.length > 0;
    }

    List<PathNode> children() {
        return children;
    }

    /** The node one step further, made when there is none. */
    PathNode child(Path.Step step) {
        PathNode found = find(step);
        if (found == null) {
            found = step instanceof Path.Name member
                    ? new PathNode(Texts.encode(member.name()), -1)
                    : new PathNode(new byte[0], ((Path.Index) step).index());
            children.add(found);
            if (found.index >= 0 || children.size() * 2 > table.length) {
                arrange();
            } else {
                insert(found);
            }
        }
        return found;
    }

    @Nullable PathNode find(Path.Step step) {
        if (step instanceof Path.Index element) {
            return element(element.index());
        }
        byte[] sought = Texts.encode(((Path.Name) step).name());
        return table.length == 0 ? null : member(sought, 0, sought.length);
    }

    /** Forgets a child that nothing asks for any more. */
    void prune(PathNode child) {
        if (child.users == 0 && child.isLeaf()) {
            children.remove(child);
            arrange();
        }
    }

    private void arrange() {
        elements = children.stream().filter(child -> child.index >= 0).toArray(PathNode[]::new);
        List<PathNode> members =
                children.stream().filter(child -> child.index < 0).toList();
        table = members.isEmpty() ? NONE : new PathNode[Integer.highestOneBit(children.size() * 8)];
        members.forEach(this::insert);
    }

    private void insert(PathNode member) {
        int slot = hash(member.name, 0, member.name.length) & (table.length - 1);
        while (table[slot] != null) {
            slot = (slot + 1) & (table.length - 1);
        }
        table[slot] = member;
    }

    /** The member of this name, or null. */
    @Nullable PathNode member(byte[] in, int from, int to) {
        int mask = table.length - 1;
        int slot = hash(in, from, to) & mask;
        while (table[slot] != null) {
            byte[] known = table[slot].name;
            if (known.length == to - from && Arrays.equals(known, 0, known.length, in, from, to)) {
                return table[slot];
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    /** The element at this index, or null. */
    @Nullable PathNode element(int at) {
        for (PathNode element : elements) {
            if (element.index == at) {
                return element;
            }
        }
        return null;
    }

    /** Mixes length, first, middle and last byte: enough to tell the names of one object apart. */
    private static int hash(byte[] in, int from, int to) {
        int length = to - from;
        if (length == 0) {
            return 0;
        }
        int mixed = length * 31 + in[from] * 7 + in[to - 1] * 13 + in[from + (length >> 1)] * 17;
        return mixed ^ (mixed >>> 4);
    }
}
