package io.sluice.gateway.live;

import io.sluice.contract.Caller;

/**
 * Who a subscription is for.
 *
 * @param address of the other end of its connection
 * @param format how it is written to
 */
record Client(Caller caller, String address, Format format) {

    /** The transport by its name. */
    String transport() {
        return switch (format) {
            case FRAMES -> "websocket";
            case EVENTS -> "sse";
            case LINES -> "ndjson";
        };
    }
}
