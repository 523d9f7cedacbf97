package io.sluice.gateway.live;

import io.sluice.contract.Problem;

/** Where a tail sends its batches: the subscribers of one event loop. */
interface Feed {
    /** Hands a batch over; waits while the event loop is too many batches behind. */
    void post(TailBatch batch) throws InterruptedException;

    /** Nanoseconds that handing the last batch on took. */
    long cost();

    /** Tells all of them that the topic was deleted. */
    void gone();

    /** Tells all of them that the tail has lost its place, by nobody's fault but ours. */
    void failed(Problem problem);
}
