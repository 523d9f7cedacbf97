package io.sluice.gateway.live;

import io.sluice.contract.Problem;
import org.jspecify.annotations.Nullable;

/** A subscription's way to its client, in the client's own protocol. Belongs to the connection's event loop; writes never wait. */
interface Outbound {
    /** Whether too much is waiting for the client already, or it is gone; when that is over, the connection tells its subscriptions. */
    boolean isSlow();

    void subscribed(Subscription subscription, boolean resumed, @Nullable String token);

    /** Sends a chunk. */
    void records(Subscription subscription, Chunk chunk);

    void gap(Subscription subscription, Gap gap);

    void stats(Subscription subscription, Stats stats, String state, @Nullable String token);

    /** The subscription is over; behind an {@link #failed} too. */
    void ended(Subscription subscription, EndReason reason, @Nullable String token);

    /** The subscription could not go on. */
    void failed(Subscription subscription, Problem problem);
}
