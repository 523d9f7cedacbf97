package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A subscription's way to its client, in the client's own protocol. Belongs to the connection's event loop; writes never wait. */
interface Outbound {
    /** Whether too much is waiting for the client already, or it is gone; when that is over, the connection tells its subscriptions. */
    boolean isSlow();

    void subscribed(Subscription subscription, boolean resumed, @Nullable String token);

    /**
     * Another identity takes the place of the one that the connection came with; see {@link Tenure#renew}.
     *
     * @param proven verifies it
     * @return when it ends; null: not by itself
     */
    Future<@Nullable Instant> renew(Supplier<Future<Admission>> proven);

    /**
     * Sends a chunk.
     *
     * @return how many bytes were written for it
     */
    int records(Subscription subscription, Chunk chunk);

    void gap(Subscription subscription, Gap gap);

    void stats(Subscription subscription, Stats stats, String state, @Nullable String token);

    /** The subscription is over; behind an {@link #failed} too. */
    void ended(Subscription subscription, EndReason reason, @Nullable String token);

    /** The subscription could not go on; from {@code token} on, another one can. */
    void failed(Subscription subscription, Problem problem, @Nullable String token);
}
