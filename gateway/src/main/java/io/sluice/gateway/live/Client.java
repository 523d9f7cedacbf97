package io.sluice.gateway.live;

import io.sluice.contract.Caller;
import io.sluice.contract.Topics;

/**
 * Who a subscription is for.
 *
 * @param address of the other end of its connection
 * @param format how it is written to
 * @param credential by which its connection came, in words
 * @param request the id of the request that opened its connection
 */
record Client(Caller caller, String address, Format format, String credential, String request) {

    Client withCaller(Caller other) {
        return new Client(other, address, format, credential, request);
    }

    Chronicle.Guest guest() {
        return new Chronicle.Guest(caller.user(), caller.role().text(), credential, address, transport(), request);
    }

    /** What it takes to be sent what comes: lines are for taking everything out. */
    Topics.Access access() {
        return format == Format.LINES ? Topics.Access.LIVE_DOWNLOAD : Topics.Access.LIVE;
    }

    /** The transport by its name. */
    String transport() {
        return switch (format) {
            case FRAMES -> "websocket";
            case EVENTS -> "sse";
            case LINES -> "ndjson";
        };
    }
}
