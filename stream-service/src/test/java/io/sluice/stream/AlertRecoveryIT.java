package io.sluice.stream;

import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that die, and connections that break, neither lose an alert nor tell it twice. */
class AlertRecoveryIT {
    private static final String CUT = "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()";

    private final Node node = new Node();
    private final Rules rules = new Rules(node);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void another_node_goes_on_in_the_middle_of_a_threshold() {
        String first = node.deploy();
        String source = node.kafka.newTopic("handover", 1);
        Alert alert = rules.make(Rules.threshold(source, 3, Duration.ofMinutes(10)));
        rules.bad(source, "a");
        rules.bad(source, "a");
        eventually().untilAsserted(() -> assertThat(rules.find(alert).stats().matched())
                .isEqualTo(2));
        node.deploy();

        node.undeploy(first);
        rules.bad(source, "a");

        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).hasSize(1));
        assertThat(rules.find(alert).state()).isEqualTo(State.FIRING);
        assertThat(rules.only(alert).count()).isEqualTo(3);
    }

    @Test
    void an_event_that_was_written_before_a_crash_is_not_written_again() {
        String deployment = node.deploy();
        String source = node.kafka.newTopic("crash", 1);
        Alert alert = rules.make(Rules.grouped(source));
        rules.bad(source, "a");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a"));
        node.undeploy(deployment);
        node.sql("update alert_notice set topic_state = 'waiting'");

        node.deploy();
        rules.bad(source, "b");

        eventually().untilAsserted(() -> {
            assertThat(rules.notices(alert)).containsExactly("firing a", "firing b");
            assertThat(rules.events(alert))
                    .allMatch(event -> event.deliveries().get(0).state().equals("delivered"));
        });
    }

    @Test
    void an_event_that_was_stored_before_a_crash_is_written_after_it() {
        String deployment = node.deploy();
        String source = node.kafka.newTopic("stored", 1);
        Alert alert = rules.make(Rules.grouped(source));
        rules.bad(source, "a");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a"));
        node.undeploy(deployment);
        node.sql(
                "insert into alert_notice (alert, seq, event, id, kind, body, at, topic_state, next_attempt)"
                        + " select alert, (select next_notice from alert), event, gen_random_uuid(), 'reminder',"
                        + " replace(body, '\"notice\":\"firing\"', '\"notice\":\"reminder\"'), at, 'waiting', at from alert_notice");
        node.sql("update alert set next_notice = next_notice + 1");

        node.deploy();

        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a", "reminder a"));
    }

    @Test
    void connections_that_are_cut_and_rules_that_are_claimed_by_others_change_nothing() {
        node.deploy();
        node.deploy();
        String source = node.kafka.newTopic("flood", 3);
        Alert alert = rules.make(Rules.grouped(source));
        int groups = 600;
        Map<String, Long> expected = new HashMap<>();
        for (int round = 0; round < 6; round++) {
            for (int i = 0; i < groups; i++) {
                int number = round * groups / 6 + i % (groups / 6);
                String value = "{\"bad\":" + (i % 3 != 2) + ",\"s\":\"s" + number + "\"}";
                node.kafka.send(new ProducerRecord<>(source, number % 3, null, value.getBytes(UTF_8)));
                if (i % 3 != 2) {
                    expected.put("firing s" + number, 1L);
                }
            }
            node.kafka.flush();
            node.sql(round % 2 == 0 ? CUT : "update alert set epoch = epoch + 1");
        }

        eventually().untilAsserted(() -> assertThat(rules.find(alert).stats().evaluated())
                .isEqualTo(6L * groups));
        eventually().untilAsserted(() -> assertThat(rules.counted(alert)).isEqualTo(expected));
        assertThat(rules.find(alert).stats().matched()).isEqualTo(4L * groups);
        assertThat(rules.find(alert).stats().fired()).isEqualTo(expected.size());
    }
}
