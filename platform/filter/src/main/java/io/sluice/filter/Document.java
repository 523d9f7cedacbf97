package io.sluice.filter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One JSON document per record (its value, or its key), and the cells of the paths that are looked for in it. Read at most
 * once per record, and only until the last path is settled: found, or known to be missing because the object that would
 * hold it has ended. Of several members with one name the first counts, so nothing behind the last path can change the
 * outcome. Where the document breaks, the paths not yet settled stay {@link Cell.Kind#PENDING}, the others keep what was
 * found; so a filter's outcome does not depend on which other filters share the reading.
 *
 * <p>Recursion follows the named paths only, at most {@link Limits#MAX_STEPS} deep.
 */
final class Document {
    /** Answered, in place of a place, when nothing is left to be found. */
    private static final int DONE = -2;

    private final PathNode root = PathNode.root();
    private final List<Cell> cells = new ArrayList<>();
    private final JsonScanner scanner = new JsonScanner();
    private final Cell name = new Cell();
    private long reading;
    private int pending;
    private boolean unreadable;

    /** The cell of a path; each call is one user of it. */
    Cell acquire(List<Path.Step> steps) {
        PathNode node = root;
        for (Path.Step step : steps) {
            node = node.child(step);
        }
        node.users++;
        if (node.cell == null) {
            node.cell = new Cell();
            cells.add(node.cell);
        }
        return node.cell;
    }

    /** One user less. */
    void release(List<Path.Step> steps) {
        release(root, steps, 0);
    }

    private void release(PathNode node, List<Path.Step> steps, int at) {
        if (at == steps.size()) {
            if (--node.users == 0) {
                Cell unused = node.cell;
                cells.removeIf(cell -> cell == unused);
                node.cell = null;
            }
            return;
        }
        PathNode child = node.find(steps.get(at));
        if (child != null) {
            release(child, steps, at + 1);
            node.prune(child);
        }
    }

    /** Fills the cells from {@code bytes}; from null, all are missing. */
    void read(byte @Nullable [] bytes) {
        pending = 0;
        unreadable = false;
        Cell.Kind before = bytes == null ? Cell.Kind.MISSING : Cell.Kind.PENDING;
        for (int i = 0; i < cells.size(); i++) {
            cells.get(i).kind = before;
        }
        if (bytes != null && !cells.isEmpty()) {
            pending = cells.size();
            reading++;
            scanner.reset(bytes);
            node(root, scanner.start());
        }
    }

    /** Whether every path was settled, and no number was too long to be read. */
    boolean isWhole() {
        return pending == 0 && !unreadable;
    }

    /** Reads the value of a node; answers the place behind it, {@link #DONE} or {@link JsonScanner#BROKEN}. */
    private int node(PathNode node, int from) {
        byte b = scanner.at(from);
        int after;
        int count = 0;
        if (b == '{' && node.hasMembers()) {
            scanner.enter();
            after = members(node, from);
            scanner.leave();
        } else if (b == '[' && node.hasElements()) {
            scanner.enter();
            after = elements(node, from);
            scanner.leave();
            count = scanner.elements();
        } else {
            after = scanner.value(from);
            count = scanner.elements();
        }
        if (after < 0) {
            return after;
        }
        if (node.cell != null) {
            fill(node.cell, from, after, count);
            pending--;
        }
        if (!node.isLeaf()) {
            settle(node);
        }
        return pending == 0 ? DONE : after;
    }

    private int members(PathNode node, int from) {
        int at = scanner.space(from + 1);
        if (scanner.at(at) == '}') {
            return at + 1;
        }
        while (true) {
            if (scanner.at(at) != '"') {
                return JsonScanner.BROKEN;
            }
            int after = scanner.string(at + 1);
            if (after < 0) {
                return JsonScanner.BROKEN;
            }
            PathNode child = member(node, at + 1, after - 1);
            at = scanner.colon(after);
            at = at < 0 ? at : child(child, at);
            if (at < 0) {
                return at;
            }
            at = scanner.space(at);
            byte b = scanner.at(at);
            if (b == '}') {
                return at + 1;
            } else if (b != ',') {
                return JsonScanner.BROKEN;
            }
            at = scanner.space(at + 1);
        }
    }

    private @Nullable PathNode member(PathNode node, int from, int to) {
        if (!scanner.escaped()) {
            return node.member(scanner.bytes(), from, to);
        }
        name.jsonText(scanner.bytes(), from, to, true);
        return node.member(name.bytes(), name.from(), name.to());
    }

    private int elements(PathNode node, int from) {
        int at = scanner.space(from + 1);
        int index = 0;
        if (scanner.at(at) == ']') {
            scanner.elements(0);
            return at + 1;
        }
        while (true) {
            at = child(node.element(index), at);
            if (at < 0) {
                return at;
            }
            index++;
            at = scanner.space(at);
            byte b = scanner.at(at);
            if (b == ']') {
                scanner.elements(index);
                return at + 1;
            } else if (b != ',') {
                return JsonScanner.BROKEN;
            }
            at = scanner.space(at + 1);
        }
    }

    private int child(@Nullable PathNode child, int from) {
        if (child == null || child.seen == reading) {
            return scanner.value(from);
        }
        child.seen = reading;
        return node(child, from);
    }

    /** The value of a node has ended: what was not found in it is missing. */
    private void settle(PathNode node) {
        List<PathNode> children = node.children();
        for (int i = 0; i < children.size(); i++) {
            PathNode child = children.get(i);
            if (child.seen == reading) {
                continue;
            }
            child.seen = reading;
            if (child.cell != null) {
                child.cell.kind = Cell.Kind.MISSING;
                pending--;
            }
            settle(child);
        }
    }

    private void fill(Cell cell, int from, int to, int count) {
        byte[] in = scanner.bytes();
        cell.raw(in, from, to);
        switch (in[from]) {
            case '{' -> cell.kind = Cell.Kind.OBJECT;
            case '[' -> {
                cell.kind = Cell.Kind.ARRAY;
                cell.count = count;
            }
            case '"' -> cell.jsonText(in, from + 1, to - 1, scanner.escaped());
            case 't' -> cell.kind = Cell.Kind.TRUE;
            case 'f' -> cell.kind = Cell.Kind.FALSE;
            case 'n' -> cell.kind = Cell.Kind.NULL;
            default -> {
                Numbers.read(in, from, to, cell);
                unreadable |= cell.kind == Cell.Kind.UNREADABLE;
            }
        }
    }
}
