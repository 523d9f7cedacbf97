package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.contract.Role;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Issuer;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Gateway gateway = Gateway.fresh();
    private final Peers peers = gateway.peers();
    private final WebSocketClient sockets = gateway.vertx().createWebSocketClient();

    @AfterEach
    void close() {
        sockets.close().await();
    }

    private Reply me(String authorization) {
        return gateway.send(
                request("/api/v1/me").header("Authorization", authorization).GET());
    }

    @Test
    void a_good_token_says_who_one_is() {
        Reply reply = me("bearer " + peers.issuer().token("ada", "editor"));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("user").asText()).isEqualTo("ada");
        assertThat(reply.json().path("role").asText()).isEqualTo("editor");
        assertThat(reply.header("cache-control")).contains("no-store");
    }

    @Test
    void every_bad_token_gets_the_same_answer() {
        long now = Instant.now().getEpochSecond();
        JsonObject good = new JsonObject()
                .put("sub", "ada")
                .put("role", "admin")
                .put("iss", "sluice")
                .put("exp", now + 60);
        Issuer stranger = new Issuer(gateway.vertx(), Peers.KEY_ID);
        String right = peers.issuer().sign(good);
        String[] parts = right.split("\\.");
        String none = encode("{\"alg\":\"none\",\"kid\":\"key-1\"}") + "." + parts[1] + ".";
        String hmac = encode("{\"alg\":\"HS256\",\"kid\":\"key-1\"}") + "." + parts[1] + "." + parts[2];
        String first = without(me("Bearer nonsense"));
        for (String token : List.of(
                peers.issuer().sign(good.copy().put("exp", now - 60)),
                peers.issuer().sign(good.copy().put("iss", "somebody")),
                peers.issuer().sign(good.copy().put("role", "emperor")),
                peers.issuer().sign(withoutField(good, "exp")),
                peers.issuer().sign(withoutField(good, "sub")),
                stranger.sign(good),
                new Issuer(gateway.vertx(), "unknown-key").sign(good),
                none,
                hmac,
                right.substring(0, right.length() - 6) + "AAAAAA",
                "slk_1_wrong",
                "x".repeat(5000),
                "")) {
            Reply reply = me("Bearer " + token);
            assertThat(reply.status()).as(token).isEqualTo(401);
            assertThat(without(reply)).isEqualTo(first);
        }
        assertThat(without(gateway.send(request("/api/v1/me")))).isEqualTo(first);
        assertThat(without(me("Basic YWRtaW46YWRtaW4="))).isEqualTo(first);
    }

    /** Body and headers of a 401 without what differs for every request. */
    private static String without(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        String id = reply.json().path("request_id").asText();
        return reply.headers().map().entrySet().stream()
                        .filter(header -> !header.getKey().equals("x-request-id"))
                        .toList()
                + reply.text().replace(id, "");
    }

    @Test
    void made_up_key_ids_do_not_make_the_gateway_ask() {
        me("Bearer " + peers.issuer().token("ada", "viewer"));
        int before = peers.allAsked(Identity.GetKeySet.class).size();
        for (int i = 0; i < 20; i++) {
            me("Bearer " + new Issuer(gateway.vertx(), "made-up-" + i).token("ada", "admin"));
        }
        assertThat(peers.allAsked(Identity.GetKeySet.class).size() - before).isLessThanOrEqualTo(1);
    }

    @Test
    void an_api_key_is_asked_for_once_and_then_remembered_for_a_moment() {
        peers.answer(Identity.VERIFY_KEY, Peers.verified("bot", Role.VIEWER));
        for (int i = 0; i < 5; i++) {
            Reply reply = me("Bearer slk_7_remembered");
            assertThat(reply.json().path("user").asText()).isEqualTo("bot");
            assertThat(reply.json().path("key").asText()).isEqualTo("notebook");
        }
        assertThat(peers.allAsked(Identity.VerifyKey.class)).hasSizeLessThan(5);
        assertThat(peers.asked(Identity.VerifyKey.class).key().reveal()).isEqualTo("slk_7_remembered");
    }

    @Test
    void that_nobody_can_verify_a_key_is_503_and_not_remembered() {
        peers.stop(Identity.VERIFY_KEY);
        assertThat(me("Bearer slk_8_later").status()).isEqualTo(503);
        peers.answer(Identity.VERIFY_KEY, Peers.verified("bot", Role.VIEWER));
        assertThat(me("Bearer slk_8_later").status()).isEqualTo(200);
    }

    @Test
    void a_token_in_the_query_is_refused_wherever_it_is() {
        String token = gateway.token("admin");
        assertThat(gateway.send(request("/api/v1/me?access_token=" + token)).status())
                .isEqualTo(401);
        assertThat(gateway.send(request("/api/v1/live?topic=x&access_token=" + token))
                        .status())
                .isEqualTo(401);
        assertThat(gateway.send(request("/api/v1/live?topic=x&access_token=slk_1_2"))
                        .status())
                .isEqualTo(401);
        assertThat(peers.allAsked(Identity.RedeemTicket.class)).isEmpty();
    }

    @Test
    void a_ticket_opens_a_live_connection_once() {
        peers.serve(
                Identity.REDEEM_TICKET,
                ask -> peers.allAsked(Identity.RedeemTicket.class).size() == 1
                        ? Future.succeededFuture(Peers.verified("ada", Role.VIEWER))
                        : Future.failedFuture(new Problem.Unauthenticated().toException()));
        String path = "/api/v1/live?topic=not-there&access_token=ticket1";
        assertThat(gateway.send(request(path)).status()).isEqualTo(404);
        assertThat(gateway.send(request(path)).status()).isEqualTo(401);
    }

    @Test
    void a_socket_authenticates_with_a_sub_protocol_that_is_never_echoed() {
        WebSocket socket =
                connect("sluice", "bearer." + gateway.token("viewer")).await();
        assertThat(socket.subProtocol()).isEqualTo("sluice");
        assertThat(socket.headers().toString()).doesNotContain("bearer.");
        Promise<String> answer = Promise.promise();
        socket.textMessageHandler(answer::tryComplete);
        socket.writeTextMessage("nonsense").await();
        assertThat(new JsonObject(answer.future().await()).getString("type")).isEqualTo("error");
        socket.close().await();
    }

    @Test
    void a_socket_without_a_valid_token_is_closed_with_4401() {
        for (String offer : List.of("bearer.wrong", "other")) {
            // Not with Vert.x's own client: it sets handlers on the socket after the close may have come, and fails
            // then.
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            HTTP.newWebSocketBuilder()
                    .subprotocols("sluice", offer)
                    .buildAsync(
                            URI.create("ws://127.0.0.1:" + gateway.port() + "/api/v1/live"),
                            new java.net.http.WebSocket.Listener() {
                                @Override
                                public CompletionStage<?> onClose(
                                        java.net.http.WebSocket socket, int code, String reason) {
                                    closed.complete(code);
                                    return CompletableFuture.completedStage(null);
                                }
                            });
            assertThat(closed).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(4401);
        }
    }

    private Future<WebSocket> connect(String... offers) {
        return sockets.connect(options(offers));
    }

    private WebSocketConnectOptions options(String... offers) {
        return new WebSocketConnectOptions()
                .setHost("127.0.0.1")
                .setPort(gateway.port())
                .setURI("/api/v1/live")
                .setSubProtocols(List.of(offers));
    }

    @Test
    void signing_in_gives_a_token_and_how_long_it_lasts() {
        peers.serve(
                Identity.SIGN_IN,
                ask -> ask.password().reveal().equals("right")
                        ? Future.succeededFuture(new Identity.AccessToken(
                                new io.sluice.contract.Secret("t"),
                                Instant.now().plusSeconds(3600)))
                        : Future.failedFuture(new Problem.Unauthenticated().toException()));
        Reply reply = gateway.post("viewer", "/api/v1/login", "{\"username\":\"ada\",\"password\":\"right\"}");
        assertThat(reply.json().path("access_token").asText()).isEqualTo("t");
        assertThat(reply.json().path("token_type").asText()).isEqualTo("Bearer");
        assertThat(reply.json().path("expires_in").asInt()).isBetween(3500, 3600);
        Reply refused = gateway.post("viewer", "/api/v1/login", "{\"username\":\"ada\",\"password\":\"wrong\"}");
        assertThat(refused.status()).isEqualTo(401);
    }

    private static JsonObject withoutField(JsonObject claims, String name) {
        JsonObject less = claims.copy();
        less.remove(name);
        return less;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
