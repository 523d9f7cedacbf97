package io.sluice.stream.source;

import io.sluice.contract.Dataset;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.vertx.core.Future;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What runs on this node for one dataset, from the taking of its lease to its end. Belongs to one event loop. */
interface Run {
    /** @param changed is called when the state, or its reason, has become another */
    void start(Runnable changed);

    /**
     * The dataset was changed.
     *
     * @return whether this goes on with it; otherwise it is stopped, and another one started
     */
    boolean adjust(Dataset changed);

    /**
     * Writes nothing more.
     *
     * @return completes when the fate of everything that was written is known and counted
     */
    Future<Void> stop();

    /** The state of things. */
    Figures figures();

    /** @param rate records per second, lately */
    record Figures(UUID dataset, State state, @Nullable String reason, Progress progress, double rate) {}
}
