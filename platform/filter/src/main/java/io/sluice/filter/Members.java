package io.sluice.filter;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the members of an object as they were written, but those of some names, whose places are told. Of several members
 * with one name the first counts: only its place is told. Owned by one thread.
 */
final class Members {
    private final PathNode names = PathNode.root();
    private final Map<PathNode, Integer> places = new IdentityHashMap<>();
    private final JsonScanner scanner = new JsonScanner();
    private final Cell name = new Cell();
    private long reading;

    /** What happens at the first member of one of the names. */
    interface Sink {
        /** @param i which of the names it has */
        void at(int i);
    }

    /** @param names of members that are not copied */
    Members(List<String> names) {
        for (int i = 0; i < names.size(); i++) {
            places.putIfAbsent(this.names.child(new Path.Name(names.get(i))), i);
        }
    }

    /**
     * @param value JSON; null has no members
     * @param out behind an opening brace; members are separated by commas there
     * @return false where it is no object, or breaks off
     */
    boolean copy(byte @Nullable [] value, Output out, Sink sink) {
        if (value == null) {
            return true;
        }
        reading++;
        scanner.reset(value);
        int at = scanner.start();
        if (scanner.at(at) != '{') {
            return false;
        }
        scanner.enter();
        at = scanner.space(at + 1);
        at = scanner.at(at) == '}' ? at + 1 : members(value, at, out, sink);
        scanner.leave();
        return at >= 0 && scanner.space(at) == value.length;
    }

    private int members(byte[] value, int from, Output out, Sink sink) {
        int at = from;
        while (true) {
            if (scanner.at(at) != '"') {
                return JsonScanner.BROKEN;
            }
            int afterName = scanner.string(at + 1);
            if (afterName < 0) {
                return JsonScanner.BROKEN;
            }
            PathNode known = known(value, at + 1, afterName - 1);
            int begin = scanner.colon(afterName);
            int after = begin < 0 ? begin : scanner.value(begin);
            if (after < 0) {
                return JsonScanner.BROKEN;
            }
            if (known == null) {
                out.separate();
                out.raw(value, at, after);
            } else if (known.seen != reading) {
                known.seen = reading;
                sink.at(places.getOrDefault(known, -1));
            }
            at = scanner.space(after);
            byte b = scanner.at(at);
            if (b == '}') {
                return at + 1;
            } else if (b != ',') {
                return JsonScanner.BROKEN;
            }
            at = scanner.space(at + 1);
        }
    }

    private @Nullable PathNode known(byte[] value, int from, int to) {
        if (!names.hasMembers()) {
            return null;
        } else if (!scanner.escaped()) {
            return names.member(value, from, to);
        }
        name.jsonText(value, from, to, true);
        return names.member(name.bytes(), name.from(), name.to());
    }
}
