package io.sluice.stream.flow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * How far each member of a shared application has come in one partition: it goes along with the task ({@link #JOINED}), all records
 * before an offset are behind it, or it has ended at an offset. Kept in a store whose changes are part of the transaction of outputs and positions, and remembered
 * here, so that asking costs nothing. Belongs to the task's thread.
 */
final class Places {
    /** Its place is the task's position, whatever that is; also while no task runs. */
    static final long JOINED = -1;

    /** Below it are those that have ended, so that no task takes one of them for a member again. */
    private static final long ENDED = -2;

    private final KeyValueStore<String, Long> store;
    private final Map<UUID, Long> places = new HashMap<>();

    Places(KeyValueStore<String, Long> store) {
        this.store = store;
        try (KeyValueIterator<String, Long> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Long> place = all.next();
                places.put(UUID.fromString(place.key), place.value);
            }
        }
    }

    /** A copy. */
    Set<UUID> ids() {
        return new HashSet<>(places.keySet());
    }

    boolean isJoined(UUID id) {
        return places.getOrDefault(id, 0L) == JOINED;
    }

    /** Of one that has not joined. */
    long of(Member member, int partition) {
        return places.getOrDefault(member.id(), member.start(partition));
    }

    /** Whether it has ended there for good. */
    static boolean isEnded(long place) {
        return place < JOINED;
    }

    /** The offset before which it has had everything. */
    static long offset(long place) {
        return isEnded(place) ? ENDED - place : place;
    }

    boolean isEnded(UUID id) {
        return isEnded(places.getOrDefault(id, 0L));
    }

    /**
     * Ends it for good where it is.
     *
     * @param here the task's position
     * @param start where it began, if it has no place
     */
    void end(UUID id, long here, long start) {
        if (!isEnded(id)) {
            put(id, ENDED - (isJoined(id) ? here : places.getOrDefault(id, start)));
        }
    }

    void put(UUID id, long place) {
        places.put(id, place);
        store.put(id.toString(), place);
    }

    void remove(UUID id) {
        places.remove(id);
        store.delete(id.toString());
    }
}
