package io.sluice.gateway.identity;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser says that a page came from. Cookies go along with a WebSocket's handshake whoever opens it, and its answer is no secret
 * from other origins; so one that is shown a cookie must come from a page of ours.
 *
 * @param publicUrl how browsers reach the gateway, where a proxy is in between; null: as their requests say
 */
record Origins(@Nullable URI publicUrl) {

    boolean areOurs(HttpServerRequest request) {
        List<String> origins = request.headers().getAll("Origin");
        HostAndPort host = request.authority();
        if (origins.size() != 1) {
            return false;
        }
        try {
            URI origin = new URI(origins.get(0));
            return (publicUrl != null && same(origin, publicUrl)) || (host != null && same(origin, host));
        } catch (URISyntaxException notOne) {
            return false;
        }
    }

    /** Whether what a browser is told goes through TLS, also where that ends at a proxy. */
    boolean isSecure(HttpServerRequest request) {
        return request.isSSL() || (publicUrl != null && "https".equals(publicUrl.getScheme()));
    }

    /** The address under which a browser reaches this gateway, without a path. */
    String base(HttpServerRequest request) {
        if (publicUrl != null) {
            return publicUrl.toString().replaceAll("/+$", "");
        }
        return (request.isSSL() ? "https://" : "http://") + request.authority();
    }

    private static boolean same(URI origin, URI other) {
        return origin.getScheme() != null
                && origin.getScheme().equals(other.getScheme())
                && other.getHost().equalsIgnoreCase(origin.getHost())
                && port(origin, origin.getPort()) == port(other, other.getPort());
    }

    private static boolean same(URI origin, HostAndPort host) {
        return host.host().equalsIgnoreCase(origin.getHost())
                && port(origin, origin.getPort()) == port(origin, host.port());
    }

    private static int port(URI of, int port) {
        return port > 0 ? port : "https".equals(of.getScheme()) ? 443 : 80;
    }
}
