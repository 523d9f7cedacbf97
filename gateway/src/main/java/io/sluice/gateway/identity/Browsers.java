package io.sluice.gateway.identity;

import io.sluice.contract.SignIns;
import io.sluice.gateway.http.Call;

/** What a user is told of the browser that a session was begun with. */
final class Browsers {
    private Browsers() {}

    static SignIns.Client client(Call call) {
        return new SignIns.Client(call.address(), call.request().getHeader("User-Agent"));
    }
}
