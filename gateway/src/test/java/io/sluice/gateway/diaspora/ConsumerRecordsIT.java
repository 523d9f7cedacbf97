package io.sluice.gateway.diaspora;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Consumers;
import io.sluice.contract.Consumers.Format;
import io.sluice.contract.Consumers.Lane;
import io.sluice.contract.Consumers.Partition;
import io.sluice.contract.Consumers.Plan;
import io.sluice.contract.Consumers.Reset;
import io.sluice.contract.Consumers.Settings;
import io.sluice.contract.Consumers.Step;
import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Veiling;
import io.sluice.gateway.support.Gateway;
import io.sluice.gateway.support.Reply;
import io.sluice.testkit.TestKafka;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a poll of a consumer reads and tells, on a real broker; what falls to the consumer is as the test says. */
class ConsumerRecordsIT {
    private static final Settings JSON = new Settings(Format.JSON, Reset.EARLIEST, false, 1, null);
    private static final Settings BINARY = new Settings(Format.BINARY, Reset.EARLIEST, false, 1, null);

    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;
    private FabricClient client;
    private String topic;

    @BeforeEach
    void open() {
        gateway = Gateway.fresh();
        client = new FabricClient(gateway, "viewer");
        topic = client.namespace() + "." + UUID.randomUUID();
        kafka.createTopic(topic, 2, Map.of());
        gateway.peers()
                .serve(
                        Consumers.ADVANCE,
                        ask -> Future.succeededFuture(new Consumers.Partitions(ask.steps().stream()
                                .map(step -> new Partition(step.topic(), step.partition()))
                                .toList())));
    }

    /** Both partitions from their beginning. */
    private void falls(Settings settings, Veiling veiling) {
        falls(settings, veiling, 0);
    }

    private void falls(Settings settings, Veiling veiling, long next) {
        TopicAccess access = new TopicAccess(topic, "id", 2, RecordFormat.AUTO, 1, veiling);
        gateway.peers()
                .answer(
                        Consumers.PLAN,
                        new Plan(
                                settings,
                                List.of(topic),
                                List.of(),
                                List.of(access),
                                List.of(new Lane(topic, 0, next), new Lane(topic, 1, next))));
    }

    private void produce(int partition, String... values) {
        Stream.of(values).forEach(value -> kafka.produce(topic, partition, "k", value));
    }

    private Reply poll(String query) {
        return client.send("GET", "/api/v3/" + client.namespace() + "/consumers/g/instances/c/records" + query, "");
    }

    private List<String> values(String query) {
        Reply reply = poll(query);
        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        return reply.json().findValuesAsText("value");
    }

    @Test
    void values_are_texts_or_bytes_by_the_consumers_format() {
        produce(0, "{\"n\": 1.50}", "no json");
        kafka.produce(new ProducerRecord<>(topic, 0, null, new byte[] {(byte) 0xff}));
        kafka.produce(new ProducerRecord<>(topic, 0, null, (byte[]) null));
        falls(JSON, Veiling.NONE);
        JsonNode texts = poll("?timeout=0").json();
        assertThat(texts.get(0).toString())
                .isEqualTo("{\"topic\":\"" + topic.substring(client.namespace().length() + 1)
                        + "\",\"key\":\"k\",\"value\":\"{\\\"n\\\": 1.50}\",\"partition\":0,\"offset\":0}");
        assertThat(texts.get(1).path("value").asText()).isEqualTo("no json");
        assertThat(texts.get(2).path("value").asText()).isEqualTo("/w==");
        assertThat(texts.get(3).path("value").isNull()).isTrue();
        falls(BINARY, Veiling.NONE);
        String first = poll("?timeout=0").json().get(0).path("value").asText();
        assertThat(new String(Base64.getDecoder().decode(first), StandardCharsets.UTF_8))
                .isEqualTo("{\"n\": 1.50}");
    }

    @Test
    void who_does_not_see_everything_gets_what_is_seen_in_either_format() {
        produce(0, "{\"n\":1,\"iban\":\"RO11\",\"country\":\"RO\"}", "{\"n\":2,\"iban\":\"DE22\",\"country\":\"DE\"}");
        Veiling veiling = new Veiling(Map.of("iban", "shorten(2)"), List.of("country = 'RO'"), new Secret("s"));
        String seen = "{\"n\":1,\"iban\":\"RO…\",\"country\":\"RO\"}";
        falls(JSON, veiling);
        assertThat(values("?timeout=0")).containsExactly(seen);
        assertThat(gateway.peers().asked(Consumers.Advance.class).steps())
                .as("what is not seen is passed over")
                .containsExactly(new Step(topic, 0, 0, 2));
        falls(BINARY, veiling);
        assertThat(values("?timeout=0"))
                .extracting(each -> new String(Base64.getDecoder().decode(each), StandardCharsets.UTF_8))
                .containsExactly(seen);
    }

