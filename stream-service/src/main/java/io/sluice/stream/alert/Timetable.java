package io.sluice.stream.alert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is due when: one time for each name. Belongs to one thread. */
final class Timetable {
    private final TreeSet<Due> order =
            new TreeSet<>(Comparator.comparingLong(Due::at).thenComparing(Due::name));
    private final Map<String, Due> byName = new HashMap<>();

    private record Due(String name, long at) {}

    /** @param at {@link Terms#NEVER}: not at all */
    void put(String name, long at) {
        Due before = byName.get(name);
        if (before != null && before.at() == at) {
            return;
        }
        remove(name);
        if (at != Terms.NEVER) {
            Due due = new Due(name, at);
            byName.put(name, due);
            order.add(due);
        }
    }

    void remove(String name) {
        Due before = byName.remove(name);
        if (before != null) {
            order.remove(before);
        }
    }

    /** {@link Terms#NEVER} when there is nothing. */
    long next() {
        return order.isEmpty() ? Terms.NEVER : order.first().at();
    }

    /** The name that has been due for longest, at {@code now}; it stays until it is put or removed. */
    @Nullable String due(long now) {
        return next() <= now ? order.first().name() : null;
    }
}
