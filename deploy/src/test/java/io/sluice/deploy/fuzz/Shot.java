package io.sluice.deploy.fuzz;

import io.sluice.testkit.OpenApi;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A request.
 *
 * @param path as it is sent, with the query
 * @param exact whether the path is certainly that of the operation, whatever else is wrong with the request
 */
record Shot(
        OpenApi.Operation operation,
        String method,
        String path,
        Map<String, String> headers,
        Buffer body,
        boolean exact) {
    private static final int SHOWN = 2_000;

    boolean names(String text) {
        return path.contains(text) || body.toString(StandardCharsets.UTF_8).contains(text);
    }

    @Override
    public String toString() {
        return "%s %s\n%s\n%s".formatted(method, shown(path), headers, shown(body.toString(StandardCharsets.UTF_8)));
    }

    static String shown(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
    }
}
