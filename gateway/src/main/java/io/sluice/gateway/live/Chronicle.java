package io.sluice.gateway.live;

import org.jspecify.annotations.Nullable;

/** Hears who begins and ends to read what. Called on the event loop of the connection; must not block or throw. */
@FunctionalInterface
public interface Chronicle {
    Chronicle NONE = visit -> {};

    void hear(Visit visit);

    /** Where a subscription is in its life. */
    enum Phase {
        BEGIN,
        CHANGE,
        END,
        REFUSED
    }

    /**
     * Who reads.
     *
     * @param credential by which they came
     * @param transport {@code websocket}, {@code sse} or {@code ndjson}
     * @param request the id of the request that opened the connection
     */
    record Guest(String user, String role, String credential, String address, String transport, String request) {}

    /**
     * What happened to a subscription.
     *
     * @param session its id in the list of sessions
     * @param topic what is read, or was asked for
     * @param filter in canonical form; it may name persons, so it is not for keeping
     * @param reason why it ended or was refused
     * @param status as in HTTP
     */
    record Visit(
            Phase phase,
            Guest guest,
            String session,
            String topic,
            String filter,
            @Nullable String reason,
            int status,
            long sent) {}
}
