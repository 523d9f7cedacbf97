package io.sluice.gateway.live;

import static io.sluice.gateway.live.LiveDeliveryIT.subscribe;
import static io.sluice.gateway.support.Patience.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.live.SocketClient.Heard;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.ObjectName;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of tails, and of subscribers when their topic changes under them. */
class LifetimeIT {
    private final TestKafka kafka = TestKafka.shared();
    /** Other tests of this JVM may have a gateway that goes on. */
    private final Set<Thread> others = Thread.getAllStackTraces().keySet();

    private List<String> consumersOfOthers = List.of();
    private LiveServer server;

    @BeforeEach
    void start() throws Exception {
        consumersOfOthers = all();
        server = new LiveServer(
                LiveServer.config().withTimes(LiveConfig.Times.DEFAULT.withGrace(Duration.ofMillis(200))));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void one_consumer_serves_all_subscribers_of_a_topic() throws Exception {
        String topic = kafka.newTopic("shared", 1);
        try (SocketClient socket = server.socket();
                LineClient lines = server.events("?topic=" + topic)) {
            for (int i = 0; i < 50; i++) {
                socket.send(subscribe("s" + i, topic, "latest")
                        .put("where", "n = " + i)
                        .encode());
                socket.await("subscribed");
            }
            assertThat(threads("sluice-tail-" + topic)).hasSize(1);
            assertThat(consumers()).containsExactly("sluice-tail-" + topic);
            assertThat(lines.status()).isEqualTo(200);
            eventually().untilAsserted(() -> assertThat(server.hub.sessions()).hasSize(51));
        }
    }

    @Test
    void a_hundred_connections_that_come_and_go_leave_nothing_behind() {
        String topic = kafka.newTopic("restless", 1);
        Flood.fill(topic, 1, 0, 1_000);
        for (int i = 0; i < 100; i++) {
            String from = i % 2 == 0 ? "latest" : "earliest";
            try (SocketClient socket = server.socket("?topic=" + topic + "&from=" + from)) {
                socket.await("subscribed");
            }
        }
        eventually().untilAsserted(() -> {
            assertThat(threads("sluice-tail")).isEmpty();
            assertThat(threads("sluice-replay")).isEmpty();
            assertThat(consumers()).isEmpty();
            assertThat(server.hub.sessions()).isEmpty();
            assertThat(server.hub.topics()).isEmpty();
        });
    }

    @Test
    void a_deleted_topic_ends_its_subscriptions() throws Exception {
        String topic = kafka.newTopic("doomed", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            kafka.admin().deleteTopics(Set.of(topic)).all().get();
            assertThat(socket.await("end").getString("reason")).isEqualTo("deleted");
        }
    }

    @Test
    void a_token_of_a_topic_that_was_created_again_is_answered_with_a_gap() throws Exception {
        String topic = kafka.newTopic("reborn", 1);
        Flood.fill(topic, 1, 0, 10);
        Heard before;
        try (SocketClient socket = server.socket("?from=earliest&topic=" + topic)) {
            before = socket.hear(10);
            kafka.admin().deleteTopics(Set.of(topic)).all().get();
            socket.await("end");
        }
        eventually().until(() -> !kafka.admin().listTopics().names().get().contains(topic));
        kafka.createTopic(topic, 1, Map.of());
        Flood.fill(topic, 1, 0, 3);
        try (SocketClient socket = server.socket("?topic=" + topic + "&resume=" + before.token)) {
            Heard after = socket.hear(3);
            assertThat(after.gaps).extracting(gap -> gap.getString("reason")).containsExactly("recreated");
            assertThat(after.places).containsExactly("0@0", "0@1", "0@2");
        }
    }

    @Test
    void a_new_partition_is_read_from_its_beginning() throws Exception {
        String topic = kafka.newTopic("growing", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            kafka.admin()
                    .createPartitions(Map.of(topic, NewPartitions.increaseTo(2)))
                    .all()
                    .get();
            kafka.produce(topic, 1, null, "{\"n\":1}");
            assertThat(socket.hear(1).places).containsExactly("1@0");
        }
    }

    @Test
    void what_retention_took_before_a_token_is_counted() throws Exception {
        String topic = kafka.newTopic("forgotten", 1);
        Flood.fill(topic, 1, 0, 100);
        String token;
        try (SocketClient socket = server.socket("?from=earliest&limit=10&topic=" + topic)) {
            token = socket.hear(10).token;
        }
        kafka.admin()
                .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(60)))
                .all()
                .get();
        try (SocketClient socket = server.socket("?topic=" + topic + "&resume=" + token)) {
            Heard heard = socket.hear(40);
            JsonObject gap = heard.gaps.get(0);
            assertThat(gap.getString("reason")).isEqualTo("retention");
            assertThat(gap.getLong("count")).isEqualTo(50);
            assertThat(heard.places).startsWith("0@60").endsWith("0@99").hasSize(40);
        }
    }

    @Test
    void shutting_down_tells_the_clients_and_leaves_no_thread() {
        String topic = kafka.newTopic("closing", 1);
        try (SocketClient socket = server.socket("?topic=" + topic)) {
            socket.await("subscribed");
            server.hub.close().await();
            assertThat(socket.await("end").getString("reason")).isEqualTo("shutdown");
            assertThat(socket.closed.join()).isEqualTo((short) 1001);
            assertThat(threads("sluice-")).isEmpty();
        }
    }

    private List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !others.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    /** The Kafka consumers of the hub in this JVM, by the beans that they register. */
    private List<String> consumers() throws Exception {
        return all().stream().filter(name -> !consumersOfOthers.contains(name)).toList();
    }

    private static List<String> all() throws Exception {
        return ManagementFactory.getPlatformMBeanServer()
                .queryNames(new ObjectName("kafka.consumer:type=consumer-metrics,client-id=sluice-*"), null)
                .stream()
                .map(name -> name.getKeyProperty("client-id"))
                .toList();
    }
}