    @Test
    void max_bytes_are_bytes_and_no_partition_waits_for_the_other() {
        String value = "x".repeat(100);
        IntStream.range(0, 50).forEach(i -> produce(0, value));
        produce(1, "y".repeat(100));
        falls(JSON, Veiling.NONE);
        assertThat(values("?timeout=0&max_bytes=250")).containsExactly(value, "y".repeat(100));
        assertThat(values("?timeout=0&max_bytes=1")).as("one at least").hasSize(1);
        assertThat(gateway.peers().asked(Consumers.Advance.class).steps()).containsExactly(new Step(topic, 0, 0, 1));
        assertThat(values("?timeout=0")).hasSize(51);
    }

    @Test
    void a_poll_waits_for_what_comes_and_one_without_a_timeout_does_not() {
        falls(JSON, Veiling.NONE);
        assertThat(values("?timeout=0")).isEmpty();
        assertThat(gateway.peers().allAsked(Consumers.Advance.class)).isEmpty();
        CompletableFuture<List<String>> waiting = CompletableFuture.supplyAsync(() -> values("?timeout=25000"));
        produce(1, "late");
        assertThat(waiting.join()).containsExactly("late");
    }

    @Test
    void what_another_one_has_by_now_is_not_handed_out() {
        produce(0, "zero");
        produce(1, "one");
        falls(JSON, Veiling.NONE);
        gateway.peers().answer(Consumers.ADVANCE, new Consumers.Partitions(List.of(new Partition(topic, 1))));
        assertThat(values("?timeout=0")).containsExactly("one");
    }

    @Test
    void what_retention_has_taken_is_told_and_what_is_behind_the_end_is_where_the_consumer_begins() throws Exception {
        produce(0, "1", "2", "3");
        kafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(2)))
                .all()
                .get();
        falls(JSON, Veiling.NONE);
        Reply reply = poll("?timeout=0");
        assertThat(reply.json().findValuesAsText("value")).containsExactly("3");
        assertThat(reply.header("x-sluice-skipped")).contains("2");
        falls(JSON, Veiling.NONE, 99);
        assertThat(values("?timeout=1000")).containsExactly("3");
    }

    @Test
    void failures_have_the_codes_of_the_rest_proxy() {
        gateway.peers().answer(Consumers.PLAN, new Plan(JSON, List.of(), List.of(topic), List.of(), List.of()));
        failed(poll(""), 404, 40401);
        gateway.peers().refuse(Consumers.PLAN, Problem.NotFound.of("consumer", "c"));
        failed(poll(""), 404, 40403);
        gateway.peers().refuse(Consumers.PLAN, new Problem.Unavailable("away"));
        failed(poll(""), 500, 50002);
        failed(poll("?timeout=soon"), 422, 42204);
        String group = "/api/v3/" + client.namespace() + "/consumers/g";
        failed(client.send("POST", group, "{\"format\":\"xml\"}"), 422, 42204);
        failed(client.send("POST", group, "{\"auto.offset.rest\":\"latest\"}"), 422, 42204);
        failed(client.send("POST", group, "{"), 422, 42204);
        gateway.peers().refuse(Consumers.CREATE, Problem.Conflict.taken("consumer", "c"));
        failed(client.send("POST", group, "{\"name\":\"c\"}"), 409, 40902);
        String seek = "{\"offsets\":[{\"topic\":\""
                + topic.substring(client.namespace().length() + 1) + "\",\"partition\":2,\"offset\":0}]}";
        failed(client.send("POST", group + "/instances/c/positions", seek), 404, 40402);
    }

    @Test
    void settings_are_texts_and_numbers_as_clients_write_them() {
        gateway.peers().answer(Consumers.CREATE, new Done(true));
        Reply made = client.send(
                "POST",
                "/api/v3/" + client.namespace() + "/consumers/g",
                "{\"format\":\"json\",\"auto.offset.reset\":\"earliest\",\"auto.commit.enable\":\"true\","
                        + "\"fetch.min.bytes\":\"10\",\"consumer.request.timeout.ms\":2000}");
        assertThat(made.json().path("instance_id").asText()).matches("[0-9a-f]{12}");
        assertThat(gateway.peers().asked(Consumers.CreateConsumer.class).settings())
                .isEqualTo(new Settings(Format.JSON, Reset.EARLIEST, true, 10, Duration.ofSeconds(2)));
    }

    @Test
    void another_subject_is_401_and_another_namespace_404() {
        String other = new FabricClient(gateway, "editor").subject();
        String path = "/api/v3/" + client.namespace() + "/consumers/g/instances/c/records";
        failed(client.sendAs(other, "GET", path, ""), 401, 40101);
        failed(client.send("GET", path.replace(client.namespace(), "ns-000000000000"), ""), 404, 40403);
        assertThat(gateway.peers().allAsked(Consumers.At.class)).isEmpty();
    }

    private static void failed(Reply reply, int status, int code) {
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.json().path("error_code").asInt()).as(reply.text()).isEqualTo(code);
        assertThat(reply.json().path("message").asText()).isNotBlank();
    }
}
