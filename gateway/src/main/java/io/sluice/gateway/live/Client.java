package io.sluice.gateway.live;

import io.sluice.contract.Caller;

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

    /** The transport by its name. */
    String transport() {
        return switch (format) {
            case FRAMES -> "websocket";
            case EVENTS -> "sse";
            case LINES -> "ndjson";
        };
    }
}
