package io.sluice.gateway.live;

import static io.sluice.gateway.support.Patience.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Identity;
import io.sluice.contract.Role;
import io.sluice.contract.Secret;
import io.sluice.contract.Veiling;
import io.sluice.testkit.TestKafka;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Live reading by people who do not see everything. */
class VeilIT {
    private static final TestKafka KAFKA = TestKafka.shared();
    private static final Veiling INTERNS = new Veiling(
            Map.of(
                    "iban",
                    "replace(\"***\")",
                    "person.number",
                    "remove",
                    "$key",
                    "shorten(1)",
                    "$headers.user",
                    "remove"),
            List.of("country = 'RO'"),
            new Secret("salt"));
    private static LiveServer server;

    @BeforeAll
    static void open() {
        server = LiveServer.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    private static void produce(String topic, int n, String country) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, 0, "ana".getBytes(UTF_8), value(n, country).getBytes(UTF_8));
        record.headers().add("user", "ana".getBytes(UTF_8)).add("trace", "1".getBytes(UTF_8));
        KAFKA.produce(record);
    }

    private static String value(int n, String country) {
        return "{\"n\":" + n + ",\"iban\":\"RO" + n + "\",\"person\":{\"number\":" + n + ",\"age\":30},\"country\":\""
                + country + "\"}";
    }

    private static String masked(int n) {
        return "{\"n\":" + n + ",\"iban\":\"***\",\"person\":{\"age\":30},\"country\":\"RO\"}";
    }

    private static SocketClient socket(String user, String query) {
        return new SocketClient(server.vertx, server.port, query, user, "127.0.0.1");
    }

    private static String where(String filter) {
        return "&where=" + URLEncoder.encode(filter, UTF_8);
    }

    private static String value(JsonObject record) {
        return record.getJsonObject("value").encode();
    }

    @Test
    void two_readers_of_one_tail_see_what_is_for_each_of_them() {
        String topic = KAFKA.newTopic("veiled", 1);
        server.veil(topic, "intern", INTERNS);
        try (SocketClient whole = socket("ada", "?topic=" + topic);
                SocketClient veiled = socket("intern", "?topic=" + topic)) {
            whole.await("subscribed");
            veiled.await("subscribed");
            produce(topic, 1, "RO");
            produce(topic, 2, "DE");
            produce(topic, 3, "RO");

            SocketClient.Heard all = whole.hear(3);
            SocketClient.Heard some = veiled.hear(2);

            assertThat(all.records)
                    .extracting(VeilIT::value)
                    .containsExactly(value(1, "RO"), value(2, "DE"), value(3, "RO"));
            assertThat(some.records).extracting(VeilIT::value).containsExactly(masked(1), masked(3));
            assertThat(some.records.get(0).getString("key")).isEqualTo("a…");
            assertThat(some.records.get(0).getJsonObject("headers").encode()).isEqualTo("{\"trace\":\"1\"}");
            assertThat(all.records.get(0).getJsonObject("headers").getString("user"))
                    .isEqualTo("ana");
        }
    }

    @Test
    void a_filter_or_column_sees_no_more_than_its_reader() {
        String topic = KAFKA.newTopic("oracle", 1);
        server.veil(topic, "intern", INTERNS);
        produce(topic, 1, "RO");
        produce(topic, 2, "RO");
        String past = "?from=earliest&until=now&topic=" + topic;
        try (SocketClient iban = socket("intern", past + where("iban = 'RO1'"));
                SocketClient number =
                        socket("intern", past + where("person.number = 1 or $headers.user = 'ana' or $key = 'ana'"));
                SocketClient missing = socket("intern", past + where("person.number is null and $key = 'a…'"));
                SocketClient column = socket("intern", past + "&select=n,iban,person.number,length(iban)%20as%20l")) {
            assertThat(iban.hearAll().records).isEmpty();
            assertThat(number.hearAll().records).isEmpty();
            assertThat(missing.hearAll().records).hasSize(2);
            assertThat(column.hearAll().records)
                    .extracting(VeilIT::value)
                    .containsExactly("{\"n\":1,\"iban\":\"***\",\"l\":3}", "{\"n\":2,\"iban\":\"***\",\"l\":3}");
        }
    }

    @Test
    void what_is_no_json_is_withheld() {
        String topic = KAFKA.newTopic("withheld", 1);
        server.veil(topic, "intern", new Veiling(Map.of("iban", "remove"), List.of(), new Secret("salt")));
        try (SocketClient veiled = socket("intern", "?topic=" + topic)) {
            veiled.await("subscribed");
            KAFKA.produce(topic, "iban=RO1");
            JsonObject record = veiled.hear(1).records.get(0);
            assertThat(record.getValue("value")).isNull();
            assertThat(record.getString("value_error")).startsWith("withheld:");
            assertThat(record.encode()).doesNotContain("RO1");
        }
    }

    @Test
    void a_lesser_role_sees_as_little_as_it_may() {
        Identity.Verified admin = new Identity.Verified(new Caller("intern", Role.ADMIN), null, null);
        String topic = KAFKA.newTopic("demoted", 1);
        try (LiveServer own = LiveServer.start()) {
            own.identity = admin;
            own.veil(topic, "intern", INTERNS);
            try (SocketClient socket = own.socket("?topic=" + topic)) {
                socket.await("subscribed");
                produce(topic, 1, "RO");
                assertThat(value(socket.hear(1).records.get(0))).isEqualTo(value(1, "RO"));

                own.register.demote(admin, Role.VIEWER);
                eventually().untilAsserted(() -> {
                    produce(topic, 2, "RO");
                    assertThat(value(socket.hear(1).records.get(0))).isEqualTo(masked(2));
                });
            }
        }
    }

    @Test
    void a_veil_that_is_put_on_later_is_between_before_the_next_record() {
        String topic = KAFKA.newTopic("later", 1);
        try (SocketClient socket = socket("intern", "?topic=" + topic)) {
            socket.await("subscribed");
            produce(topic, 1, "RO");
            assertThat(value(socket.hear(1).records.get(0))).isEqualTo(value(1, "RO"));

            server.veil(topic, "intern", INTERNS);
            String seen = "RO";
            // Nobody is told when a subscription has taken it up, so there is a record until one comes masked.
            for (int n = 2; seen.startsWith("RO"); n++) {
                produce(topic, n, "RO");
                seen = socket.hear(1).records.get(0).getJsonObject("value").getString("iban");
            }
            assertThat(seen).isEqualTo("***");

            server.veil(topic, "intern", Veiling.NONE);
            for (int n = 2; !seen.startsWith("RO"); n++) {
                produce(topic, n, "RO");
                seen = socket.hear(1).records.get(0).getJsonObject("value").getString("iban");
            }
            assertThat(seen).startsWith("RO");
        }
    }
}
