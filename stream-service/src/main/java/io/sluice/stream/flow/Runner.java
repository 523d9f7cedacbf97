package io.sluice.stream.flow;

import io.sluice.stream.flow.StreamRow.Reading;
import io.sluice.stream.store.Coalescing;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Runs on this node what Postgres says should run: a lane for each stream, and one for each topic whose streams share an application.
 * Belongs to one event loop.
 */
final class Runner implements StreamLane.Neighbours {
    private final LaneKit kit;
    private final Coalescing everything;
    private final Map<UUID, StreamLane> lanes = new HashMap<>();
    /** By the broker's id of the topic. */
    private final Map<String, SharedLane> shared = new HashMap<>();

    private boolean closed;

    Runner(LaneKit kit) {
        this.kit = kit;
        this.everything = new Coalescing(kit.vertx(), "streams", this::settleAll);
    }

    /** Anything may have changed. */
    void reconcileSoon() {
        everything.request();
    }

    /** @return completes when this node does what the row said */
    Future<Void> settle(UUID id) {
        return closed ? Future.succeededFuture() : lane(id).settle();
    }

    private StreamLane lane(UUID id) {
        return lanes.computeIfAbsent(id, fresh -> new StreamLane(id, kit, this));
    }

    @Override
    public Future<Void> settleShared(List<Reading> topics) {
        return closed
                ? Future.succeededFuture()
                : Future.join(topics.stream().map(topic -> lane(topic).settle()).toList())
                        .mapEmpty();
    }

    private SharedLane lane(Reading topic) {
        return shared.computeIfAbsent(
                topic.id(),
                fresh -> new SharedLane(topic, kit, id -> lane(id).counters(), () -> shared.remove(topic.id())));
    }

    @Override
    public void forget(UUID id) {
        lanes.remove(id);
    }

    /** Versions that catch up have moved on. */
    void lookAtUpgrades() {
        List.copyOf(lanes.values()).stream().filter(StreamLane::catchesUp).forEach(StreamLane::settle);
    }

    /** What was counted here, by streams that run and by streams that have just stopped. */
    List<Counted> counted() {
        List<Counted> counted = new ArrayList<>();
        lanes.forEach((id, lane) -> counted.add(new Counted(id, lane.counters(), lane.meters())));
        return counted;
    }

    record Counted(UUID id, Counters counters, Meters meters) {}

    /** Stops every application here; what was committed is where another node, or the next start, goes on. */
    Future<Void> close() {
        closed = true;
        List<Lane> all = new ArrayList<>(lanes.values());
        all.addAll(shared.values());
        return everything
                .close()
                .eventually(() -> Future.join(all.stream().map(Lane::close).toList()))
                .eventually(() -> {
                    kit.destinations().close();
                    kit.rereaders().shutdown();
                    return kit.places().close();
                });
    }

    private Future<Void> settleAll() {
        return kit.rows().ids().compose(ids -> {
            Set<UUID> all = new HashSet<>(ids);
            all.addAll(lanes.keySet());
            return Future.join(all.stream().map(this::settle).toList()).mapEmpty();
        });
    }
}
