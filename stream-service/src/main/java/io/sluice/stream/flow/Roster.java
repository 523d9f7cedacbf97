package io.sluice.stream.flow;

import io.sluice.contract.RecordFormat;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Who are the members of a shared application, as this node knows. Written by the event loop, read by the application's threads before
 * each record, so it is one reference to what never changes.
 */
final class Roster {
    private final Consumer<Set<UUID>> unknown;
    private volatile Members now;

    /** @param unknown hears of streams that a task has a place for and this node knows nothing of, on the task's thread */
    Roster(Members first, Consumer<Set<UUID>> unknown) {
        this.now = first;
        this.unknown = unknown;
    }

    /**
     * @param resting that are streams of this topic but do not run
     * @param gone that are deleted, or were asked for and are no streams any more
     * @param ending that stop for good where they are; by partition, where they began
     * @param format how the records of the source topic are read
     */
    record Members(
            Map<UUID, Member> running,
            Set<UUID> resting,
            Set<UUID> gone,
            Map<UUID, Map<Integer, Long>> ending,
            RecordFormat format) {
        static final Members NONE = new Members(Map.of(), Set.of(), Set.of(), RecordFormat.AUTO);

        Members {
            running = Map.copyOf(running);
            resting = Set.copyOf(resting);
            gone = Set.copyOf(gone);
            ending = Map.copyOf(ending);
        }

        /** Of whom nobody ends. */
        Members(Map<UUID, Member> running, Set<UUID> resting, Set<UUID> gone, RecordFormat format) {
            this(running, resting, gone, Map.of(), format);
        }

        boolean knows(UUID id) {
            return running.containsKey(id) || resting.contains(id) || gone.contains(id) || ending.containsKey(id);
        }
    }

    Members now() {
        return now;
    }

    void publish(Members members) {
        now = members;
    }

    void ask(Set<UUID> ids) {
        unknown.accept(ids);
    }
}
