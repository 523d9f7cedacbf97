package io.sluice.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.contract.Streams.Progress;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Topics;
import io.sluice.stream.CatalogInTest.Reading;
import io.sluice.stream.intake.feed.SecuredKafka;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endless sources through the whole of the service, into a topic. */
class FeedSourcesIT {
    private static final String GEORGE = "{\"name\":\"george\",\"age\":24}";

    @TempDir
    private Path directory;

    private Node node;
    private InTopic in;
    private String deployment;

    @BeforeEach
    void start() {
        node = new Node();
        in = new InTopic(node);
        deployment = node.deploy();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void S1_to_S5_files_become_records_once_over_restarts_and_again_when_they_change() throws Exception {
        drop("broken.json", "{\n \"name\": oops\n}");
        drop("george.json", GEORGE);
        Dataset dataset = register(topic -> new Source.Directory(directory.toString(), topic, 1), Map.of());
        untilValues(dataset, List.of(GEORGE));

        node.undeploy(deployment);
        drop("keys.json", "{\"KEY1\":\"value1\"}");
        node.deploy();
        untilValues(dataset, List.of(GEORGE, "{\"KEY1\":\"value1\"}"));
        drop("george.json", "{\"name\":\"george\",\"age\":25}");

        untilValues(dataset, List.of(GEORGE, "{\"KEY1\":\"value1\"}", "{\"name\":\"george\",\"age\":25}"));
        Node.eventually()
                .untilAsserted(
                        () -> assertThat(in.state(dataset).progress().records()).isEqualTo(3));
        Progress progress = in.state(dataset).progress();
        assertThat(progress.failed()).isEqualTo(1);
        assertThat(progress.lastFailure()).isEqualTo("broken.json: line 2, column 15: this is not JSON");
    }

    @Test
    void S7_a_file_that_is_one_record_of_five_megabytes_is_published_if_its_topic_takes_so_much() throws Exception {
        String large = "{\"text\":\"" + "x".repeat(5_000_000) + "\"}";
        drop("large.json", large);
        Dataset refused = register(topic -> new Source.Directory(directory.toString(), topic, 1), Map.of());
        Node.eventually()
                .untilAsserted(() -> assertThat(in.state(refused).progress().lastFailure())
                        .contains("that its topic takes (max.message.bytes)"));

        String name = "large-" + refused.topic();
        Map<String, String> configs = Map.of("max.message.bytes", "8388608");
        node.ask(Topics.CREATE, new Topics.CreateTopic(Node.ADA, name, 1, null, configs, name));
        Dataset taken = node.catalog.put(name, new Source.Directory(directory.toString(), name, 1));

        untilValues(taken, List.of(large));
    }

    @Test
    void csv_yaml_and_json_of_one_content_are_the_same_records() throws Exception {
        drop("a.json", "[{\"n\":1,\"t\":\"x\"},{\"n\":2,\"t\":\"y\"}]");
        drop("b.yaml", "- {n: 1, t: x}\n- {n: 2, t: y}\n");
        drop("c.csv", "n,t\n1,x\n2,y\n");

        Dataset dataset = register(topic -> new Source.Directory(directory.toString(), topic, 1), Map.of());

        Node.eventually().untilAsserted(() -> assertThat(in.values(dataset)).hasSize(6));
        String one = "{\"n\":1,\"t\":\"x\"}";
        String two = "{\"n\":2,\"t\":\"y\"}";
        assertThat(in.values(dataset)).containsExactly(one, two, one, two, one, two);
    }

    @Test
    void A2_a_topic_behind_sasl_ssl_is_copied_and_its_records_changed(@TempDir Path data) throws Exception {
        try (SecuredKafka foreign = new SecuredKafka(data)) {
            foreign.createTopic("gnss", 3);
            foreign.produce(IntStream.range(0, 30)
                    .mapToObj(i -> new ProducerRecord<>(
                            "gnss",
                            i % 3,
                            ("k" + i).getBytes(UTF_8),
                            ("{\"meta\":{\"SNCL\":\"P505.PW.LY_.00\"},\"Q\":" + (2_000_000 + i) + "}").getBytes(UTF_8)))
                    .toList());
            Security security = new Security(
                    Security.Protocol.SASL_SSL,
                    Security.Mechanism.SCRAM_SHA_512,
                    SecuredKafka.USER,
                    foreign.certificate,
                    null);
            Reading reading = new Reading(
                    Map.of("station", "meta.SNCL", "q", "Q"),
                    Map.of(),
                    Map.of(Security.PASSWORD, node.vault.seal(new Secret(SecuredKafka.PASSWORD))));

            Dataset dataset =
                    in.register(topic -> new Source.Kafka("gnss", foreign.sasl(), security, topic, 1), reading);

            Node.eventually()
                    .untilAsserted(() -> assertThat(in.records(dataset)).hasSize(30));
            assertThat(in.values(dataset))
                    .allMatch(value -> value.contains("\"station\":\"P505.PW.LY_.00\""))
                    .doesNotHaveDuplicates();
            assertThat(in.records(dataset)).allMatch(record -> new String(record.key(), UTF_8).startsWith("k"));
        }
    }

    @Test
    void an_event_stream_goes_on_behind_its_last_event_after_a_restart() throws Exception {
        String url = serve(request -> {
            String last = request.getHeader("Last-Event-ID");
            int next = last == null ? 1 : Integer.parseInt(last) + 1;
            StringBuilder events = new StringBuilder("retry: 50\n\n");
            for (int i = next; i < next + 5; i++) {
                events.append("id: " + i + "\ndata: {\"n\":" + i + "}\n\n");
            }
            request.response().putHeader("Content-Type", "text/event-stream").end(events.toString());
        });
        Dataset dataset = register(topic -> new Source.EventStream(url, topic, 1), Map.of("batch_interval", 0.05));
        Node.eventually().untilAsserted(() -> assertThat(in.records(dataset)).hasSizeGreaterThan(20));

        node.undeploy(deployment);
        int before = in.records(dataset).size();
        node.deploy();
        Node.eventually().untilAsserted(() -> assertThat(in.records(dataset)).hasSizeGreaterThan(before + 20));

        List<String> values = in.values(dataset);
        for (int i = 0; i < values.size(); i++) {
            assertThat(values.get(i)).isEqualTo("{\"n\":" + (i + 1) + "}");
        }
    }

    @Test
    void a_websocket_that_closes_is_opened_again() throws Exception {
        HttpServer server = node.vertx
                .createHttpServer()
                .webSocketHandler(socket -> {
                    socket.writeTextMessage("{\"hello\":true}");
                    socket.close();
                })
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        Dataset dataset = register(
                topic -> new Source.WebSocket("ws://127.0.0.1:" + server.actualPort() + "/", null, topic, 1), Map.of());

        Node.eventually().untilAsserted(() -> assertThat(in.records(dataset)).hasSizeGreaterThanOrEqualTo(2));
    }

    @Test
    void a_poll_stays_away_as_long_as_the_server_says_and_publishes_what_is_new() throws Exception {
        String url = serve(request -> request.response().end("[{\"id\":1},{\"id\":2}]"));
        Dataset dataset = register(topic -> new Source.Poll(url, 1, topic, 1), Map.of("id_key", "id"));
        untilValues(dataset, List.of("{\"id\":1}", "{\"id\":2}"));

        node.undeploy(deployment);
        node.deploy();
        in.until(dataset, State.RUNNING);

        assertThat(in.values(dataset)).containsExactly("{\"id\":1}", "{\"id\":2}");
        String busy = serve(request -> request.response()
                .setStatusCode(429)
                .putHeader("Retry-After", "3000")
                .end());
        Dataset refused = register(topic -> new Source.Poll(busy, 1, topic, 1), Map.of());
        in.until(refused, State.FAILED);
        assertThat(in.state(refused).reason()).contains("429: it is asked too often");
    }

    @Test
    void a_source_that_is_silent_for_its_time_window_is_idle_until_it_speaks_again() throws Exception {
        CompletableFuture<HttpServerResponse> open = new CompletableFuture<>();
        String url = serve(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            response.putHeader("Content-Type", "text/event-stream").write("data: {\"n\":1}\n\n");
            open.complete(response);
        });
        Dataset dataset = register(
                topic -> new Source.EventStream(url, topic, 1), Map.of("time_window", "0.5", "batch_interval", 0.1));

        untilValues(dataset, List.of("{\"n\":1}"));
        untilIdle(dataset);
        assertThat(in.state(dataset).state()).isEqualTo(State.RUNNING);
        open.get().write("data: {\"n\":2}\n\n");

        untilValues(dataset, List.of("{\"n\":1}", "{\"n\":2}"));
        untilIdle(dataset);
    }

