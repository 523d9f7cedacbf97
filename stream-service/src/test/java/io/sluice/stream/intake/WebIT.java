package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.runtime.Vault;
import io.sluice.stream.FileServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests for sources against a server of this machine. */
class WebIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final FileServer server = new FileServer();
    private final Vault vault = Vault.of(Vault.newMasterKey());

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_redirect_to_a_private_address_is_not_followed() throws Exception {
        server.put("/away", FileServer.redirect("http://10.0.0.1/latest/meta-data"));
        server.put("/file", FileServer.redirect("file:///etc/passwd"));

        assertThat(fault(allowed(), "/away").reason()).contains("\"10.0.0.1\" is in a private or special network");
        assertThat(fault(allowed(), "/file").reason()).contains("over http or https");
    }

    @Test
    void neither_a_redirect_nor_an_address_leads_anywhere_but_to_the_web() throws Exception {
        String[] elsewhere = {
            "file:///etc/passwd",
            "FILE:/etc/passwd",
            "gopher://127.0.0.1:70/_x",
            "ftp://127.0.0.1/x",
            "jar:file:/tmp/x.jar!/y",
            "netdoc:///etc/passwd",
            "mailto:ada@example.org"
        };
        for (String uri : elsewhere) {
            server.put("/to", FileServer.redirect(uri));
            assertThat(fault(allowed(), "/to").reason()).as(uri).contains("over http or https");
            assertThat(refused(allowed(), URI.create(uri)).reason()).as(uri).contains("over http or https");
        }
    }

    @Test
    void each_hop_is_looked_up_and_checked_whatever_the_one_before_was() throws Exception {
        server.put("/one", FileServer.redirect("http://two.example:" + server.port() + "/two"));
        server.put("/two", FileServer.redirect("http://inside.example:" + server.port() + "/secret"));
        server.put("/secret", "of this network");
        AddressRules rules = AddressRules.of(List.of("127.0.0.1"), host ->
                new InetAddress[] {host.equals("inside.example") ? InetAddress.getByName("127.0.0.2") : LOOPBACK});

        assertThat(refused(rules, URI.create("http://one.example:" + server.port() + "/one"))
                        .reason())
                .contains("\"inside.example\" is in a private or special network");
        assertThat(server.asked("/two")).hasSize(1);
        assertThat(server.asked("/secret")).isEmpty();
    }

    @Test
    void a_user_in_an_address_does_not_make_another_host_of_it() throws Exception {
        AddressRules none = AddressRules.of(List.of());
        for (String uri : new String[] {
            "http://example.org@127.0.0.1:" + server.port() + "/data",
            "http://example.org:80@127.0.0.1:" + server.port() + "/data",
            "http://127.0.0.1:" + server.port() + "/data#@example.org",
            "http://127.0.0.1:" + server.port() + "/data?@example.org"
        }) {
            assertThat(refused(none, URI.create(uri))).as(uri).isNotNull();
        }
        assertThat(server.asked("/data")).isEmpty();
    }

    /** Neither of a redirect nor of an address: a line break begins a header, or another request. */
    @Test
    void a_line_break_in_an_address_is_no_second_request() throws Exception {
        server.put("/split", FileServer.redirect("/data%0d%0aX-Evil:%201"));
        fault(allowed(), "/split");

        assertThat(server.asked("/data")).isEmpty();
        assertThat(catchThrowableOfType(
                        IllegalArgumentException.class, () -> URI.create("http://127.0.0.1/\r\nX-Evil: 1")))
                .isNotNull();
    }

    private SourceFault refused(AddressRules rules, URI uri) throws Exception {
        try (HttpWeb web = new HttpWeb(rules);
                WebSession session = web.session(uri, Credentials.NONE, HttpWeb.Limits.document(100))) {
            return catchThrowableOfType(SourceFault.class, () -> session.get(uri, Map.of()));
        }
    }

    @Test
    void a_name_that_changes_between_two_look_ups_is_checked_each_time() throws Exception {
        server.put("/data", "ok");
        AtomicInteger lookUps = new AtomicInteger();
        AddressRules rules = AddressRules.of(List.of("127.0.0.1"), host ->
                new InetAddress[] {lookUps.incrementAndGet() == 1 ? LOOPBACK : InetAddress.getByName("192.168.0.1")});
        URI uri = URI.create("http://turns.example:" + server.port() + "/data");

        try (HttpWeb web = new HttpWeb(rules);
                WebSession session = web.session(uri, Credentials.NONE, HttpWeb.Limits.document(100))) {
            assertThat(read(session, uri)).isEqualTo("ok");
            assertThat(catchThrowableOfType(SourceFault.class, () -> session.get(uri, Map.of()))
                            .reason())
                    .contains("\"turns.example\" is in a private or special network");
        }
        assertThat(server.asked("/data")).hasSize(1);
    }

    @Test
    void secrets_go_to_the_host_that_was_named_and_to_no_other() throws Exception {
        server.put("/start", FileServer.redirect("/same"));
        server.put("/same", FileServer.redirect("http://other.example:" + server.port() + "/other"));
        server.put("/other", "there");
        AddressRules rules = AddressRules.of(List.of("127.0.0.1"), host -> new InetAddress[] {LOOPBACK});
        Map<String, Sealed> sealed =
                Map.of("token", vault.seal(new Secret("t0ken")), "headers.X-Api-Key", vault.seal(new Secret("k3y")));

        try (HttpWeb web = new HttpWeb(rules);
                WebSession session = web.session(
                        URI.create("http://home.example:" + server.port() + "/start"),
                        Credentials.open(vault, sealed),
                        HttpWeb.Limits.document(100))) {
            assertThat(read(session, URI.create("http://home.example:" + server.port() + "/start")))
                    .isEqualTo("there");
        }

        assertThat(server.asked("/start").get(0).headers())
                .containsEntry("Authorization", List.of("Bearer t0ken"))
                .containsEntry("X-api-key", List.of("k3y"));
        assertThat(server.asked("/same").get(0).headers()).containsEntry("Authorization", List.of("Bearer t0ken"));
        assertThat(server.asked("/other").get(0).headers()).doesNotContainKeys("Authorization", "X-api-key");
    }

    @Test
    void a_user_and_a_password_are_basic_and_another_master_key_opens_nothing() throws Exception {
        Map<String, Sealed> sealed =
                Map.of("username", vault.seal(new Secret("ada")), "password", vault.seal(new Secret("päss")));

        assertThat(Credentials.open(vault, sealed).headers()).containsEntry("Authorization", "Basic YWRhOnDDpHNz");
        assertThat(catchThrowableOfType(
                                SourceFault.class, () -> Credentials.open(Vault.of(Vault.newMasterKey()), sealed))
                        .reason())
                .isEqualTo("The secrets of this source were sealed with another master key; enter them again.");
    }

    @ParameterizedTest
    @CsvSource({
        "401, true, it wants credentials",
        "403, true, it does not allow this",
        "404, true, there is nothing at this address",
        "418, true, it refuses the request",
        "429, false, it is asked too often",
        "503, false, it has a fault of its own"
    })
    void a_refusal_is_told_in_words(int status, boolean lasting, String words) throws Exception {
        server.put("/refused", FileServer.status(status));

        SourceFault fault = fault(allowed(), "/refused");

        assertThat(fault.isLasting()).isEqualTo(lasting);
        assertThat(fault.reason()).contains("answers " + status).contains(words);
    }

    @Test
    void redirects_have_an_end() throws Exception {
        server.put("/loop", FileServer.redirect("/loop"));

        assertThat(fault(allowed(), "/loop").reason()).contains("redirects more than 5 times");
        assertThat(server.asked("/loop")).hasSize(6);
    }

    @Test
    void what_is_too_large_is_not_read_to_its_end_packed_or_not() throws Exception {
        byte[] zeros = new byte[1_000_000];
        server.put("/large", zeros);
        server.put(
                "/bomb",
                exchange -> FileServer.send(exchange, FileServer.gzip(zeros), Map.of("Content-Encoding", "gzip")));

        for (String path : List.of("/large", "/bomb")) {
            try (HttpWeb web = new HttpWeb(allowed());
                    WebSession session = session(web, path, HttpWeb.Limits.document(10_000))) {
                URI uri = URI.create(server.url(path));
                Refusal refusal = catchThrowableOfType(Refusal.class, () -> read(session, uri));
                assertThat(refusal.fault().reason())
                        .contains("more than 10000 bytes")
                        .contains("sources.max_bytes");
            }
        }
    }

    @Test
    void silence_and_a_closed_port_are_told_apart() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.put("/silent", exchange -> awaitQuietly(end));
        HttpWeb.Limits impatient = new HttpWeb.Limits(5, Duration.ofMillis(300), Duration.ofMinutes(1), 100);
        try (HttpWeb web = new HttpWeb(allowed());
                WebSession session = session(web, "/silent", impatient)) {
            URI silent = URI.create(server.url("/silent"));
            assertThat(catchThrowableOfType(SourceFault.class, () -> session.get(silent, Map.of()))
                            .reason())
                    .isEqualTo("The server \"127.0.0.1\" does not answer in time.");
            assertThat(catchThrowableOfType(
                                    SourceFault.class, () -> session.get(URI.create("http://127.0.0.1:1/"), Map.of()))
                            .reason())
                    .isEqualTo("The server \"127.0.0.1\" does not accept a connection.");
        }
        end.countDown();
    }

    @Test
    void an_answer_that_comes_byte_by_byte_has_an_end() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        server.put("/drip", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (end.getCount() > 0) {
                    body.write('x');
                    body.flush();
                }
            }
        });
        HttpWeb.Limits punctual = new HttpWeb.Limits(5, Duration.ofMinutes(1), Duration.ofSeconds(1), Long.MAX_VALUE);
        try (HttpWeb web = new HttpWeb(allowed());
                WebSession session = session(web, "/drip", punctual);
                Web.Answer answer = session.get(URI.create(server.url("/drip")), Map.of())) {
            assertThat(catchThrowableOfType(
                                    Refusal.class, () -> answer.body().transferTo(OutputStream.nullOutputStream()))
                            .fault()
                            .reason())
                    .isEqualTo("The server has not sent the whole of its answer within 1 s.");
        } finally {
            end.countDown();
        }
    }

    @Test
    void closing_ends_the_wait_for_a_byte() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        server.put("/waiting", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            awaitQuietly(end);
        });
        try (HttpWeb web = new HttpWeb(allowed());
                WebSession session = session(web, "/waiting", HttpWeb.Limits.document(1_000))) {
            URI uri = URI.create(server.url("/waiting"));
            CompletableFuture<Throwable> failed =
                    CompletableFuture.supplyAsync(() -> catchThrowableOfType(IOException.class, () -> {
                        try (Web.Answer answer = session.get(uri, Map.of())) {
                            assertThat(answer.body().read()).isEqualTo('x');
                            begun.countDown();
                            answer.body().read();
                        }
                    }));
            begun.await();

            session.close();

            assertThat(failed.join()).isInstanceOf(IOException.class);
        }
        end.countDown();
    }

    private static AddressRules allowed() {
        return AddressRules.of(List.of("127.0.0.1"));
    }

    private SourceFault fault(AddressRules rules, String path) throws IOException {
        try (HttpWeb web = new HttpWeb(rules);
                WebSession session = session(web, path, HttpWeb.Limits.document(1_000))) {
            URI uri = URI.create(server.url(path));
            return catchThrowableOfType(SourceFault.class, () -> session.get(uri, Map.of()));
        }
    }

    private WebSession session(HttpWeb web, String path, HttpWeb.Limits limits) {
        return web.session(URI.create(server.url(path)), Credentials.NONE, limits);
    }

    private static String read(WebSession session, URI uri) throws SourceFault, IOException {
        try (Web.Answer answer = session.get(uri, Map.of())) {
            return new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
