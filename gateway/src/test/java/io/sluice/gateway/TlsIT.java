package io.sluice.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.Certificates;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Patience;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS with real certificates that are exchanged while the server runs. */
class TlsIT {
    @TempDir
    Path folder;

    private final Gateway gateway = Gateway.fresh();
    private final List<AutoCloseable> open = new java.util.ArrayList<>();
    private GatewayVerticle secure;
    private String deployment = "";

    @BeforeEach
    void start() throws Exception {
        install(new TestCertificate("first"));
        secure = verticle();
        deployment = gateway.vertx().deployVerticle(secure).await();
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        gateway.vertx().undeploy(deployment).await();
    }

    @Test
    void answers_say_that_only_tls_is_to_be_used_and_are_http_1() {
        HttpClientResponse answer = get("/health/live");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.version()).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(answer.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    }

    @Test
    void only_tls_1_2_and_1_3_are_spoken() throws Exception {
        for (String version : List.of("TLSv1.2", "TLSv1.3")) {
            assertThat(handshake(version)).as(version).isEqualTo("CN=first");
        }
        for (String version : List.of("TLSv1", "TLSv1.1")) {
            assertThatThrownBy(() -> handshake(version)).as(version).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void new_connections_get_a_new_certificate_and_open_ones_go_on() throws Exception {
        WebSocket socket = socket();
        SSLSocket kept = TestCertificate.connect(secure.actualPort(), "TLSv1.3");
        open.add(kept);
        assertThat(ask(kept)).startsWith("HTTP/1.1 200 ");

        install(new TestCertificate("second"));
        Patience.eventually()
                .untilAsserted(() -> assertThat(handshake("TLSv1.3")).isEqualTo("CN=second"));

        assertThat(ask(kept)).startsWith("HTTP/1.1 200 ");
        CompletableFuture<JsonObject> heard = new CompletableFuture<>();
        socket.textMessageHandler(text -> heard.complete(new JsonObject(text)));
        socket.writeTextMessage("{\"type\":\"unsubscribe\",\"id\":\"none\"}");
        assertThat(Future.fromCompletionStage(heard).await().getString("type")).isNotBlank();
    }

    @Test
    void what_cannot_be_used_changes_nothing_and_is_said_until_it_is_mended() throws Exception {
        write("tls.crt", "no certificate");
        assertFault("not a certificate and a key");
        assertThat(handshake("TLSv1.3")).isEqualTo("CN=first");

        write("tls.crt", new TestCertificate("another").certificate());
        assertFault("is not that of the certificate");
        assertThat(handshake("TLSv1.3")).isEqualTo("CN=first");

        install(TestCertificate.expired("late"));
        assertFault("has expired");
        assertThat(handshake("TLSv1.3")).isEqualTo("CN=first");

        install(new TestCertificate("mended"));
        Patience.eventually()
                .untilAsserted(() -> assertThat(handshake("TLSv1.3")).isEqualTo("CN=mended"));
        Patience.eventually().untilAsserted(() -> assertThat(
                        health().at("/checks/certificate").isMissingNode())
                .isTrue());
    }

    @Test
    void files_that_do_not_belong_together_let_no_server_start() throws Exception {
        write("tls.key", new TestCertificate("another").key());

        Future<String> deployed = gateway.vertx().deployVerticle(verticle());
        deployed.transform(done -> Future.succeededFuture()).await();

        assertThat(deployed.cause())
                .isInstanceOf(Certificates.BadCertificate.class)
                .hasMessageContaining("is not that of the certificate");
    }

    private GatewayVerticle verticle() {
        EdgeConfig.Tls files = new EdgeConfig.Tls(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        return new GatewayVerticle(Gateway.config(BrowseLimits.DEFAULT).withEdge(EdgeConfig.DEFAULT.withTls(files)));
    }

    private void assertFault(String text) {
        Patience.eventually().untilAsserted(() -> assertThat(
                        health().at("/checks/certificate/reason").asText())
                .contains(text));
        assertThat(health().path("status").asText()).isEqualTo("up");
    }

    private com.fasterxml.jackson.databind.JsonNode health() {
        HttpClientResponse answer = get("/health/ready");
        try {
            return io.sluice.runtime.Json.MAPPER.readTree(answer.body().await().toString());
        } catch (IOException malformed) {
            throw new java.io.UncheckedIOException(malformed);
        }
    }

    private HttpClientResponse get(String path) {
        HttpClientAgent client = gateway.vertx()
                .createHttpClient(new HttpClientOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setProtocolVersion(HttpVersion.HTTP_2)
                        .setTrustAll(true)
                        .setVerifyHost(false)
                        .setKeepAlive(false));
        RequestOptions to = new RequestOptions()
                .setPort(secure.actualPort())
                .setHost("127.0.0.1")
                .setURI(path)
                .setMethod(HttpMethod.GET);
        HttpClientResponse answer = client.request(to)
                .compose(request -> request.send())
                .compose(response -> response.body().map(response))
                .await();
        client.close().await();
        return answer;
    }

    private WebSocket socket() {
        WebSocketClient client = gateway.vertx()
                .createWebSocketClient(new WebSocketClientOptions()
                        .setSsl(true)
                        .setTrustAll(true)
                        .setVerifyHost(false));
        open.add(() -> client.close().await());
        return client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(secure.actualPort())
                        .setURI("/api/v1/live")
                        .setSubProtocols(List.of("sluice", "bearer." + gateway.token("viewer"))))
                .await();
    }

    private String handshake(String version) throws IOException {
        try (SSLSocket socket = TestCertificate.connect(secure.actualPort(), version)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static String ask(SSLSocket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[16 << 10];
        int read = socket.getInputStream().read(answer);
        return new String(answer, 0, Math.max(0, read), StandardCharsets.US_ASCII);
    }

    private void install(TestCertificate certificate) throws IOException {
        write("tls.key", certificate.key());
        write("tls.crt", certificate.certificate());
    }

    /** As whole files appear: beside, then renamed. */
    private void write(String name, String text) throws IOException {
        Path beside = Files.writeString(folder.resolve(name + ".new"), text);
        Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
