package io.sluice.gateway.edge;

import io.sluice.runtime.Network;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the gateway meets the network.
 *
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param origins of other sites whose pages may use the API, {@code https://host[:port]} each; empty: none
 * @param tls null: plain HTTP
 */
public record EdgeConfig(
        List<Network> trustedProxies,
        List<String> origins,
        Limits limits,
        @Nullable Tls tls) {
    public static final EdgeConfig DEFAULT = new EdgeConfig(List.of(), List.of(), Limits.DEFAULT, null);

    public EdgeConfig {
        trustedProxies = List.copyOf(trustedProxies);
        origins = List.copyOf(origins);
    }

    public EdgeConfig withLimits(Limits other) {
        return new EdgeConfig(trustedProxies, origins, other, tls);
    }

    public EdgeConfig withTls(Tls other) {
        return new EdgeConfig(trustedProxies, origins, limits, other);
    }

    /**
     * @param lineBytes of a request's first line, in which its address stands; a longer one is 414
     * @param headerBytes of all headers of a request; more are 431
     * @param connectionsPerAddress at a time; more are closed at once. Trusted proxies have no such limit
     * @param idle how long a connection may wait for its next request
     * @param slow within this a request's headers are there; its body may take as long, and a second more for each {@link #LEAST_RATE} bytes
     */
    public record Limits(int lineBytes, int headerBytes, int connectionsPerAddress, Duration idle, Duration slow) {
        public static final int LEAST_RATE = 1024;
        public static final int MAX_HEADERS = 100;
        /** Of requests that need no identity. */
        public static final int OPEN_BODY_BYTES = 64 << 10;

        public static final Limits DEFAULT =
                new Limits(16 << 10, 32 << 10, 10_000, Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /** PEM files: the chain of certificates, the server's own first, and its private key. They are read again when they change. */
    public record Tls(Path certificate, Path key) {}
}
