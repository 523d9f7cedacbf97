package io.sluice.gateway.ndp;

import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.http.Action;
import io.sluice.gateway.http.Route;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;

/**
 * Families of an NDP Endpoint that it has only where they are configured, and that this one does not have: whoever may ask is told so
 * (503), in words that clients can show.
 */
final class Absent {
    private static final List<HttpMethod> READING = List.of(HttpMethod.GET);
    private static final List<HttpMethod> ANY =
            List.of(HttpMethod.GET, HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private Absent() {}

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        String storage = "Object storage is not configured here.";
        add(routes, ANY, "/ndp/s3/buckets/*", Role.EDITOR, storage);
        add(routes, ANY, "/ndp/s3/objects/*", Role.EDITOR, storage);
        String pelican = "Pelican is not configured here.";
        add(routes, List.of(HttpMethod.POST), "/ndp/pelican/import-metadata", Role.EDITOR, pelican);
        add(routes, READING, "/ndp/pelican/*", Role.VIEWER, pelican);
        add(routes, READING, "/ndp/status/jupyter", Role.VIEWER, "JupyterLab is not configured here.");
        add(routes, READING, "/ndp/status/rexec", Role.EDITOR, "Remote execution is not configured here.");
        String requests = "Access requests are disabled: an administrator gives roles.";
        add(routes, List.of(HttpMethod.GET, HttpMethod.POST), "/ndp/user/access-requests", Role.VIEWER, requests);
        add(routes, List.of(HttpMethod.POST), "/ndp/user/access-requests/*", Role.ADMIN, requests);
        String proxy = "Requests are not forwarded to services from here; ask the service at its own address.";
        add(routes, ANY, "/ndp/services/redirect/*", Role.VIEWER, proxy);
        return routes;
    }

    /** With bodies of any kind: files, too, are sent to these. */
    private static void add(List<Route> routes, List<HttpMethod> methods, String path, Role role, String detail) {
        Action told = call -> Future.failedFuture(new Problem.Unavailable(detail).toException());
        Action action = Faults.around(new Faults.Wording("Not found", 409, "Conflict"), told);
        methods.forEach(method -> routes.add(new Route(method, path, role, false, true, action)));
    }
}
