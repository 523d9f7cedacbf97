package io.sluice.gateway.support;

import io.sluice.contract.Secret;
import io.sluice.decode.RegistryConfig;
import io.sluice.gateway.GatewayConfig;
import io.sluice.gateway.GatewayVerticle;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.live.LiveConfig;
import io.sluice.runtime.KafkaLink;
import io.sluice.runtime.RecordCodec;
import io.sluice.runtime.Vault;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A real gateway on a free port, a client for it, and its {@link Peers}. One for all tests of a JVM. */
public final class Gateway {
    public static final int MAX_BODY = 256 << 10;

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Vertx vertx = Vertx.vertx();
    private final TestRegistry registry = TestRegistry.start();
    private final Peers peers;
    private final int port;

    private Gateway() {
        RecordCodec.register(vertx);
        peers = new Peers(vertx);
        GatewayVerticle verticle =
                new GatewayVerticle(config(BrowseLimits.DEFAULT).withRegistry(new RegistryConfig(registry.url())));
        vertx.deployVerticle(verticle).await();
        port = verticle.actualPort();
    }

    public static GatewayConfig config(BrowseLimits limits) {
        return new GatewayConfig(
                "127.0.0.1",
                0,
                KafkaLink.plain(TestKafka.shared().bootstrap()),
                MAX_BODY,
                limits,
                LiveConfig.of(Map.of()),
                Vault.of(new Secret("the tests' master key")));
    }

    public static Gateway fresh() {
        Shared.INSTANCE.peers.reset();
        return Shared.INSTANCE;
    }

    public Vertx vertx() {
        return vertx;
    }

    /** Where the gateway finds schemas. */
    public TestRegistry registry() {
        return registry;
    }

    public Peers peers() {
        return peers;
    }

    public int port() {
        return port;
    }

    public String token(String role) {
        return peers.issuer().token(role + "-user", role);
    }

    public Reply get(String path) {
        return send("admin", request(path).GET());
    }

    public Reply post(String path, String json) {
        return post("admin", path, json);
    }

    public Reply post(String role, String path, String json) {
        return send(role, request(path).POST(body(json)).header("Content-Type", "application/json"));
    }

    public Reply patch(String path, String json) {
        return send("admin", request(path).method("PATCH", body(json)).header("Content-Type", "application/json"));
    }

    public Reply put(String path, String json) {
        return send("admin", request(path).PUT(body(json)).header("Content-Type", "application/json"));
    }

    public Reply delete(String path) {
        return send("admin", request(path).DELETE());
    }

    public Reply send(String role, HttpRequest.Builder request) {
        return send(request.header("Authorization", "Bearer " + token(role)));
    }

    /** Without an identity; every response is held against the contract. */
    public Reply send(HttpRequest.Builder request) {
        return send(port, request);
    }

    public Reply send(int port, HttpRequest.Builder builder) {
        HttpRequest draft = builder.timeout(Duration.ofSeconds(30)).build();
        URI at = URI.create("http://127.0.0.1:" + port + draft.uri().toString().substring("http://gateway".length()));
        try {
            HttpResponse<byte[]> response =
                    CLIENT.send(builder.uri(at).build(), HttpResponse.BodyHandlers.ofByteArray());
            Reply reply = new Reply(response.statusCode(), response.headers(), response.body());
            String path = at.getRawPath();
            if (path.startsWith("/api") || path.startsWith("/health") || path.startsWith("/metrics")) {
                Contract.shared().check(draft.method(), path, reply);
            }
            return reply;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://gateway" + path));
    }

    private static HttpRequest.BodyPublisher body(String json) {
        return HttpRequest.BodyPublishers.ofString(json);
    }

    private static final class Shared {
        static final Gateway INSTANCE = new Gateway();
    }
}
