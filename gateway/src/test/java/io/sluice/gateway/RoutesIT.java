package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.support.Contract;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesIT {
    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
    }

    private List<Route> table() {
        GatewayConfig config = Gateway.config(BrowseLimits.DEFAULT);
        Parts parts = Parts.open(gateway.vertx(), config, Clock.systemUTC());
        Routes.Door door = Routes.Door.open(gateway.vertx(), Clock.systemUTC(), config);
        List<Route> table = Routes.table(gateway.vertx(), Clock.systemUTC(), config, parts, door);
        parts.close().await();
        return table;
    }

    @Test
    void table_and_document_name_the_same_operations_with_the_same_roles() {
        Map<String, String> table = new TreeMap<>();
        for (Route route : table()) {
            // What is below these is somebody else's contract.
            if (!route.path().startsWith("/ndp") && !route.path().startsWith("/diaspora")) {
                String role = route.role() == null ? "public" : route.role().text();
                table.put(route.method() + " " + route.path(), role);
            }
        }
        Map<String, String> document = new TreeMap<>();
        Contract.shared().document().path("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> document.put(
                        operation.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey(),
                        operation.getValue().path("x-role").asText())));
        assertThat(table).isEqualTo(document);
    }

    @Test
    void no_route_is_in_the_table_twice() {
        Set<String> seen = new HashSet<>();
        assertThat(table()).allMatch(route -> seen.add(route.method() + " " + route.path()));
    }

    @Test
    void every_route_that_is_not_public_answers_401_without_a_token() {
        for (Route route : table()) {
            Reply reply = gateway.send(asked(route));
            if (route.role() == null) {
                assertThat(reply.status()).as(route.path()).isNotIn(401, 404, 405);
            } else {
                assertThat(reply.status()).as(route.path()).isEqualTo(401);
                assertThat(reply.header("www-authenticate")).contains("Bearer");
            }
        }
        assertThat(gateway.peers().allAsked(Record.class))
                .as("nothing but keys and health was asked")
                .noneMatch(ask ->
                        ask.getClass().getEnclosingClass().getSimpleName().equals("Topics"));
    }

    @Test
    void a_role_too_small_is_403_before_anything_is_done() {
        for (Route route : table()) {
            boolean above = route.role() != null && !route.role().text().equals("viewer");
            if (above) {
                Reply reply = gateway.send("viewer", asked(route));
                assertThat(reply.status()).as(route.path()).isEqualTo(403);
                assertThat(reply.json().path("code").asText()).isEqualTo("forbidden");
            }
        }
    }

    @Test
    void other_methods_of_known_paths_are_405_and_name_the_right_ones() {
        Reply reply = gateway.send(
                "admin", request("/api/v1/topics").method("PUT", HttpRequest.BodyPublishers.ofString("{}")));
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.header("allow")).contains("GET, HEAD, POST");
        assertThat(reply.json().path("code").asText()).isEqualTo("method_not_allowed");
    }

    @Test
    void unknown_addresses_are_404_problems() {
        for (String path : List.of(
                "/api",
                "/api/v1/nothing",
                "/api/v2/topics",
                "/health/x",
                "/metrics/x",
                "/ndp/topics",
                "/diaspora/api/v3")) {
            Reply reply = gateway.send("admin", request(path));
            assertThat(reply.status()).as(path).isEqualTo(404);
            assertThat(reply.header("content-type")).contains("application/problem+json");
        }
    }

    @Test
    void what_can_be_read_can_be_asked_for_without_its_body() {
        Reply reply = gateway.send("admin", request("/api/v1/me").method("HEAD", HttpRequest.BodyPublishers.noBody()));
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void requests_are_counted_by_route_and_never_by_address() {
        gateway.get("/api/v1/topics/some-name-nobody-else-has/records/0/0");
        String figures = gateway.send(request("/metrics")).text();
        assertThat(figures)
                .contains("gateway_http_requests_seconds_count")
                .contains("route=\"/api/v1/topics/{topic}/records/{partition}/{offset}\"")
                .contains("jvm_memory_used_bytes")
                .doesNotContain("some-name-nobody-else-has");
    }

    @Test
    void the_document_is_served_as_it_is() {
        Reply reply = gateway.send(request("/api/v1/openapi.yaml"));
        assertThat(reply.text()).startsWith("openapi: 3.1.0");
        JsonNode info = Contract.shared().document().path("info");
        assertThat(info.path("title").asText()).isEqualTo("Sluice");
    }

    private static HttpRequest.Builder asked(Route route) {
        String path = route.path().replaceAll("\\{[a-z]+\\}", "0");
        HttpRequest.Builder request = request(path);
        return switch (route.method().name()) {
            case "GET" -> request.GET();
            case "DELETE" -> request.DELETE();
            default ->
                request.method(route.method().name(), HttpRequest.BodyPublishers.ofString("{}"))
                        .header("Content-Type", "application/json");
        };
    }
}
