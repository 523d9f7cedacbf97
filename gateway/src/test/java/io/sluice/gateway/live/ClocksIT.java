package io.sluice.gateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Producers whose clocks are wrong, and a gateway whose clock is: places are found by the records' times, and nothing hangs. */
@Timeout(60)
class ClocksIT {
    private static final Duration HOUR = Duration.ofHours(1);

    private static LiveServer right;
    private static LiveServer fast;
    private static TestKafka kafka;

    @BeforeAll
    static void start() {
        right = LiveServer.start();
        fast = new LiveServer(LiveServer.config(), Clock.offset(Clock.systemUTC(), HOUR));
        kafka = right.kafka;
    }

    @AfterAll
    static void stop() {
        right.close();
        fast.close();
    }

    /** Takes any time that a producer claims; brokers refuse those of more than an hour ahead unless they are told not to. */
    private static String tolerant(String prefix, int partitions) {
        String topic = prefix + "-" + UUID.randomUUID();
        kafka.createTopic(topic, partitions, Map.of("message.timestamp.after.max.ms", "9223372036854775807"));
        return topic;
    }

    private static void produce(String topic, int partition, Instant... times) {
        for (Instant time : times) {
            kafka.produce(new ProducerRecord<>(topic, partition, time.toEpochMilli(), null, new byte[] {'1'}));
        }
    }

    private static List<String> read(LiveServer server, String topic, String from) {
        try (SocketClient socket = server.socket("?until=now&topic=" + topic + "&from=" + from)) {
            Heard heard = socket.hearAll();
            assertThat(heard.end).isEqualTo("until");
            return heard.places;
        }
    }

    @Test
    void a_time_is_the_first_record_that_is_not_before_it_wherever_it_lies() {
        String topic = tolerant("skewed", 1);
        Instant now = Instant.now();
        produce(topic, 0, now.minus(HOUR), now, now.plus(Duration.ofDays(1)), now.minus(HOUR), now);
        assertThat(read(right, topic, "-15m")).isEqualTo(Changes.places(0, 1, 5));
        assertThat(read(fast, topic, "-15m")).isEqualTo(Changes.places(0, 2, 5));
        assertThat(read(fast, topic, "-75m")).isEqualTo(Changes.places(0, 1, 5));
        assertThat(read(right, topic, now.plusSeconds(60).toString())).isEqualTo(Changes.places(0, 2, 5));
        assertThat(read(right, topic, now.plus(Duration.ofDays(2)).toString())).isEmpty();
        assertThat(read(right, topic, "1969-01-01T00:00:00Z")).isEqualTo(Changes.places(0, 0, 5));
    }

    @Test
    void the_newest_are_the_newest_by_their_own_times() {
        String topic = tolerant("newest", 2);
        Instant now = Instant.now();
        produce(topic, 0, now.minusSeconds(9), now.minusSeconds(8), now.plus(HOUR));
        produce(topic, 1, now.minusSeconds(7), now.minusSeconds(6), now.minus(HOUR));
        for (LiveServer server : List.of(right, fast)) {
            assertThat(read(server, topic, "last:1")).containsExactly("0@2");
            assertThat(read(server, topic, "last:3")).containsExactlyInAnyOrder("0@0", "0@1", "0@2");
            assertThat(read(server, topic, "last:100")).hasSize(6);
        }
    }

    @Test
    void a_time_to_end_at_is_looked_for_when_the_gateway_says_that_it_has_come() {
        String topic = tolerant("ending", 1);
        for (LiveServer server : List.of(right, fast)) {
            Instant begun = server.hub.clock().instant();
            Instant until = begun.plusSeconds(2);
            try (SocketClient socket = server.socket("?topic=" + topic + "&until=" + until)) {
                socket.await("subscribed");
                produce(topic, 0, begun, begun.plusMillis(1));
                Heard heard = socket.hearAll();
                assertThat(heard.end).isEqualTo("until");
                assertThat(heard.records).hasSize(2);
                assertThat(socket.closed.join()).isEqualTo((short) 1000);
            }
        }
    }

    @Test
    void a_time_to_end_at_that_is_past_by_the_gateways_clock_ends_at_its_place_in_the_log() {
        String topic = tolerant("ended", 1);
        Instant now = Instant.now();
        produce(topic, 0, now.minusSeconds(30), now.minusSeconds(20), now.plusSeconds(600), now.plusSeconds(1_200));
        String query = "?from=earliest&topic=" + topic + "&until=";
        try (SocketClient past = right.socket(query + now.minusSeconds(10));
                SocketClient ahead = fast.socket(query + now.plusSeconds(900))) {
            assertThat(past.hearAll().places).isEqualTo(Changes.places(0, 0, 2));
            assertThat(ahead.hearAll().places).isEqualTo(Changes.places(0, 0, 3));
        }
    }

    @Test
    void records_of_the_future_are_delivered_when_they_come() {
        String topic = tolerant("future", 1);
        Instant tomorrow = Instant.now().plus(Duration.ofDays(1));
        try (SocketClient socket = fast.socket("?topic=" + topic)) {
            socket.await("subscribed");
            produce(topic, 0, tomorrow, Instant.EPOCH, Instant.now());
            Heard heard = socket.hear(3);
            assertThat(heard.places).isEqualTo(Changes.places(0, 0, 3));
            assertThat(heard.records.stream().map((JsonObject record) -> record.getLong("timestamp")))
                    .startsWith(tomorrow.toEpochMilli(), 0L);
        }
    }
}
