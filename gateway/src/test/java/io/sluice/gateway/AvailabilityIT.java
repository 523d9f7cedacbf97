package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Identity;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Peers;
import io.sluice.gateway.support.Reply;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AvailabilityIT {
    private Gateway gateway;
    private Peers peers;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        peers = gateway.peers();
    }

    @Test
    void no_service_is_503_at_once() {
        Reply reply = gateway.get("/api/v1/topics");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.json().path("code").asText()).isEqualTo("unavailable");
        assertThat(reply.header("retry-after")).isPresent();
    }

    @Test
    void a_service_that_is_killed_while_it_works_is_503_and_not_a_hang() {
        Promise<Void> asked = Promise.promise();
        peers.serve(Topics.LIST, ask -> {
            asked.tryComplete();
            return Promise.<Topics.TopicPage>promise().future();
        });
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> gateway.get("/api/v1/topics"));
        asked.future().await();
        peers.stop(Topics.LIST);
        assertThat(reply.join().status()).isEqualTo(503);
    }

    @Test
    void a_bug_in_a_service_is_500_with_an_id_and_nothing_else() {
        peers.serve(Topics.LIST, ask -> Future.failedFuture(new IllegalStateException("secret detail")));
        Reply reply = gateway.get("/api/v1/topics");
        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.text()).doesNotContain("secret detail").doesNotContain("IllegalState");
        assertThat(reply.json().path("detail").asText()).matches(".*\\([0-9a-f-]{36}\\)\\.");
    }

    @Test
    void ready_names_what_is_missing() {
        assertThat(gateway.send(request("/health/live")).status()).isEqualTo(200);
        Reply ready = gateway.send(request("/health/ready"));
        assertThat(ready.status()).isEqualTo(200);
        assertThat(ready.json().at("/checks/kafka/status").asText()).isEqualTo("up");
        peers.stop(Streams.SOURCE_STATES);
        Reply down = gateway.send(request("/health/ready"));
        assertThat(down.status()).isEqualTo(503);
        assertThat(down.json().path("status").asText()).isEqualTo("down");
        assertThat(down.json().at("/checks/stream/reason").asText()).contains("stream service");
        assertThat(down.json().at("/checks/catalog/status").asText()).isEqualTo("up");
    }

    @Test
    void the_catalog_can_be_read_without_the_stream_service() {
        peers.stop(Streams.SOURCE_STATES);
        peers.answer(Catalog.FIND_DATASET, ResourcesIT.generator("timestamps"));
        Reply reply = gateway.get("/api/v1/datasets/timestamps");
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().path("state").asText()).isEqualTo("UNKNOWN");
    }

    @Test
    void a_gateway_that_starts_on_a_taken_port_says_so_and_leaves_nothing_open() {
        Vertx vertx = Vertx.vertx();
        io.sluice.runtime.RecordCodec.register(vertx);
        GatewayConfig taken = new GatewayConfig(
                "127.0.0.1",
                gateway.port(),
                io.sluice.runtime.KafkaLink.plain(
                        io.sluice.testkit.TestKafka.shared().bootstrap()));
        Future<String> deployed = vertx.deployVerticle(new GatewayVerticle(taken));
        deployed.transform(done -> Future.succeededFuture()).await();
        assertThat(deployed.cause()).isInstanceOf(java.net.BindException.class);
        vertx.close().await();
    }

    @Test
    void a_gateway_stops_in_order() {
        GatewayVerticle verticle = new GatewayVerticle(Gateway.config(io.sluice.gateway.browse.BrowseLimits.DEFAULT));
        String id = gateway.vertx().deployVerticle(verticle).await();
        assertThat(gateway.send(verticle.actualPort(), request("/health/live")).status())
                .isEqualTo(200);
        gateway.vertx().undeploy(id).await();
        assertThat(gateway.vertx().deploymentIDs()).doesNotContain(id);
    }

    @Test
    void the_key_set_is_public() {
        Reply reply = gateway.send(request("/.well-known/jwks.json"));
        assertThat(reply.json().at("/keys/0/kid").asText()).isEqualTo(Peers.KEY_ID);
        peers.answer(Identity.GET_KEY_SET, new Identity.KeySet(List.of()));
        assertThat(gateway.send(request("/api/v1/.well-known/jwks.json")).json().path("keys"))
                .isEmpty();
    }
}
