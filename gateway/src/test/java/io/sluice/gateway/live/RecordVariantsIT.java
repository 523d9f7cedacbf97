package io.sluice.gateway.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Catalog;
import io.sluice.contract.Dataset;
import io.sluice.contract.Metadata;
import io.sluice.contract.Source;
import io.sluice.decode.Decoders;
import io.sluice.decode.RegistryConfig;
import io.sluice.decode.SchemaRegistry;
import io.sluice.gateway.support.Gateway;
import io.sluice.testkit.RecordVariants;
import io.sluice.testkit.RecordVariants.Variant;
import io.sluice.testkit.TestKafka;
import java.net.URLEncoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each of the {@link RecordVariants} is the same wherever it comes out of a gateway: live in both ways, in a page, in a sample. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RecordVariantsIT {
    private final TestKafka kafka = TestKafka.shared();
    private Gateway gateway;
    private RecordVariants variants;
    private Decoders decoders;
    private LiveServer live;

    @BeforeAll
    void open() {
        gateway = Gateway.fresh();
        variants = new RecordVariants(gateway.registry());
        SchemaRegistry registry =
                new SchemaRegistry(new RegistryConfig(gateway.registry().url()));
        decoders = new Decoders(registry, Duration.ofSeconds(10));
        live = new LiveServer(LiveServer.config().withDecoders(decoders));
    }

    @AfterAll
    void close() {
        live.close();
        decoders.close();
    }

    Stream<Variant> variants() {
        return variants.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void is_the_same_live_in_a_page_and_in_a_sample(Variant variant) {
        String topic = kafka.newTopic("variant", 1);
        live.format(topic, variant.format());
        gateway.peers().format(topic, variant.format());
        gateway.peers().answer(Catalog.FIND_DATASET, dataset(topic));
        String value = "\"value\":" + variant.value();
        String matching = "?topic=" + topic + where(variant.match());
        String other = "?topic=" + topic + where(variant.other());

        try (SocketClient socket = live.socket(matching);
                SocketClient elsewhere = live.socket(other);
                LineClient events = new LineClient(live.port, matching, Map.of("Accept", "text/event-stream"))) {
            socket.await("subscribed");
            elsewhere.await("subscribed");
            kafka.produce(new ProducerRecord<>(topic, 0, variant.keyBytes(), variant.bytes()));

            assertThat(records(socket)).contains(value).doesNotContain("_error");
            assertThat(events.record().get(1)).contains(value).doesNotContain("_error");
            assertThat(elsewhere
                            .awaitStats(stats -> stats.getLong("scanned") == 1)
                            .getLong("matched"))
                    .isZero();
        }
        String page = "/api/v1/topics/" + topic + "/records?limit=5";
        assertThat(gateway.get(page + where(variant.match())).text()).contains(value);
        assertThat(gateway.get(page + where(variant.other())).json().path("items"))
                .isEmpty();
        assertThat(gateway.get("/api/v1/datasets/any/sample").text())
                .contains(value)
                .doesNotContain("_error");
    }

    private static String where(String filter) {
        return "&where=" + URLEncoder.encode(filter, UTF_8);
    }

    /** The text of the frame, as a parser would not keep its digits. */
    private static String records(SocketClient socket) {
        while (true) {
            String frame = socket.next();
            if (frame.contains("\"type\":\"records\"")) {
                return frame;
            }
        }
    }

    private static Dataset dataset(String topic) {
        Instant now = Instant.parse("2026-01-02T03:04:05Z");
        return new Dataset(
                UUID.randomUUID(),
                topic,
                topic,
                "demo",
                "",
                List.of(),
                null,
                false,
                Map.of(),
                Source.Kafka.of(topic),
                Map.of(),
                Map.of(),
                Metadata.NONE,
                Map.of(),
                false,
                "admin-user",
                1,
                now,
                now);
    }
}
