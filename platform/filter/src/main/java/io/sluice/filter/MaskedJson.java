package io.sluice.filter;

import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a JSON document again with some of its members masked, everywhere where a path leads: lists are passed through, and of several members
 * with one name each is masked. What no path leads to stays as it was written. Owned by one thread; recursion follows paths and lists only,
 * at most {@link Limits#MAX_VALUE_DEPTH} deep.
 */
final class MaskedJson {
    private final PathNode root = PathNode.root();
    private final Map<PathNode, MaskWriter> writers = new IdentityHashMap<>();
    private final JsonScanner scanner = new JsonScanner();
    private final Cell name = new Cell();
    private final Output out = new Output();
    private boolean masked;
    private boolean broken;
    private int depth;

    void add(Path path, MaskWriter writer) {
        PathNode node = root;
        for (Path.Step step : path.steps()) {
            node = node.child(step);
        }
        writers.put(node, writer);
    }

    boolean isEmpty() {
        return writers.isEmpty();
    }

    /** The same array where nothing is masked; null where all of it is removed, or it is not one JSON document, which {@link #isBroken} tells apart. */
    byte @Nullable [] write(byte[] json) {
        masked = false;
        depth = 0;
        out.clear();
        scanner.reset(json);
        int after = node(root, scanner.start());
        broken = after < 0 || scanner.space(after) != json.length;
        if (broken || (masked && out.isEmpty())) {
            return null;
        }
        return masked ? out.toBytes() : json;
    }

    /** Whether the document last written was none. */
    boolean isBroken() {
        return broken;
    }

    /** Copies the value that begins here, as it may be seen; the place behind it, or {@link JsonScanner#BROKEN}. */
    private int node(PathNode node, int from) {
        MaskWriter writer = writers.get(node);
        if (writer != null) {
            masked = true;
            return value(writer, from);
        }
        byte b = scanner.at(from);
        if (b == '{' && node.hasMembers()) {
            return inside(node, from, '}');
        } else if (b == '[' && node.hasMembers()) {
            return inside(node, from, ']');
        }
        int after = scanner.value(from);
        if (after >= 0) {
            out.copy(scanner.bytes(), from, after);
        }
        return after;
    }

    private int inside(PathNode node, int from, char closing) {
        if (!enter()) {
            return JsonScanner.BROKEN;
        }
        out.put((char) scanner.at(from));
        int at = scanner.space(from + 1);
        boolean none = scanner.at(at) == closing;
        int begun = out.length();
        while (!none && at >= 0) {
            int mark = out.length();
            if (mark > begun) {
                out.put(',');
            }
            at = closing == '}' ? member(node, at, mark) : node(node, at);
            at = at < 0 ? at : scanner.space(at);
            if (at >= 0 && scanner.at(at) == closing) {
                break;
            }
            at = at >= 0 && scanner.at(at) == ',' ? scanner.space(at + 1) : JsonScanner.BROKEN;
        }
        leave();
        out.put(closing);
        return at < 0 ? at : at + 1;
    }

    private boolean enter() {
        scanner.enter();
        return ++depth <= Limits.MAX_VALUE_DEPTH;
    }

    private void leave() {
        scanner.leave();
        depth--;
    }

    /** @param mark where the output is cut off again if there is nothing left of the member */
    private int member(PathNode node, int from, int mark) {
        if (scanner.at(from) != '"') {
            return JsonScanner.BROKEN;
        }
        int afterName = scanner.string(from + 1);
        if (afterName < 0) {
            return JsonScanner.BROKEN;
        }
        PathNode child = child(node, from + 1, afterName - 1);
        int begin = scanner.colon(afterName);
        if (begin < 0) {
            return begin;
        }
        out.copy(scanner.bytes(), from, begin);
        int before = out.length();
        int after = child == null ? plain(begin) : node(child, begin);
        if (out.length() == before) {
            out.truncate(mark);
        }
        return after;
    }

    private int plain(int from) {
        int after = scanner.value(from);
        if (after >= 0) {
            out.copy(scanner.bytes(), from, after);
        }
        return after;
    }

    private @Nullable PathNode child(PathNode node, int from, int to) {
        if (!scanner.escaped()) {
            return node.member(scanner.bytes(), from, to);
        }
        name.jsonText(scanner.bytes(), from, to, true);
        return node.member(name.bytes(), name.from(), name.to());
    }

    /** Writes what a mask leaves of a value: of a list, of each of its elements. */
    private int value(MaskWriter writer, int from) {
        if (scanner.at(from) != '[' || !writer.isForElements()) {
            int after = scanner.value(from);
            if (after >= 0) {
                writer.write(scanner, from, after, out);
            }
            return after;
        }
        if (!enter()) {
            return JsonScanner.BROKEN;
        }
        out.put('[');
        int at = scanner.space(from + 1);
        boolean more = scanner.at(at) != ']';
        while (more && at >= 0) {
            at = value(writer, at);
            at = at < 0 ? at : scanner.space(at);
            more = at >= 0 && scanner.at(at) == ',';
            if (more) {
                out.put(',');
                at = scanner.space(at + 1);
            }
        }
        leave();
        out.put(']');
        return at >= 0 && scanner.at(at) == ']' ? at + 1 : JsonScanner.BROKEN;
    }
}
