package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Identity;
import io.sluice.contract.Problem;
import io.sluice.gateway.browse.BrowseLimits;
import io.sluice.gateway.edge.EdgeConfig;
import io.sluice.gateway.support.Gateway;
import io.sluice.runtime.Network;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom a forwarding header is believed. The test is the client, and its own machine the proxy. */
class ClientAddressIT {
    private static final String ITSELF = "127.0.0.1";

    private final Gateway gateway = Gateway.fresh();
    private final GatewayVerticle behindProxy = new GatewayVerticle(Gateway.config(BrowseLimits.DEFAULT)
            .withEdge(new EdgeConfig(
                    List.of(Network.of("127.0.0.0/8"), Network.of("2001:db8:ffff::/48")),
                    List.of(),
                    EdgeConfig.Limits.DEFAULT,
                    null)));
    private String deployment = "";

    @BeforeEach
    void start() {
        gateway.peers().refuse(Identity.SIGN_IN, new Problem.TooMany("Wait.", Duration.ofSeconds(7)));
        deployment = gateway.vertx().deployVerticle(behindProxy).await();
    }

    @AfterEach
    void stop() {
        gateway.vertx().undeploy(deployment).await();
    }

    @Test
    void of_a_stranger_the_header_is_not_believed() {
        assertThat(seen(gateway.port(), "198.51.100.7")).isEqualTo(ITSELF);
    }

    @Test
    void of_a_proxy_the_last_address_is_taken_that_is_no_proxy_of_ours() {
        assertThat(seen("198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(seen("127.0.0.1, 6.6.6.6, 198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(seen("6.6.6.6, 198.51.100.7, 127.0.0.9, 2001:db8:ffff::1")).isEqualTo("198.51.100.7");
        assertThat(seen("6.6.6.6", "198.51.100.7 ")).isEqualTo("198.51.100.7");
        assertThat(seen("198.51.100.7:4711")).isEqualTo("198.51.100.7");
        assertThat(seen("::ffff:198.51.100.7")).isEqualTo("198.51.100.7");
        assertThat(seen("[2001:db8::7]:4711")).isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void what_is_no_address_ends_the_search() {
        assertThat(seen("198.51.100.7, unknown")).isEqualTo(ITSELF);
        assertThat(seen("198.51.100.7, proxy.example.org, 127.0.0.9")).isEqualTo("127.0.0.9");
        assertThat(seen("")).isEqualTo(ITSELF);
        assertThat(seen(",,,")).isEqualTo(ITSELF);
        assertThat(seen("6.6.6.6" + ", 127.0.0.2".repeat(200))).isEqualTo("127.0.0.2");
        assertThat(seen("127.0.0.3, 127.0.0.2")).isEqualTo("127.0.0.3");
    }

    private String seen(String... forwarded) {
        return seen(behindProxy.actualPort(), forwarded);
    }

    private String seen(int port, String... forwarded) {
        HttpRequest.Builder login = request("/api/v1/login")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"username\":\"ada\",\"password\":\"guess\"}"));
        for (String header : forwarded) {
            login.header("X-Forwarded-For", header);
        }
        assertThat(gateway.send(port, login).status()).isEqualTo(429);
        return gateway.peers().asked(Identity.SignIn.class).address();
    }
}
