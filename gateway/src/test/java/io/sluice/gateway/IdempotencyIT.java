package io.sluice.gateway;

import static io.sluice.gateway.support.Gateway.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Identity;
import io.sluice.contract.Organization;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.vertx.core.Promise;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdempotencyIT {
    private static final Organization MADE = new Organization("demo", "Demo", null, "admin-user", Instant.now(), 0);

    private Gateway gateway;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        gateway.peers().answer(Catalog.CREATE_ORGANIZATION, MADE);
    }

    private Reply create(String key, String name) {
        return gateway.send(
                "admin",
                request("/api/v1/organizations")
                        .header("Idempotency-Key", key)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"" + name + "\"}")));
    }

    private int made() {
        return gateway.peers().allAsked(Catalog.CreateOrganization.class).size();
    }

    @Test
    void the_same_request_again_gets_the_same_answer_and_is_not_carried_out() {
        Reply first = create("k1", "demo");
        Reply again = create("k1", "demo");
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("idempotent-replayed")).isEmpty();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("idempotent-replayed")).contains("true");
        assertThat(again.header("location")).isEqualTo(first.header("location"));
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void another_request_with_the_key_is_409() {
        create("k2", "demo");
        assertThat(create("k2", "other").status()).isEqualTo(409);
        assertThat(made()).isEqualTo(1);
    }

    @Test
    void the_key_of_a_request_under_way_is_409_with_a_time_to_come_back() {
        Promise<Organization> slow = Promise.promise();
        Promise<Void> begun = Promise.promise();
        gateway.peers().serve(Catalog.CREATE_ORGANIZATION, ask -> {
            begun.tryComplete();
            return slow.future();
        });
        CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> create("k3", "demo"));
        begun.future().await();
        Reply busy = create("k3", "demo");
        assertThat(busy.status()).isEqualTo(409);
        assertThat(busy.header("retry-after")).isPresent();
        slow.complete(MADE);
        assertThat(first.join().status()).isEqualTo(201);
    }

    @Test
    void a_refusal_is_stored_but_not_an_outage() {
        gateway.peers().refuse(Catalog.CREATE_ORGANIZATION, Problem.Conflict.taken("organization", "demo"));
        assertThat(create("k4", "demo").status()).isEqualTo(409);
        assertThat(create("k4", "demo").header("idempotent-replayed")).contains("true");
        gateway.peers().stop(Catalog.CREATE_ORGANIZATION);
        assertThat(create("k5", "demo").status()).isEqualTo(503);
        gateway.peers().answer(Catalog.CREATE_ORGANIZATION, MADE);
        assertThat(create("k5", "demo").status()).isEqualTo(201);
    }

    @Test
    void a_key_that_is_no_key_is_400() {
        assertThat(create("two words", "demo").status()).isEqualTo(400);
        assertThat(create("x".repeat(256), "demo").status()).isEqualTo(400);
    }

    @Test
    void an_answer_with_a_secret_is_never_stored() {
        Identity.Key key = new Identity.Key("nb", io.sluice.contract.Role.ADMIN, Instant.now(), null, null, null);
        Identity.CreatedKey created = new Identity.CreatedKey(key, new Secret("slk_1_abc"));
        gateway.peers().answer(Identity.CREATE_KEY, created);
        gateway.peers().answer(Identity.ROTATE_KEY, created);
        for (String path : List.of("/api/v1/keys", "/api/v1/keys/nb/rotate")) {
            String body = path.endsWith("keys") ? "{\"name\":\"nb\"}" : "{}";
            Reply reply = gateway.send(
                    "admin",
                    request(path)
                            .header("Idempotency-Key", "k6")
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
            assertThat(reply.json().path("key").asText()).isEqualTo("slk_1_abc");
        }
        assertThat(gateway.peers().allAsked(Identity.ClaimRequest.class)).isEmpty();
    }
}
