package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;

/**
 * An identity that was let in.
 *
 * @param proven by its token or key
 * @param caller with the role that it has now, at most the proven one
 * @param news how much the event loop had heard of changed identities when this was asked, see {@link Doubts}; {@link #UNSURE}: nobody
 *     could be asked
 */
record Admission(Identity.Verified proven, Caller caller, long news) {
    static final long UNSURE = -1;
}
