package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Catalog;
import io.sluice.contract.Organization;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpIT {
    private static final String ORGANIZATIONS = "/api/v1/organizations";

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        gateway.peers()
                .answer(
                        Catalog.CREATE_ORGANIZATION,
                        new Organization("demo", "Demo", null, "admin-user", Instant.now(), 0));
    }

    private Reply posted(String type, byte[] body) {
        return gateway.send(
                "admin",
                request(ORGANIZATIONS).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void a_body_over_the_limit_is_413_whether_its_length_was_told_or_not() {
        byte[] body = utf8("{\"name\":\"" + "x".repeat(Gateway.MAX_BODY) + "\"}");
        assertThat(posted("application/json", body).status()).isEqualTo(413);
        Reply chunked = gateway.send(
                "admin",
                request(ORGANIZATIONS)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(chunked.status()).isEqualTo(413);
        assertThat(chunked.json().path("code").asText()).isEqualTo("too_large");
        assertThat(gateway.peers().allAsked(Catalog.CreateOrganization.class)).isEmpty();
    }

    @Test
    void a_body_in_chunks_within_the_limit_is_read() {
        byte[] body = utf8("{\"name\":\"demo\",\"description\":\"" + "é".repeat(40_000) + "\"}");
        Reply reply = gateway.send(
                "admin",
                request(ORGANIZATIONS)
                        .header("Content-Type", "application/json; charset=utf-8")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));
        assertThat(reply.status()).isEqualTo(201);
        assertThat(gateway.peers().asked(Catalog.CreateOrganization.class).description())
                .hasSize(40_000);
    }

    @Test
    void a_body_that_is_not_json_by_its_type_is_415() {
        for (String type : new String[] {
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/json; charset=utf-16"
        }) {
            assertThat(posted(type, utf8("{\"name\":\"demo\"}")).status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(gateway.send(
                                "admin",
                                request(ORGANIZATIONS)
                                        .header("Content-Type", "application/json")
                                        .header("Content-Encoding", "gzip")
                                        .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {31, -117})))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void a_request_in_clear_text_is_not_turned_into_http_2() throws Exception {
        HttpClient upgrading =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        URI health = URI.create("http://127.0.0.1:" + gateway.port() + "/health");

        HttpResponse<String> answer =
                upgrading.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void a_client_that_accepts_no_json_gets_406() {
        assertThat(gateway.send("admin", request("/api/v1/me").header("Accept", "text/html"))
                        .status())
                .isEqualTo(406);
        assertThat(gateway.send("admin", request("/api/v1/me").header("Accept", "text/html, */*;q=0.1"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void malformed_json_is_400_with_the_position() {
        Reply reply = gateway.post(ORGANIZATIONS, "{\"name\": \"dé\", oops}");
        assertThat(reply.status()).isEqualTo(400);
        JsonNode violation = reply.json().path("violations").get(0);
        assertThat(violation.path("pointer").asText()).isEmpty();
        assertThat(violation.path("position").asInt()).isBetween(14, 20);
        for (String body : new String[] {"", "[]", "1", "{} {}", "{\"name\":1,\"name\":2}", "{\"name\":\"\u0001\"}"}) {
            assertThat(gateway.post(ORGANIZATIONS, body).status()).as(body).isEqualTo(400);
        }
        assertThat(posted("application/json", "{\"name\":\"demo\"}".getBytes(StandardCharsets.UTF_16))
                        .status())
                .isEqualTo(400);
        assertThat(posted("application/json", utf8("[".repeat(100_000))).status())
                .isEqualTo(400);
    }

    @Test
    void all_faults_of_a_body_are_told_at_once_with_pointers() {
        Reply reply = gateway.post(
                "/api/v1/datasets",
                "{\"titel\":\"x\",\"tags\":[\"a\",1],\"private\":\"no\",\"source\":{\"type\":\"generator\",\"rate\":\"fast\"}}");
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().path("violations").findValuesAsText("pointer"))
                .contains(
                        "/name", "/organization", "/tags/1", "/private", "/source/rate", "/source/template", "/titel");
        assertThat(reply.text()).contains("did you mean \\\"title\\\"?");
    }

    @Test
    void faults_of_the_query_are_told_like_those_of_a_body() {
        Reply reply = gateway.get("/api/v1/datasets?limit=0&limit=2&sort=up&colour=red");
        assertThat(reply.json().path("violations").findValuesAsText("pointer")).contains("/limit", "/sort", "/colour");
        assertThat(gateway.get("/api/v1/topics?limit=many").status()).isEqualTo(400);
    }

    @Test
    void a_harmless_request_id_is_kept_and_any_other_replaced() {
        Reply kept = gateway.send(request("/health/live").header("X-Request-Id", "abc-1.2_3"));
        assertThat(kept.header("x-request-id")).contains("abc-1.2_3");
        Reply replaced = gateway.send(request("/health/live").header("X-Request-Id", "a b<script>"));
        assertThat(replaced.header("x-request-id").orElseThrow()).matches("[0-9a-f-]{36}");
        Reply problem = gateway.send(request("/api/v1/me").header("X-Request-Id", "abc"));
        assertThat(problem.json().path("request_id").asText()).isEqualTo("abc");
    }

    @Test
    void line_breaks_in_names_cannot_make_headers() {
        gateway.peers()
                .answer(
                        Catalog.CREATE_ORGANIZATION,
                        new Organization("a\r\nX-Evil: 1", "t", null, "o", Instant.now(), 0));
        Reply reply = gateway.post(ORGANIZATIONS, "{\"name\":\"a\\r\\nX-Evil: 1\"}");
        assertThat(reply.header("x-evil")).isEmpty();
        assertThat(reply.header("location")).contains("/api/v1/organizations/a%0D%0AX-Evil%3A%201");
    }

    @Test
    void the_application_is_served_and_its_addresses_are_its_own() {
        for (String path : new String[] {"/", "/index.html", "/datasets/rides.v2", "/signin?code=abc"}) {
            Reply page = gateway.send(request(path));
            assertThat(page.status()).as(path).isEqualTo(200);
            assertThat(page.text()).contains("<title>Sluice</title>");
            assertThat(page.header("cache-control")).contains("no-store");
            assertThat(page.header("content-security-policy").orElse("")).contains("frame-ancestors 'none'");
            assertThat(page.header("x-content-type-options")).contains("nosniff");
        }
        Reply asset = gateway.send(request("/assets/app-0a1b2c3d.js"));
        assertThat(asset.header("cache-control")).contains("public, max-age=31536000, immutable");
        assertThat(gateway.send(request("/assets/app-gone.js")).status()).isEqualTo(404);
    }

    @Test
    void each_page_is_told_a_word_of_its_own_and_its_policy_lets_in_styles_by_that_word_alone() {
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 3; i++) {
            Reply page = gateway.send(request("/live"));
            Matcher told = Pattern.compile("nonce=\"([^\"]+)\"").matcher(page.text());
            assertThat(told.find()).isTrue();
            words.add(told.group(1));
            assertThat(page.header("content-security-policy").orElse(""))
                    .contains("style-src 'self' 'nonce-" + told.group(1) + "';")
                    .contains("script-src 'self';")
                    .startsWith("default-src 'none';")
                    .doesNotContain("unsafe");
        }
        assertThat(words).hasSize(3).doesNotContain("SLUICE_NONCE");
        assertThat(gateway.send(request("/assets/app-0a1b2c3d.js"))
                        .header("content-security-policy")
                        .orElse(""))
                .doesNotContain("nonce");
    }

    @Test
    void nothing_outside_the_application_can_be_had() throws IOException {
        for (String path : new String[] {
            "/../secret.txt",
            "/assets/../../secret.txt",
            "/%2e%2e/secret.txt",
            "/..%2fsecret.txt",
            "/assets/%2e%2e%2f%2e%2e%2fsecret.txt",
            "/..\\secret.txt",
            "//secret.txt",
            "/.././.././secret.txt"
        }) {
            assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                    .as(path)
                    .doesNotContain("not for the web");
        }
    }

    @Test
    void a_malformed_address_is_a_problem_and_not_a_crash() throws IOException {
        assertThat(raw("GET /api/v1/topics/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
        assertThat(raw("GET /api/v1/me?x=%zz HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + gateway.token("admin")
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("problem+json");
    }

    @Test
    void a_client_that_waits_for_permission_to_send_gets_it() throws IOException {
        String head =
                "POST " + ORGANIZATIONS + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + gateway.token("admin")
                        + "\r\nContent-Type: application/json\r\nContent-Length: 15\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n";
        assertThat(raw(head + "{\"name\":\"demo\"}")).startsWith("HTTP/1.1 100").contains("HTTP/1.1 201");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gateway.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
