package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the gateway puts up with from the network, with small limits. Clients are plain sockets, so that they can be as rude as they like. */
class EdgeIT {
    private static final String ORIGIN = "https://lab.example.org";
    private static final int PER_ADDRESS = 400;
    private static final EdgeConfig SMALL = new EdgeConfig(
            List.of(),
            List.of(ORIGIN),
            new EdgeConfig.Limits(2048, 4096, PER_ADDRESS, Duration.ofSeconds(60), Duration.ofSeconds(2)),
            null);

    private final Gateway gateway = Gateway.fresh();
    private final GatewayVerticle small =
            new GatewayVerticle(Gateway.config(BrowseLimits.DEFAULT).withEdge(SMALL));
    private final List<Socket> sockets = new ArrayList<>();
    private String deployment = "";

    @BeforeEach
    void start() {
        deployment = gateway.vertx().deployVerticle(small).await();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        gateway.vertx().undeploy(deployment).await();
    }

    @Test
    void an_address_that_is_too_long_is_414_and_headers_that_are_too_many_are_431() {
        String line = "GET /api/v1/me?q=" + "x".repeat(3000) + " HTTP/1.1\r\nHost: x\r\n\r\n";
        assertThat(exchange(line)).matches("(?s)HTTP/1.[01] 414 .*\"code\":\"uri_too_long\".*");
        String large = "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Large: " + "x".repeat(5000) + "\r\n\r\n";
        assertThat(exchange(large)).matches("(?s)HTTP/1.[01] 431 .*\"code\":\"headers_too_large\".*");
        StringBuilder many = new StringBuilder("GET /api/v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n");
        for (int i = 0; i < EdgeConfig.Limits.MAX_HEADERS; i++) {
            many.append("X-").append(i).append(": 1\r\n");
        }
        assertThat(exchange(many + "\r\n")).startsWith("HTTP/1.1 431 ");
        assertThat(exchange("nonsense\r\n\r\n")).matches("(?s)HTTP/1.[01] 400 .*application/problem.json.*");
    }

    @Test
    void a_body_of_somebody_unknown_may_only_be_small() {
        String password = "x".repeat(EdgeConfig.Limits.OPEN_BODY_BYTES);
        String body = "{\"username\":\"ada\",\"password\":\"" + password + "\"}";

        assertThat(gateway.post("viewer", "/api/v1/login", body).status()).isEqualTo(413);
        assertThat(gateway.post("/api/v1/organizations", body).status()).isEqualTo(400);
    }

    @Test
    void hundreds_that_never_finish_their_headers_or_their_body_hinder_nobody_and_are_ended() throws Exception {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Socket socket = open();
            boolean headers = i % 2 == 0;
            write(socket, headers ? "GET /api/v1/me HTTP/1.1\r\nHost: x\r\nX-Slow: " : login("Content-Length: 60000"));
        }
        List<Socket> slow = List.copyOf(sockets);
        Queue<Socket> dribbling = new ConcurrentLinkedQueue<>(slow);
        ScheduledExecutorService dribbler = Executors.newSingleThreadScheduledExecutor();
        dribbler.scheduleWithFixedDelay(() -> dribble(dribbling), 0, 50, TimeUnit.MILLISECONDS);

        for (int i = 0; i < 50; i++) {
            assertThat(gateway.send(small.actualPort(), request("/health/live")).status())
                    .isEqualTo(200);
        }
        for (Socket socket : slow) {
            answers.add(readToEnd(socket));
        }
        dribbler.shutdownNow();

