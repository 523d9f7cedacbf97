package io.sluice.gateway.http;

import io.sluice.contract.Role;
import io.vertx.core.http.HttpMethod;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line of the route table.
 *
 * @param path as in the OpenAPI document, parameters in braces
 * @param role the least role that may come in; null: public, no identity needed
 * @param replayable whether an {@code Idempotency-Key} stores the answer (never one with a secret in it)
 * @param form whether the body is a form of a browser's kind and not JSON
 * @param dialect of another system's API; null: the platform's own way
 * @param action null: the handler is mounted by its owner, behind the authentication of this route
 */
public record Route(
        HttpMethod method,
        String path,
        @Nullable Role role,
        boolean replayable,
        boolean form,
        @Nullable Dialect dialect,
        @Nullable Action action) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([a-z]+)\\}");

    /** In the platform's own way. */
    public Route(
            HttpMethod method,
            String path,
            @Nullable Role role,
            boolean replayable,
            boolean form,
            @Nullable Action action) {
        this(method, path, role, replayable, form, null, action);
    }

    public static Route get(String path, Role role, Action action) {
        return new Route(HttpMethod.GET, path, role, false, false, action);
    }

    /** A POST that honours {@code Idempotency-Key}. */
    public static Route post(String path, Role role, Action action) {
        return new Route(HttpMethod.POST, path, role, true, false, action);
    }

    public static Route patch(String path, Role role, Action action) {
        return new Route(HttpMethod.PATCH, path, role, false, false, action);
    }

    public static Route put(String path, Role role, Action action) {
        return new Route(HttpMethod.PUT, path, role, false, false, action);
    }

    public static Route delete(String path, Role role, Action action) {
        return new Route(HttpMethod.DELETE, path, role, false, false, action);
    }

    /** Of another system's API: nothing is stored for a replay. */
    public static Route foreign(HttpMethod method, String path, Role role, Dialect dialect, Action action) {
        return new Route(method, path, role, false, false, dialect, action);
    }

    public static Route open(HttpMethod method, String path, Action action) {
        return new Route(method, path, null, false, false, action);
    }

    /** A public POST whose body is {@code application/x-www-form-urlencoded}. */
    public static Route form(String path, Action action) {
        return new Route(HttpMethod.POST, path, null, false, true, action);
    }

    /** A route whose handler somebody else mounts; only its authentication is ours. */
    public static Route guarded(HttpMethod method, String path, Role role) {
        return new Route(method, path, role, false, false, null);
    }

    /** A POST whose answer holds a secret or changes nothing: it is never stored. */
    public Route withoutReplay() {
        return new Route(method, path, role, false, form, dialect, action);
    }

    /** The path in the router's notation. */
    public String pattern() {
        return PARAMETER.matcher(path).replaceAll(":$1");
    }

    boolean takesBody() {
        return dialect != null
                || method.equals(HttpMethod.POST)
                || method.equals(HttpMethod.PATCH)
                || method.equals(HttpMethod.PUT);
    }
}
