package io.sluice.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/** The contracts of the API themselves, from the class path; one that is not there has no route. */
public final class Documents {
    private static final String YAML = "application/yaml";

    private Documents() {}

    /** Blocks for a moment. */
    public static List<Route> routes(Vertx vertx) {
        List<Route> routes = new ArrayList<>();
        for (String name : List.of("openapi.yaml", "asyncapi.yaml")) {
            if (vertx.fileSystem().existsBlocking(name)) {
                Buffer text = vertx.fileSystem().readFileBlocking(name);
                routes.add(Route.open(
                        HttpMethod.GET, "/api/v1/" + name, call -> Future.succeededFuture(Answer.text(YAML, text))));
            }
        }
        return routes;
    }
}