        // Who goes on writing may lose the answer with the connection.
        assertThat(answers).hasSize(300).allSatisfy(answer -> assertThat(answer)
                .matches("(?s)(HTTP/1.1 408 .*request_timeout.*)?"));
        assertThat(gateway.send(small.actualPort(), request("/metrics")).text())
                .contains("gateway_connections_slow_total 150.0");
    }

    @Test
    void a_body_that_comes_steadily_may_take_longer() throws Exception {
        Socket socket = open();
        String body = "{\"username\":\"ada\",\"password\":\"" + "x".repeat(60_000) + "\"}";
        write(socket, login("Connection: close\r\nContent-Length: " + body.length()));
        int half = body.length() - 5;
        write(socket, body.substring(0, half));
        Socket other = open();
        write(other, login("Content-Length: 60000"));
        assertThat(readToEnd(other)).startsWith("HTTP/1.1 408 ");
        write(socket, body.substring(half));

        assertThat(readToEnd(socket)).startsWith("HTTP/1.1 503 ");
    }

    @Test
    void an_address_has_only_so_many_connections_and_gets_new_ones_when_it_closes_some() throws Exception {
        for (int i = 0; i < PER_ADDRESS; i++) {
            write(open(), "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        for (Socket socket : sockets) {
            assertThat(socket.getInputStream().read()).isEqualTo('H');
        }
        assertThat(readToEnd(open())).isEmpty();
        sockets.get(0).close();

        io.sluice.gateway.support.Patience.eventually().untilAsserted(() -> assertThat(
                        exchange("GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 "));
    }

    @Test
    void a_connection_that_only_waits_is_closed_but_no_websocket_and_both_are_forgotten() throws Exception {
        EdgeConfig.Limits impatient =
                new EdgeConfig.Limits(2048, 4096, PER_ADDRESS, Duration.ofSeconds(1), Duration.ofSeconds(30));
        GatewayVerticle other = new GatewayVerticle(
                Gateway.config(BrowseLimits.DEFAULT).withEdge(EdgeConfig.DEFAULT.withLimits(impatient)));
        String id = gateway.vertx().deployVerticle(other).await();
        Socket live = open(other.actualPort());
        write(
                live,
                "GET /api/v1/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
                        + gateway.token("viewer") + "\r\n\r\n");
        byte[] answer = new byte[4096];
        int read = live.getInputStream().read(answer);
        assertThat(new String(answer, 0, read, StandardCharsets.ISO_8859_1)).startsWith("HTTP/1.1 101 ");

        for (int i = 0; i < 2; i++) {
            Socket waiting = open(other.actualPort());
            write(waiting, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(readToEnd(waiting)).startsWith("HTTP/1.1 200 ");
        }
        // A masked ping without content; the answer is a pong, with the heartbeat's own pings perhaps before it.
        live.getOutputStream().write(new byte[] {(byte) 0x89, (byte) 0x80, 1, 2, 3, 4});
        int opcode = live.getInputStream().read();
        assertThat(opcode).isIn(0x8a, 0x89);
        live.close();

        io.sluice.gateway.support.Patience.eventually().untilAsserted(() -> assertThat(
                        gateway.send(other.actualPort(), request("/metrics")).text())
                .contains("gateway_connections 1.0"));
        gateway.vertx().undeploy(id).await();
    }

    @Test
    void a_page_of_a_listed_origin_may_ask_and_no_other_and_cookies_are_never_allowed_along() {
        String asking = "Origin: " + ORIGIN + "\r\n";
        String preflight = exchange(options(asking + "Access-Control-Request-Method: POST\r\n"));
        assertThat(preflight)
                .startsWith("HTTP/1.1 204 ")
                .containsIgnoringCase("access-control-allow-origin: " + ORIGIN)
                .containsIgnoringCase("access-control-allow-methods: ")
                .containsIgnoringCase("vary: Origin")
                .doesNotContainIgnoringCase("allow-credentials");
        assertThat(exchange(get("/api/v1/me", asking)))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("access-control-allow-origin: " + ORIGIN);
        for (String origin : List.of("https://lab.example.org.evil.com", "http://lab.example.org", "null", "*")) {
            String other = "Origin: " + origin + "\r\n";
            assertThat(exchange(get("/api/v1/me", other))).as(origin).doesNotContainIgnoringCase("access-control-");
            assertThat(exchange(options(other + "Access-Control-Request-Method: POST\r\n")))
                    .as(origin)
                    .doesNotContainIgnoringCase("access-control-");
        }
        assertThat(exchange(get("/health/live", asking))).doesNotContainIgnoringCase("access-control-");
        assertThat(gateway.send(request("/api/v1/me").header("Origin", ORIGIN))
                        .headers()
                        .map())
                .doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void every_answer_says_what_a_browser_may_do_with_it() {
        Map<String, String> expected = Map.of(
                "content-security-policy",
                        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
                "x-content-type-options", "nosniff",
                "cross-origin-opener-policy", "same-origin",
                "cross-origin-resource-policy", "same-origin",
                "referrer-policy", "no-referrer",
                "cache-control", "no-store");
        for (String path : List.of("/api/v1/me", "/api/v1/nowhere", "/health/live", "/metrics")) {
            Reply reply = gateway.send(request(path));
            expected.forEach((name, value) ->
                    assertThat(reply.header(name)).as("%s of %s", name, path).contains(value));
            assertThat(reply.header("permissions-policy").orElse("")).contains("camera=()");
            assertThat(reply.header("strict-transport-security")).isEmpty();
        }
    }

    private static String login(String headers) {
        return "POST /api/v1/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + headers + "\r\n\r\n";
    }

    private static String options(String headers) {
        return "OPTIONS /api/v1/topics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    private static String get(String path, String headers) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + headers + "\r\n";
    }

    /** A byte to each; whoever does not take it any more is left alone. */
    private static void dribble(Queue<Socket> slow) {
        slow.removeIf(socket -> {
            try {
                socket.getOutputStream().write('x');
                return false;
            } catch (IOException ended) {
                return true;
            }
        });
    }

    private String exchange(String request) {
        try {
            Socket socket = open();
            write(socket, request);
            return readToEnd(socket);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private Socket open() throws IOException {
        return open(small.actualPort());
    }

    private Socket open(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(60_000);
        sockets.add(socket);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What came until the connection ended, however it did. */
    private static String readToEnd(Socket socket) {
        StringBuilder all = new StringBuilder();
        try {
            byte[] bytes = new byte[8192];
            for (int read = socket.getInputStream().read(bytes);
                    read >= 0;
                    read = socket.getInputStream().read(bytes)) {
                all.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
            }
        } catch (java.net.SocketTimeoutException never) {
            throw new AssertionError("the connection was not ended", never);
        } catch (IOException reset) {
            return all.toString();
        }
        return all.toString();
    }
}
