package io.sluice.gateway.live;

import java.util.Locale;

/** Why a subscription is over. */
enum EndReason {
    LIMIT,
    UNTIL,
    DELETED,
    UNSUBSCRIBED,
    SHUTDOWN,
    EXPIRED,
    /** The identity stands no longer. */
    REVOKED,
    /** The right to read the topic is gone; {@code revoked} on the wire. */
    UNREADABLE,
    /** An administrator switched live reading of the topic off. */
    DISABLED,
    /** Somebody ended it by hand. */
    TERMINATED,
    /** Refused or broken: the {@code error} frame before it says why. Never on the wire. */
    FAILED,
    /** The client is gone. Never on the wire. */
    DISCONNECTED,
    /** The client takes nothing, so it cannot be told. Never on the wire. */
    STALLED;

    String text() {
        return this == UNREADABLE ? "revoked" : name().toLowerCase(Locale.ROOT);
    }

    /** Whether the client still hears of it. */
    boolean isTold() {
        return this != FAILED && this != DISCONNECTED && this != STALLED;
    }
}
