package io.sluice.stream.landing.run;

import io.sluice.contract.Streams.State;
import io.sluice.stream.landing.table.Books.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a landing stands on this node. Its own thread writes it, but for {@link #last}; any thread may ask. */
final class Standing {
    private volatile Runnable changed = () -> {};
    private volatile LandingRun.Figures now = new LandingRun.Figures(State.STARTING, null, Map.of());
    private volatile boolean last;
    private volatile boolean through;

    /** @param observer is called when the state, or its reason, has become another; must not block */
    void observe(Runnable observer) {
        changed = observer;
    }

    /** The topic gets no more records that are to be landed. Any thread. */
    void last() {
        last = true;
    }

    boolean isLast() {
        return last;
    }

    /** All that was in the topic is landed. */
    void through() {
        through = true;
        changed.run();
    }

    boolean isThrough() {
        return through;
    }

    LandingRun.Figures figures() {
        return now;
    }

    void tell(State state, @Nullable String reason) {
        LandingRun.Figures before = now;
        now = new LandingRun.Figures(state, reason, before.places());
        if (before.state() != state || !Objects.equals(before.reason(), reason)) {
            changed.run();
        }
    }

    void put(Map<Integer, Place> changedPlaces) {
        Map<Integer, Place> places = new HashMap<>(now.places());
        places.putAll(changedPlaces);
        now = new LandingRun.Figures(now.state(), now.reason(), Map.copyOf(places));
    }

    /** Another node has them now. */
    void forget(Collection<Integer> partitions) {
        Map<Integer, Place> places = new HashMap<>(now.places());
        partitions.forEach(places::remove);
        now = new LandingRun.Figures(now.state(), now.reason(), Map.copyOf(places));
    }
}
