package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.testkit.TestKafka;
import io.sluice.testkit.TestPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same verticles in two processes: the gateway in one, the services in the other, Hazelcast between them. */
class ClusterIT {
    private static final String PASSWORD = "correct horse";

    @TempDir
    Path directory;

    private final String database = TestPostgres.shared().freshUri();
    private final int servicesPort = freePort();
    private final int gatewayPort = freePort();

    @Test
    void a_gateway_works_with_services_elsewhere_and_says_so_when_they_die() {
        SluiceProcess services = services();
        try (SluiceProcess gateway = node("gateway", gatewayPort, servicesPort)) {
            services.awaitReady();
            Api api = new Api(gateway.fact("Address")).signIn("admin", PASSWORD);
            createDataset(api);

            assertUnavailableWhenKilledInFlight(api, services);
            services = services();
            services.awaitReady();
            WaitFor.truth(
                    "the services are found again", () -> api.get("/datasets").status() == 200);

            assertThat(names(api)).containsExactly("clustered");
            assertThat(gateway.terminate()).isIn(0, 143);
        } finally {
            services.close();
        }
    }

    /** A stopped process takes the question and does not answer, so the kill certainly comes in mid-flight. */
    private static void assertUnavailableWhenKilledInFlight(Api api, SluiceProcess services) {
        services.signal("STOP");
        CompletableFuture<Api.Reply> waiting = CompletableFuture.supplyAsync(() -> api.get("/datasets"));
        assertThat(waiting).isNotDone();
        services.kill();

        JsonNode problem = waiting.join().expect(503);

        assertThat(problem.path("code").asText()).isEqualTo("unavailable");
        assertThat(problem.path("request_id").asText()).isNotEmpty();
        assertThat(api.get("/datasets").expect(503).path("code").asText()).isEqualTo("unavailable");
    }

    private static void createDataset(Api api) {
        api.post("/organizations", "{\"name\":\"nodes\",\"title\":\"Nodes\"}").expect(201);
        api.post("/datasets", """
                        {"name":"clustered","title":"Clustered","organization":"nodes","extras":{"a":null,"b":1.50},
                         "source":{"type":"generator","template":"timestamp","rate":5}}
                        """).expect(201);
        assertThat(names(api)).containsExactly("clustered");
    }

    private static Iterable<String> names(Api api) {
        return api.get("/datasets").expect(200).path("items").findValuesAsText("name");
    }

    private SluiceProcess services() {
        return node("catalog,stream", servicesPort, gatewayPort);
    }

    private SluiceProcess node(String roles, int port, int other) {
        return SluiceProcess.java("node", "--roles", roles, "--cluster-port", "" + port, "--join", "127.0.0.1:" + other)
                .in(directory.resolve(Integer.toString(port)))
                .with("SLUICE_KAFKA_BOOTSTRAP", TestKafka.shared().bootstrap())
                .with("SLUICE_POSTGRES_URI", database)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .with("SLUICE_CLUSTER_SECRET", "known to both of them")
                .with("SLUICE_MASTER_KEY", "the same key for all nodes")
                .start();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new AssertionError(none);
        }
    }
}
