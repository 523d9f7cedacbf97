package io.sluice.gateway.live;

import static io.sluice.gateway.live.Changes.fill;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Records that no producer should have written: each is shown for what it is, and those behind it come. */
@Timeout(90)
class PoisonIT {
    private static final int TEN_MB = 10_000_000;
    private static final byte[] BROKEN_UTF8 = {'a', (byte) 0xC3, (byte) 0x28, (byte) 0xFF};

    private static LiveServer server;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        server = LiveServer.start();
        kafka = server.kafka;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void every_form_is_shown_live_and_from_the_past() {
        String topic = kafka.newTopic("poison", 1);
        List<String> expected = List.of(
                "\"key\":null,\"headers\":{},\"value_text\":\"no json\"}",
                "\"key\":null,\"headers\":{},\"value_text\":\"{\\\"a\\\":\"}",
                "\"key\":null,\"headers\":{},\"value_text\":\"" + "[".repeat(600) + "]".repeat(600) + "\"}",
                "\"key\":null,\"headers\":{},\"value_base64\":\"YcMo/w==\"}",
                "\"key_base64\":\"YcMo/w==\",\"headers\":{\"h\":{\"base64\":\"YcMo/w==\"}},\"value\":1}",
                "\"key\":\"\",\"headers\":{},\"value_text\":\"\"}",
                "\"key\":\"k\",\"headers\":{},\"value\":null}",
                "\"key\":null,\"headers\":{},\"value\":{\"a\":1}}");
        try (SocketClient live = server.socket("?topic=" + topic);
                SocketClient filtered = server.socket("?where=a%20%3D%201&topic=" + topic)) {
            live.await("subscribed");
            filtered.await("subscribed");
            poison(topic);
            assertForms(live.hear(8), expected);
            assertThat(filtered.hear(1).places).containsExactly("0@7");
            JsonObject stats = filtered.awaitStats(now -> now.getLong("scanned") == 8);
            // Whether a = 1 can be told of a tombstone, a number and an array, but not of what is no JSON.
            assertThat(stats.getLong("errors")).isEqualTo(4);
            assertThat(stats.getLong("lag")).isZero();
        }
        try (SocketClient past = server.socket("?from=earliest&until=now&topic=" + topic)) {
            assertForms(past.hearAll(), expected);
        }
        try (LineClient lines = server.lines("?from=earliest&until=now&topic=" + topic)) {
            List<String> rest = lines.rest();
            for (int i = 0; i < expected.size(); i++) {
                assertThat(rest.get(i)).endsWith(expected.get(i));
            }
        }
    }

    private static void assertForms(Heard heard, List<String> expected) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(heard.records.get(i).encode()).endsWith(expected.get(i));
            assertThat(heard.places.get(i)).isEqualTo("0@" + i);
        }
        assertThat(heard.gaps).isEmpty();
    }

    private static void poison(String topic) {
        kafka.produce(topic, "no json", "{\"a\":", "[".repeat(600) + "]".repeat(600));
        kafka.produce(new ProducerRecord<>(topic, 0, null, BROKEN_UTF8));
        kafka.produce(new ProducerRecord<>(
                topic, 0, BROKEN_UTF8, "1".getBytes(UTF_8), new RecordHeaders().add("h", BROKEN_UTF8)));
        kafka.produce(topic, 0, "", "");
        kafka.produce(topic, 0, "k", null);
        kafka.produce(topic, "{\"a\":1}");
    }

    @Test
    void ten_megabytes_are_cut_and_named_and_hold_up_nothing() {
        String topic = "big-" + System.nanoTime();
        kafka.createTopic(topic, 1, Map.of("max.message.bytes", Integer.toString(2 * TEN_MB)));
        try (SocketClient live = server.socket("?topic=" + topic);
                SocketClient slow = server.socket("?topic=" + topic)) {
            live.await("subscribed");
            slow.await("subscribed");
            slow.stall();
            fill(topic, 0, 0, 10, "before");
            produceBig(topic);
            fill(topic, 0, 11, 20, "behind");
            assertBig(live.hear(20));
            slow.flow();
            assertBig(slow.hear(20));
            try (SocketClient past = server.socket("?from=earliest&until=now&topic=" + topic)) {
                Heard heard = past.hearAll();
                assertBig(heard);
                assertThat(heard.end).isEqualTo("until");
            }
        }
    }

    private static void assertBig(Heard heard) {
        assertThat(heard.places).isEqualTo(Changes.places(0, 0, 20));
        JsonObject big = heard.records.get(10);
        assertThat(big.getInteger("size")).isEqualTo(TEN_MB);
        assertThat(big.getString("value_truncated")).hasSize(16 * 1024);
        assertThat(big.containsKey("value")).isFalse();
        assertThat(heard.gaps).isEmpty();
    }

    private static void produceBig(String topic) {
        byte[] value = ("\"" + "x".repeat(TEN_MB - 2) + "\"").getBytes(UTF_8);
        Map<String, Object> config = Map.of(
                "bootstrap.servers", kafka.bootstrap(), "max.request.size", 2 * TEN_MB, "buffer.memory", 4L * TEN_MB);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, null, value));
        }
    }
}
