package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.CreateAlert;
import io.sluice.contract.Alerts.DeleteAlert;
import io.sluice.contract.Alerts.Delivery;
import io.sluice.contract.Alerts.FindAlert;
import io.sluice.contract.Alerts.Webhook;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What webhooks are sent, and what becomes of it when they do not take it. */
class WebhooksIT {
    private static final String SECRET = "a secret of the receiver's and ours";

    private static Node node;
    private static Rules rules;
    private final List<Got> got = new CopyOnWriteArrayList<>();
    private final Queue<Handler<HttpServerRequest>> answers = new ConcurrentLinkedQueue<>();
    private HttpServer server;

    private record Got(String body, String signature, String event, String notice, Instant at) {}

    @BeforeAll
    static void start() {
        node = new Node();
        node.deploy();
        rules = new Rules(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @BeforeEach
    void listen() {
        server = listen(0);
    }

    @AfterEach
    void close() {
        Node.await(server.close());
    }

    private HttpServer listen(int port) {
        return Node.await(node.vertx
                .createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    got.add(new Got(
                            body.toString(UTF_8),
                            request.getHeader("Sluice-Signature"),
                            request.getHeader("Sluice-Event-Id"),
                            request.getHeader("Sluice-Notice-Id"),
                            Instant.now()));
                    Handler<HttpServerRequest> answer = answers.poll();
                    (answer == null ? status(204) : answer).handle(request);
                }))
                .listen(port, "127.0.0.1"));
    }

    private static Handler<HttpServerRequest> status(int status) {
        return request -> request.response().setStatusCode(status).end();
    }

    private static Handler<HttpServerRequest> redirect(int status, String to) {
        return request -> request.response()
                .setStatusCode(status)
                .putHeader("Location", to)
                .end();
    }

    private Webhook webhook() {
        return webhook("http://127.0.0.1:" + server.actualPort() + "/in/token");
    }

    private static Webhook webhook(String url) {
        return new Webhook(url, node.vault.seal(new Secret(SECRET)));
    }

    private Delivery toWebhook(Alert alert) {
        return rules.only(alert).deliveries().stream()
                .filter(delivery -> delivery.channel().equals("webhook"))
                .findFirst()
                .orElseThrow();
    }

    private Alert fire(Webhook webhook) {
        String source = node.kafka.newTopic("hooked", 1);
        Alert alert = rules.make(Rules.grouped(source), webhook);
        rules.bad(source, "a");
        return alert;
    }

    /** HMAC by its definition (RFC 2104), from nothing but the hash. */
    private static String hmac(String secret, String text) throws NoSuchAlgorithmException {
        byte[] inner = new byte[64];
        byte[] outer = new byte[64];
        byte[] key = Arrays.copyOf(secret.getBytes(UTF_8), 64);
        for (int i = 0; i < 64; i++) {
            inner[i] = (byte) (key[i] ^ 0x36);
            outer[i] = (byte) (key[i] ^ 0x5c);
        }
        MessageDigest hash = MessageDigest.getInstance("SHA-256");
        hash.update(inner);
        byte[] first = hash.digest(text.getBytes(UTF_8));
        hash.update(outer);
        return HexFormat.of().formatHex(hash.digest(first));
    }

    @Test
    void gets_what_the_topic_gets_and_can_tell_who_sent_it() throws Exception {
        Alert alert = fire(webhook());

        eventually().untilAsserted(() -> assertThat(got).hasSize(1));
        eventually().untilAsserted(() -> assertThat(toWebhook(alert).state()).isEqualTo("delivered"));
        eventually().untilAsserted(() -> assertThat(rules.published(alert)).hasSize(1));
        Got call = got.get(0);
        assertThat(Rules.json(call.body())).isEqualTo(rules.published(alert).get(0));
        assertThat(call.event()).isEqualTo(rules.only(alert).id().toString());
        String seconds = call.signature().replaceAll("t=(\\d+),v1=.*", "$1");
        assertThat(call.signature()).isEqualTo("t=" + seconds + ",v1=" + hmac(SECRET, seconds + "." + call.body()));
        assertThat(alert.toString()).doesNotContain(SECRET);
        assertThat(node.ask(Alerts.FIND, new FindAlert(BOB, alert.name())).webhook())
                .isEqualTo("http://127.0.0.1/…");
    }

    @Test
    void what_is_not_taken_is_tried_again_until_it_is() {
        answers.add(status(500));
        answers.add(request -> request.connection().close());
        answers.add(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "3")
                .end());
        Alert alert = fire(webhook());

        eventually().untilAsserted(() -> assertThat(got).hasSize(4));

        eventually().untilAsserted(() -> assertThat(toWebhook(alert).state()).isEqualTo("delivered"));
        assertThat(toWebhook(alert).attempts()).isEqualTo(4);
        assertThat(toWebhook(alert).lastError()).isEqualTo("The server \"127.0.0.1\" answers 429.");
        assertThat(got).extracting(Got::notice).containsOnly(got.get(0).notice());
        assertThat(got).extracting(Got::body).containsOnly(got.get(0).body());
        assertThat(Duration.between(got.get(2).at(), got.get(3).at())).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void an_outage_loses_nothing_and_keeps_the_order() {
        int port = server.actualPort();
        Node.await(server.close());
        Alert alert = fire(webhook("http://127.0.0.1:" + port + "/"));
        eventually().untilAsserted(() -> assertThat(toWebhook(alert).attempts()).isGreaterThanOrEqualTo(2));
        assertThat(toWebhook(alert).lastError()).isEqualTo("The server \"127.0.0.1\" does not accept a connection.");
        rules.bad(alert.source(), "b");
        eventually().untilAsserted(() -> assertThat(rules.events(alert)).hasSize(2));

        server = listen(port);

        eventually().untilAsserted(() -> assertThat(got).hasSize(2));
        assertThat(got)
                .extracting(
                        call -> Rules.json(call.body()).path("group").path("s").asText())
                .containsExactly("a", "b");
    }

    @Test
    void redirects_are_followed_where_the_body_goes_along_and_the_address_may_be_reached() {
        answers.add(redirect(307, "http://127.0.0.1:" + server.actualPort() + "/moved"));
        Alert moved = fire(webhook());
        eventually().untilAsserted(() -> assertThat(toWebhook(moved).state()).isEqualTo("delivered"));
        assertThat(got).hasSize(2);
        assertThat(got.get(1).body()).isEqualTo(got.get(0).body());

        answers.add(redirect(307, "http://10.1.2.3/inside"));
        answers.add(redirect(302, "http://127.0.0.1:" + server.actualPort() + "/elsewhere"));
        Alert inside = fire(webhook());
        eventually().untilAsserted(() -> {
            assertThat(toWebhook(inside).state()).isEqualTo("delivered");
            assertThat(toWebhook(inside).attempts()).isEqualTo(3);
        });
        assertThat(toWebhook(inside).lastError()).contains("only 307 and 308 keep the body");
    }

    @Test
    void one_that_does_not_answer_holds_up_nothing_but_itself() {
        answers.add(request -> {});
        Alert slow = fire(webhook());
        eventually().untilAsserted(() -> assertThat(got).hasSize(1));

        String source = slow.source();
        rules.bad(source, "b");

        eventually().untilAsserted(() -> assertThat(rules.notices(slow)).containsExactly("firing a", "firing b"));
        eventually().untilAsserted(() -> assertThat(got).hasSize(3));
        assertThat(got.get(1).notice()).isEqualTo(got.get(0).notice());
    }

    @Test
    void the_end_by_a_deletion_is_told_too() {
        Alert alert = fire(webhook());
        eventually().untilAsserted(() -> assertThat(got).hasSize(1));

        node.ask(Alerts.DELETE, new DeleteAlert(ADA, alert.name()));

        eventually().untilAsserted(() -> assertThat(got).hasSize(2));
        assertThat(Rules.json(got.get(1).body()).path("state").asText()).isEqualTo("resolved");
        assertThat(got.get(1).event()).isEqualTo(got.get(0).event());
        assertThat(got.get(1).notice()).isNotEqualTo(got.get(0).notice());
    }

    @Test
    void private_addresses_and_what_is_no_address_are_refused_at_once() {
        String source = node.kafka.newTopic("refused", 1);
        for (String url : List.of("http://10.1.2.3/", "http://169.254.169.254/latest", "ftp://example.org/", "x y")) {
            Problem problem = node.problem(
                    Alerts.CREATE,
                    new CreateAlert(ADA, new Wish(Rules.name(), Rules.bad(source), "info", null, webhook(url))));
            assertThat(problem).isInstanceOf(Problem.Invalid.class);
            assertThat(((Problem.Invalid) problem).violations().get(0).pointer())
                    .isEqualTo("/webhook/url");
        }
    }
}
