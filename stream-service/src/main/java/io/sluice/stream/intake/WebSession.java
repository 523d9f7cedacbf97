package io.sluice.stream.intake;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/**
 * The web as one source sees it: its credentials go to the host that its owner named and to no other, not even after a redirect.
 * {@link #close} cuts what is under way, so that whoever waits for a byte waits no longer. Any thread.
 */
public final class WebSession implements Web, AutoCloseable {
    private static final int NOT_MODIFIED = 304;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final CloseableHttpClient client;
    private final URI home;
    private final Map<String, String> secret;
    private final HttpWeb.Limits limits;
    private final Set<HttpGet> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    WebSession(CloseableHttpClient client, URI home, Credentials credentials, HttpWeb.Limits limits) {
        this.client = client;
        this.home = home;
        this.secret = credentials.headers();
        this.limits = limits;
    }

    @Override
    public Answer get(URI uri, Map<String, String> headers) throws SourceFault, IOException {
        URI next = uri;
        for (int redirects = 0; redirects <= limits.redirects(); redirects++) {
            HttpAnswer answer = request(next, headers);
            if (!REDIRECTS.contains(answer.status())) {
                return accepted(answer, next);
            }
            String location = answer.header("Location").orElse("");
            answer.close();
            next = target(next, location);
        }
        throw SourceFault.lasting(
                "The server of \"" + uri.getHost() + "\" redirects more than " + limits.redirects() + " times.");
    }

    /** Cuts every request that is under way; later ones fail at once. */
    @Override
    public void close() {
        closed = true;
        open.forEach(HttpGet::cancel);
    }

    private HttpAnswer request(URI uri, Map<String, String> headers) throws SourceFault, IOException {
        checkForm(uri);
        HttpGet get = new HttpGet(uri);
        get.setConfig(HttpWeb.config(limits));
        get.setHeader("Accept-Encoding", "gzip");
        headers.forEach(get::setHeader);
        if (isHome(uri)) {
            secret.forEach(get::setHeader);
        }
        open.add(get);
        try {
            if (closed) {
                throw new IOException("closed");
            }
            return new HttpAnswer(client.executeOpen(null, get, null), limits, () -> finish(get));
        } catch (IOException failed) {
            finish(get);
            throw Reasons.of(uri, failed);
        } catch (IllegalArgumentException malformed) {
            finish(get);
            throw SourceFault.lasting("The address of the source is not one that can be asked for.");
        }
    }

    private void finish(HttpGet get) {
        get.cancel();
        open.remove(get);
    }

    /** The server that its owner named; a step up from http to https on the same host counts as the same. */
    private boolean isHome(URI uri) {
        if (!host(uri).equals(host(home))) {
            return false;
        }
        boolean same = uri.getScheme().equalsIgnoreCase(home.getScheme()) && port(uri) == port(home);
        boolean upgraded =
                port(home) == 80 && port(uri) == 443 && uri.getScheme().equalsIgnoreCase("https");
        return same || upgraded;
    }

    private static Answer accepted(HttpAnswer answer, URI uri) throws SourceFault {
        int status = answer.status();
        if (status < 300 || status == NOT_MODIFIED) {
            return answer;
        }
        SourceFault fault = Reasons.ofStatus(uri, status)
                .notBefore(RetryAfter.of(answer.header("Retry-After").orElse(""), Clock.systemUTC()));
        answer.close();
        throw fault;
    }

    private static URI target(URI from, String location) throws SourceFault {
        try {
            URI to = from.resolve(new URI(location));
            if (location.isEmpty()) {
                throw new URISyntaxException(location, "empty");
            }
            return to;
        } catch (URISyntaxException malformed) {
            throw SourceFault.lasting(
                    "The server of \"" + from.getHost() + "\" redirects to something that is no address.");
        }
    }

    private static void checkForm(URI uri) throws SourceFault {
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https") || uri.getHost() == null) {
            throw SourceFault.lasting("Sources are read over http or https; \"" + scheme + "\" is neither.");
        }
    }

    private static String host(URI uri) {
        return String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
