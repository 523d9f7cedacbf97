package io.sluice.gateway.ndp;

import io.sluice.contract.Problem;
import io.sluice.gateway.http.Call;
import java.util.List;
import java.util.Locale;

/** Which catalog a request means. There is no staging catalog here. */
enum Server {
    LOCAL,
    GLOBAL;

    private static final String PARAMETER = "server";
    private static final String STAGING = "pre_ckan";

    /** Of a change, which is always made here. */
    static void ofWrite(Call call) {
        if (of(call, LOCAL) == GLOBAL) {
            throw new Problem.Invalid("The global catalog cannot be changed from here.", List.of()).toException();
        }
    }

    static Server of(Call call, Server whenAbsent) {
        List<String> given = call.request().params().getAll(PARAMETER);
        if (given.isEmpty()) {
            return whenAbsent;
        }
        String name = given.get(0);
        if (name.equals(STAGING)) {
            throw new Problem.Invalid("Pre-CKAN is disabled and cannot be used.", List.of()).toException();
        }
        for (Server server : values()) {
            if (server.name().toLowerCase(Locale.ROOT).equals(name)) {
                return server;
            }
        }
        call.violations().add("/" + PARAMETER, "expected local, global or pre_ckan");
        Faults.check(call.violations());
        return whenAbsent;
    }
}
