package io.sluice.stream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.sluice.stream.FileServer;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a webhook may go. The server of this machine is allowed by one of its addresses, and by no other. */
class WebPostIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final byte[] BODY = "{}".getBytes(StandardCharsets.UTF_8);

    private final FileServer server = new FileServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void what_is_private_is_not_called_however_it_is_written() throws Exception {
        for (String host : List.of(
                "127.0.0.1",
                "2130706433",
                "127.1",
                "[::1]",
                "[::ffff:7f00:1]",
                "[64:ff9b::7f00:1]",
                "example.org@127.0.0.1",
                "0.0.0.0")) {
            assertThat(refused(AddressRules.of(List.of()), "http://" + host + ":" + server.port() + "/hook"))
                    .as(host)
                    .isNotNull();
        }
        assertThat(refused(AddressRules.of(List.of()), "http://169.254.169.254/latest/meta-data"))
                .isNotNull();
        assertThat(server.asked("/hook")).isEmpty();
    }

    @Test
    void only_the_web_is_called() throws Exception {
        for (String uri :
                List.of("file:///etc/passwd", "gopher://8.8.8.8/x", "ftp://8.8.8.8/x", "jar:file:/x.jar!/y")) {
            assertThat(refused(allowed(), uri).reason()).as(uri).contains("over http or https");
        }
    }

    @Test
    void a_redirect_that_keeps_the_method_is_checked_like_any_address() throws Exception {
        for (String to :
                List.of("http://10.0.0.1/x", "http://127.0.0.2:" + server.port() + "/secret", "file:///etc/passwd")) {
            server.put("/hook", exchange -> {
                exchange.getResponseHeaders().add("Location", to);
                exchange.sendResponseHeaders(307, -1);
            });

            assertThat(refused(allowed(), server.url("/hook")).isLasting())
                    .as(to)
                    .isTrue();
        }
        assertThat(server.asked("/secret")).isEmpty();
    }

    @Test
    void a_name_that_means_something_else_the_second_time_is_refused_then() throws Exception {
        AtomicInteger lookUps = new AtomicInteger();
        AddressRules turning = AddressRules.of(List.of("127.0.0.1"), host ->
                new InetAddress[] {lookUps.incrementAndGet() == 1 ? LOOPBACK : InetAddress.getByName("127.0.0.2")});
        server.put("/hook", "taken");
        URI hook = URI.create("http://turns.example:" + server.port() + "/hook");

        try (WebPost post = new WebPost(turning)) {
            post.send(hook, BODY, Map.of());
            assertThat(catchThrowableOfType(SourceFault.class, () -> post.send(hook, BODY, Map.of()))
                            .reason())
                    .contains("\"turns.example\" is in a private or special network");
        }
        assertThat(server.asked("/hook")).hasSize(1);
        assertThat(lookUps).hasValue(2);
    }

    private static AddressRules allowed() {
        return AddressRules.of(List.of("127.0.0.1"));
    }

    private static SourceFault refused(AddressRules rules, String uri) throws Exception {
        try (WebPost post = new WebPost(rules)) {
            return catchThrowableOfType(SourceFault.class, () -> post.send(URI.create(uri), BODY, Map.of()));
        }
    }
}
