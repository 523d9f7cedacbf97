package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static io.sluice.gateway.support.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two gateways on one bus, each with a hub of its own. */
class SessionsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Gateway gateway = Gateway.fresh();
    private final String topic = TestKafka.shared().newTopic("watched", 1);
    private GatewayVerticle other;
    private String deployment;

    @BeforeEach
    void start() {
        other = new GatewayVerticle(Gateway.config(BrowseLimits.DEFAULT));
        deployment = gateway.vertx().deployVerticle(other).await();
    }

    @AfterEach
    void stop() {
        if (deployment != null) {
            gateway.vertx().undeploy(deployment).await();
        }
    }

    private InputStream read(int port, String role) throws Exception {
        HttpRequest ask = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + port + "/api/v1/live?topic=" + topic + "&where=n%20%3D%201"))
                .header("Authorization", "Bearer " + gateway.token(role))
                .build();
        HttpResponse<InputStream> response = HTTP.send(ask, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body();
    }

    private JsonNode list(int port, String role, String query) {
        Reply reply = gateway.send(
                port,
                request("/api/v1/sessions?topic=" + topic + query)
                        .header("Authorization", "Bearer " + gateway.token(role)));
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json();
    }

    private void end(int port, String role, String id) {
        Reply reply = gateway.send(
                port,
                request("/api/v1/sessions/" + id).DELETE().header("Authorization", "Bearer " + gateway.token(role)));
        assertThat(reply.status()).isEqualTo(204);
    }

    @Test
    void sessions_of_all_nodes_are_listed_by_any_and_ended_by_any() throws Exception {
        try (InputStream here = read(gateway.port(), "viewer");
                InputStream there = read(other.actualPort(), "editor")) {
            eventually()
                    .until(() -> list(gateway.port(), "admin", "").path("total").asInt() == 2);
            for (int port : new int[] {gateway.port(), other.actualPort()}) {
                JsonNode all = list(port, "admin", "");
                assertThat(all.path("items").findValuesAsText("user")).containsExactly("viewer-user", "editor-user");
                assertThat(all.path("items").findValuesAsText("node")).doesNotHaveDuplicates();
                JsonNode own = list(port, "editor", "");
                assertThat(own.path("total").asInt()).isEqualTo(1);
                assertThat(own.at("/items/0/transport").asText()).isEqualTo("ndjson");
                assertThat(own.at("/items/0/address").asText()).isEqualTo("127.0.0.1");
                assertThat(own.at("/items/0/where").asText()).isEqualTo("n = 1");
                assertThat(list(port, "admin", "&user=viewer-user").path("items"))
                        .hasSize(1);
            }
            assertThat(paged()).containsExactly("viewer-user", "editor-user");
            String session =
                    list(other.actualPort(), "editor", "").at("/items/0/id").asText();
            end(gateway.port(), "viewer", session);
            assertThat(list(gateway.port(), "admin", "").path("total").asInt()).isEqualTo(2);
            end(gateway.port(), "admin", session);
            end(gateway.port(), "admin", session);
            end(gateway.port(), "admin", "nobody-1");
            assertThat(new String(there.readAllBytes(), StandardCharsets.UTF_8)).contains("\"terminated\"");
            assertThat(list(other.actualPort(), "admin", "").path("items").findValuesAsText("user"))
                    .containsExactly("viewer-user");
        }
        eventually().until(() -> list(gateway.port(), "admin", "").path("total").asInt() == 0);
    }

    private List<String> paged() {
        List<String> users = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = list(gateway.port(), "admin", "&limit=1" + cursor);
            assertThat(page.path("total").asInt()).isEqualTo(2);
            users.addAll(page.path("items").findValuesAsText("user"));
            cursor = page.path("next").isNull()
                    ? null
                    : "&cursor=" + page.path("next").asText();
        }
        return users;
    }

    @Test
    void a_node_that_is_gone_is_missing_from_the_list_and_nothing_else_is() throws Exception {
        try (InputStream here = read(gateway.port(), "viewer");
                InputStream there = read(other.actualPort(), "viewer")) {
            eventually()
                    .until(() -> list(gateway.port(), "admin", "").path("total").asInt() == 2);
            gateway.vertx().undeploy(deployment).await();
            deployment = null;
            assertThat(list(gateway.port(), "admin", "").path("total").asInt()).isEqualTo(1);
            assertThat(there.readAllBytes()).isNotEmpty();
            assertThat(here.available()).isZero();
        }
    }

    private Reply renew(int port, String role, String session) {
        return gateway.send(
                port,
                request("/api/v1/sessions/" + session + "/renew")
                        .header("Authorization", "Bearer " + gateway.token(role))
                        .POST(HttpRequest.BodyPublishers.noBody()));
    }

    @Test
    void a_plain_response_is_renewed_from_any_node_by_its_own_user_only() throws Exception {
        try (InputStream here = read(gateway.port(), "viewer")) {
            eventually()
                    .until(() ->
                            list(gateway.port(), "viewer", "").path("total").asInt() == 1);
            String session =
                    list(gateway.port(), "viewer", "").at("/items/0/id").asText();
            Reply renewed = renew(other.actualPort(), "viewer", session);
            assertThat(renewed.status()).as(renewed.text()).isEqualTo(200);
            assertThat(renewed.json().path("expires_at").asText()).endsWith("Z");
            assertThat(renew(other.actualPort(), "admin", session).status()).isEqualTo(404);
            assertThat(renew(gateway.port(), "viewer", "nobody-1").status()).isEqualTo(404);
            TestKafka.shared().produce(topic, "{\"n\":1}");
            assertThat(here.read()).isEqualTo('{');
        }
    }

    @Test
    void a_cursor_that_nobody_gave_is_refused() {
        Reply reply = gateway.send("admin", request("/api/v1/sessions?cursor=xyz&limit=0"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().at("/violations").findValuesAsText("pointer"))
                .containsExactlyInAnyOrder("/cursor", "/limit");
    }

    @Test
    void what_is_delivered_and_refused_is_counted() throws Exception {
        try (InputStream here = read(gateway.port(), "viewer")) {
            TestKafka.shared().produce(topic, "{\"n\":1}");
            assertThat(here.read()).isEqualTo('{');
            String figures = gateway.send(request("/metrics")).text();
            assertThat(figures)
                    .containsPattern("gateway_live_delivered_records_total [1-9]")
                    .containsPattern("gateway_live_delivered_bytes_total [1-9]")
                    .contains("gateway_live_dropped_records_total", "gateway_live_gaps_total{reason=\"slow\"}")
                    .contains("gateway_live_refused_total{limit=\"bytes\",scope=\"user\"}")
                    .contains("gateway_live_lag", "gateway_live_replaying", "gateway_live_waiting");
        }
    }
}
