package io.sluice.gateway.identity;

import io.sluice.contract.SignIns;
import io.sluice.gateway.http.Call;
import io.vertx.core.net.SocketAddress;

/** What a user is told of the browser that a session was begun with. */
final class Browsers {
    private Browsers() {}

    static SignIns.Client client(Call call) {
        SocketAddress address = call.request().remoteAddress();
        return new SignIns.Client(
                address == null ? null : address.hostAddress(), call.request().getHeader("User-Agent"));
    }
}