    @Test
    void records_wait_together_for_the_batch_interval() throws Exception {
        int full = 20_000;
        String url = serve(request -> {
            HttpServerResponse response = request.response().setChunked(true);
            response.putHeader("Content-Type", "application/x-ndjson");
            IntStream.range(0, full + 1_000).forEach(i -> response.write("{\"n\":" + i + "}\n"));
        });
        Dataset dataset = register(topic -> new Source.EventStream(url, topic, 1), Map.of("batch_interval", 86_400));

        Node.eventually().untilAsserted(() -> assertThat(in.records(dataset)).isNotEmpty());

        assertThat(in.records(dataset)).hasSizeBetween(full, full + 1_000);
    }

    private void untilIdle(Dataset dataset) {
        Node.eventually()
                .untilAsserted(
                        () -> assertThat(in.state(dataset).progress().idle()).isTrue());
    }

    private Dataset register(Function<String, Source> source, Map<String, Object> processing) {
        return in.register(source, new Reading(Map.of(), processing, Map.of()));
    }

    private void untilValues(Dataset dataset, List<String> values) {
        Node.eventually().untilAsserted(() -> assertThat(in.values(dataset)).containsExactlyElementsOf(values));
    }

    private String serve(Handler<HttpServerRequest> handler) throws Exception {
        HttpServer server = node.vertx
                .createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        return "http://127.0.0.1:" + server.actualPort() + "/";
    }

    private void drop(String name, String content) throws IOException {
        Path made = Files.writeString(directory.resolve(".making"), content);
        Files.move(made, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
}
