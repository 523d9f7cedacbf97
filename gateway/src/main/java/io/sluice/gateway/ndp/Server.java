package io.sluice.gateway.ndp;

import io.sluice.contract.Problem;
import io.sluice.gateway.http.Call;
import io.vertx.ext.web.handler.HttpException;
import java.util.List;

/** Which catalog a request means. There is no staging catalog here. */
enum Server {
    LOCAL,
    /** This one and those that the configuration names. */
    GLOBAL;

    private static final String PARAMETER = "server";

    /** Of a change, which is always made here. */
    static void ofWrite(Call call) {
        if (of(call, LOCAL) == GLOBAL) {
            throw unknown("local or pre_ckan");
        }
    }

    static Server of(Call call, Server whenAbsent) {
        List<String> given = call.request().params().getAll(PARAMETER);
        return given.isEmpty() ? whenAbsent : of(given.get(0));
    }

    static Server of(String name) {
        return switch (name) {
            case "local" -> LOCAL;
            case "global" -> GLOBAL;
            case "pre_ckan" ->
                throw new Problem.Invalid("Pre-CKAN is disabled and cannot be used.", List.of()).toException();
            default -> throw unknown("local, global or pre_ckan");
        };
    }

    private static HttpException unknown(String expected) {
        return new HttpException(Faults.UNPROCESSABLE, PARAMETER + ": expected " + expected);
    }
}
