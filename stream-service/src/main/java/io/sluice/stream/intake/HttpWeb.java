package io.sluice.stream.intake;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;

/**
 * The HTTP client of a node, on Apache HttpClient. It has nothing of a browser: no cookies, no proxy, no retries, no redirects and
 * no decompression of its own, and no connection is used twice, so that every request is a look-up that {@link AddressRules} sees.
 * Each source takes a {@link WebSession} of it. Any thread.
 */
public final class HttpWeb implements Closeable {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final int MOST_CONNECTIONS = 10_000;

    private final CloseableHttpClient client;

    public HttpWeb(AddressRules rules) {
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Checked(rules))
                        .setMaxConnTotal(MOST_CONNECTIONS)
                        .setMaxConnPerRoute(MOST_CONNECTIONS)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(timeout(CONNECT_WITHIN))
                                .build())
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("Sluice")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableContentCompression()
                .disableCookieManagement()
                .disableAuthCaching()
                .build();
    }

    /**
     * What one answer may cost.
     *
     * @param redirects followed at most
     * @param silence the longest wait for a byte, the first or the next one
     * @param whole the longest that the body may take from its first byte to its last
     * @param bytes of the body at most, as it comes and again decompressed
     */
    public record Limits(int redirects, Duration silence, Duration whole, long bytes) {
        public static final long DEFAULT_BYTES = 10L << 30;
        private static final int REDIRECTS = 5;
        private static final Duration DOCUMENT = Duration.ofSeconds(60);
        private static final Duration ENDLESS = Duration.ofMinutes(5);
        private static final Duration SMALL = Duration.ofMinutes(5);
        private static final Duration LARGE = Duration.ofDays(1);
        private static final Duration FOR_EVER = Duration.ofDays(36_500);

        /** Of a document. */
        public static Limits document(long bytes) {
            return new Limits(REDIRECTS, DOCUMENT, LARGE, bytes);
        }

        /** Of a document that is held in memory. */
        public static Limits answer(long bytes) {
            return new Limits(REDIRECTS, DOCUMENT, SMALL, bytes);
        }

        /** Of an answer that has no end, and that may be silent for a while. */
        public static Limits endless() {
            return new Limits(REDIRECTS, ENDLESS, FOR_EVER, Long.MAX_VALUE);
        }
    }

    /** @param home whose host is shown the credentials; no other is */
    public WebSession session(URI home, Credentials credentials, Limits limits) {
        return new WebSession(client, home, credentials, limits);
    }

    /** One request as it is, redirects not followed. The answer is to be closed. */
    ClassicHttpResponse execute(ClassicHttpRequest request) throws IOException {
        return client.executeOpen(null, request, null);
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    static RequestConfig config(Limits limits) {
        return RequestConfig.custom()
                .setResponseTimeout(timeout(limits.silence()))
                .setConnectionRequestTimeout(timeout(CONNECT_WITHIN))
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build();
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    /** The client connects to the addresses that this returns, and to no others. */
    private record Checked(AddressRules rules) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            try {
                return rules.check(host);
            } catch (SourceFault refused) {
                UnknownHostException unknown = new UnknownHostException(host);
                unknown.initCause(new Refusal(refused));
                throw unknown;
            }
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }
}
