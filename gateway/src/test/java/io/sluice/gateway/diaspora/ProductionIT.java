package io.sluice.gateway.diaspora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.Held;
import io.sluice.contract.Actions.Mark;
import io.sluice.contract.Actions.Settle;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is produced once although the gateway died at the worst of moments: its outcome was never stored. */
class ProductionIT {
    private static final String BODY =
            "{\"action\":\"produce\",\"topic\":\"%s\",\"msgs\":[{\"n\":1},{\"n\":2},{\"n\":3}]}";

    private final TestKafka kafka = TestKafka.shared();
    private final String id = UUID.randomUUID().toString();
    private Gateway gateway;
    private FabricClient client;
    private String topic;
    private @Nullable Mark mark;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        client = new FabricClient(gateway, "viewer");
        topic = kafka.newTopic("produced", 1);
        kafka.produce(topic, "{\"n\":0}");
        mark = null;
        gateway.peers().serve(Actions.BEGIN, ask -> held());
        gateway.peers().serve(Actions.CLAIM, ask -> held());
        gateway.peers().serve(Actions.NOTE, ask -> {
            mark = ask.mark();
            return Future.succeededFuture(new Done(true));
        });
        gateway.peers().serve(Actions.SETTLE, this::settle);
    }

    private Future<Held> held() {
        return Future.succeededFuture(
                new Held(action(Status.ACTIVE, null), UUID.randomUUID().toString()));
    }

    private Action action(Status status, @Nullable String details) {
        return new Action(id, "viewer-user", status, "{}", null, topic, Instant.EPOCH, null, details, null, mark);
    }

    private Future<Action> settle(Settle ask) {
        return Future.succeededFuture(
                action(ask.outcome().status(), ask.outcome().details()));
    }

    private Reply run() {
        return client.send(
                "POST", "/action/run", "{\"request_id\":\"r\",\"body\":%s}".formatted(BODY.formatted(topic)));
    }

    private List<String> written() {
        return kafka.readAll(topic).stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void what_was_written_before_the_crash_is_found_and_not_written_again() {
        gateway.peers().refuse(Actions.SETTLE, new Problem.Unavailable("died"));
        assertThat(run().status()).isEqualTo(503);
        assertThat(written()).hasSize(4);
        kafka.produce(topic, "{\"n\":9}");
        gateway.peers().serve(Actions.SETTLE, this::settle);

        JsonNode again = run().json();

        assertThat(again.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(again.path("details").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("0-1", "0-2", "0-3");
        assertThat(written()).hasSize(5);
    }

    @Test
    void asking_for_its_status_finds_it_too_and_writes_nothing() {
        gateway.peers().refuse(Actions.SETTLE, new Problem.Unavailable("died"));
        run();
        gateway.peers().serve(Actions.SETTLE, this::settle);
        JsonNode status = client.send("GET", "/action/" + id + "/status", "").json();
        assertThat(status.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(status.path("details").size()).isEqualTo(3);
        assertThat(written()).hasSize(4);
    }

    @Test
    void of_half_of_them_the_other_half_is_written() {
        String topicId = gateway.peers().topicId(topic);
        mark = new Mark(topicId, Map.of(0, 1L));
        ProducerRecord<byte[], byte[]> second =
                new ProducerRecord<>(topic, 0, null, "{\"n\":2}".getBytes(StandardCharsets.UTF_8));
        second.headers().add("sluice.action", (id + ":1/3").getBytes(StandardCharsets.UTF_8));
        kafka.produce(second);

        JsonNode done = run().json();

        assertThat(done.path("status").asText()).isEqualTo("SUCCEEDED");
        assertThat(done.path("details").size()).isEqualTo(3);
        assertThat(written()).containsExactly("{\"n\":0}", "{\"n\":2}", "{\"n\":1}", "{\"n\":3}");
    }

    @Test
    void where_nothing_was_written_yet_the_status_waits_for_the_request() {
        JsonNode status = client.send("GET", "/action/" + id + "/status", "").json();
        assertThat(status.path("status").asText()).isEqualTo("ACTIVE");
        assertThat(written()).hasSize(1);
    }

    @Test
    void a_topic_that_was_made_anew_meanwhile_is_told() {
        mark = new Mark("another", Map.of(0, 1L));
        JsonNode status = run().json();
        assertThat(status.path("status").asText()).isEqualTo("FAILED");
        assertThat(written()).hasSize(1);
    }
}
