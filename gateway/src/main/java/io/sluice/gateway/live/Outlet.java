package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.vertx.core.Context;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The subscribers of one topic on one event loop. All but the methods of {@link Feed} belongs to that loop. The position of a
 * live subscriber is the outlet's, so a batch that matches nothing costs the same for one subscriber and for a thousand.
 */
final class Outlet implements Feed {
    private final Context context;
    private final FrameShare frames;
    private final Semaphore slots;
    private final Map<ChannelKey, Set<Subscription>> members = new HashMap<>();
    private String topicId = "";
    private Position position = Position.zero(0);
    private long scanned;
    private long lag;
    private volatile long cost;

    /** @param frames of the event loop; given back behind each batch */
    Outlet(Context context, FrameShare frames, int batchesInFlight) {
        this.context = context;
        this.frames = frames;
        this.slots = new Semaphore(batchesInFlight);
    }

    @Override
    public void post(TailBatch batch) throws InterruptedException {
        slots.acquire();
        context.runOnContext(now -> {
            long begun = System.nanoTime();
            try {
                deliver(batch);
            } finally {
                slots.release();
                cost = System.nanoTime() - begun;
            }
        });
    }

    @Override
    public long cost() {
        return cost;
    }

    @Override
    public void gone() {
        context.runOnContext(now -> everyone().forEach(subscription -> subscription.end(EndReason.DELETED)));
    }

    @Override
    public void failed(Problem problem) {
        context.runOnContext(now -> everyone().forEach(subscription -> subscription.fail(problem)));
    }

    /** Runs on the event loop, behind everything that the same thread posted before. */
    void run(Runnable task) {
        context.runOnContext(now -> task.run());
    }

    String topicId() {
        return topicId;
    }

    /** Everything before it was handed to all members, but for the batch being delivered. */
    Position position() {
        return position;
    }

    long scanned() {
        return scanned;
    }

    long lag() {
        return lag;
    }

    void enroll(Subscription subscription, Turn turn) {
        topicId = turn.topicId();
        position = turn.at();
        members.computeIfAbsent(subscription.channel(), key -> new LinkedHashSet<>())
                .add(subscription);
    }

    void remove(Subscription subscription) {
        members.computeIfPresent(subscription.channel(), (key, set) -> {
            set.remove(subscription);
            return set.isEmpty() ? null : set;
        });
    }

    private void deliver(TailBatch batch) {
        if (batch.gap() != null) {
            for (Subscription subscription : everyone()) {
                subscription.gap(batch.gap());
            }
        }
        for (Output output : batch.outputs()) {
            @Nullable Set<Subscription> set = members.get(output.key());
            if (set != null) {
                deliver(output, set.toArray(Subscription[]::new));
            }
        }
        frames.clear();
        topicId = batch.topicId();
        position = batch.after();
        scanned += batch.scanned();
        lag = batch.lag();
    }

    /** Chunk by chunk, as a chunk is shared as long as it is the one at hand. */
    private static void deliver(Output output, Subscription[] subscribers) {
        for (Chunk chunk : output.chunks()) {
            for (Subscription subscription : subscribers) {
                subscription.live(chunk);
            }
        }
        for (Subscription subscription : subscribers) {
            subscription.settled(output.failed());
        }
    }

    private Set<Subscription> everyone() {
        Set<Subscription> all = new LinkedHashSet<>();
        members.values().forEach(all::addAll);
        return all;
    }
}
