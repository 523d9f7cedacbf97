package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.AcknowledgeEvent;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.DeleteAlert;
import io.sluice.contract.Alerts.Event;
import io.sluice.contract.Alerts.EventState;
import io.sluice.contract.Alerts.ListEvents;
import io.sluice.contract.Alerts.MuteAlert;
import io.sluice.contract.Alerts.State;
import io.sluice.contract.Alerts.Until;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Stream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Alert rules, from the record that matches to the event that is told. */
class AlertsIT {
    private static final long HOUR = 3_600_000;

    private static Node node;
    private static Rules rules;

    @BeforeAll
    static void start() {
        node = new Node();
        node.deploy();
        rules = new Rules(node);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static void firing(Alert alert) {
        eventually().untilAsserted(() -> assertThat(rules.find(alert).state()).isEqualTo(State.FIRING));
    }

    private static Event acknowledge(Caller caller, Event event) {
        return node.ask(Alerts.ACKNOWLEDGE, new AcknowledgeEvent(caller, event.id()));
    }

    private static void delete(Alert alert) {
        node.ask(Alerts.DELETE, new DeleteAlert(ADA, alert.name()));
    }

    /** V-10 and V-11. */
    @Test
    void three_records_of_a_filtered_stream_in_ten_minutes_are_one_event() {
        String source = node.kafka.newTopic("driven", 3);
        Stream stream = node.ask(
                Streams.CREATE,
                new CreateStream(
                        ADA,
                        null,
                        new Streams.Definition(
                                List.of(),
                                true,
                                List.of(),
                                List.of(source),
                                "consumed_traffic > 1500000 AND upload_speed < 100",
                                "",
                                "latest")));
        Alert alert = rules.make(new Definition(
                null,
                stream.name(),
                "",
                List.of(),
                3,
                Duration.ofMinutes(10),
                Duration.ZERO,
                null,
                "$timestamp",
                null,
                null));
        assertThat(alert.state()).isEqualTo(State.OK);
        assertThat(alert.topic()).isEqualTo(Alerts.TOPIC);
        assertThat(alert.definition().until()).isEqualTo(Until.QUIET);
        assertThat(alert.definition().resolveAfter()).isEqualTo(Duration.ofMinutes(10));

        for (int i = 0; i < 12; i++) {
            String upload = i % 2 == 0 ? "50" : "500";
            node.kafka.produce(
                    source,
                    i % 3,
                    null,
                    "{\"consumed_traffic\":1600000,\"upload_speed\":" + upload + ",\"n\":" + i + "}");
        }

        eventually().untilAsserted(() -> {
            assertThat(rules.find(alert).stats().matched()).isEqualTo(6);
            assertThat(rules.notices(alert)).hasSize(1);
        });
        Event event = rules.only(alert);
        assertThat(event.state()).isEqualTo(EventState.FIRING);
        eventually().untilAsserted(() -> assertThat(rules.only(alert).count()).isEqualTo(6));
        JsonNode told = rules.published(alert).get(0);
        assertThat(told.path("event_id").asText()).isEqualTo(event.id().toString());
        assertThat(told.path("name").asText()).isEqualTo(alert.name());
        assertThat(told.path("severity").asText()).isEqualTo("warning");
        assertThat(told.path("state").asText()).isEqualTo("firing");
        assertThat(told.path("count").asInt()).isEqualTo(3);
        assertThat(told.path("group").isEmpty()).isTrue();
        JsonNode sample = told.path("sample");
        assertThat(sample.path("topic").asText()).isEqualTo(stream.topic());
        assertThat(sample.path("value").path("consumed_traffic").asInt()).isEqualTo(1_600_000);
        assertThat(rules.find(alert).stats().fired()).isEqualTo(1);
        assertThat(rules.find(alert).stats().lag()).isZero();
    }

    @Test
    void partitions_are_read_in_the_order_of_time_after_an_outage() {
        Node own = new Node();
        Rules ownRules = new Rules(own);
        String deployment = own.deploy();
        String source = own.kafka.newTopic("outage", 3);
        Alert alert = ownRules.make(Rules.threshold(source, 3, Duration.ofMinutes(10)));
        own.undeploy(deployment);
        long start = System.currentTimeMillis() - 48 * HOUR;
        String match = "{\"bad\":true}";
        for (int i = 0; i < 3_000; i++) {
            String value = i == 0 || i == 2_000 ? match : "{\"bad\":false}";
            own.kafka.send(new ProducerRecord<>(source, 0, start + i * 20_000L, null, value.getBytes(UTF_8)));
        }
        own.kafka.flush();
        ownRules.at(source, 1, start + 60_000, match);
        ownRules.at(source, 2, start + 120_000, match);
        ownRules.at(source, 2, start + 47 * HOUR, "{\"bad\":false}");

        own.deploy();

        eventually().untilAsserted(() -> {
            assertThat(ownRules.find(alert).stats().evaluated()).isEqualTo(3_003);
            assertThat(ownRules.notices(alert)).hasSize(2);
        });
        Event event = ownRules.only(alert);
        assertThat(event.state()).isEqualTo(EventState.RESOLVED);
        assertThat(event.resolution()).isEqualTo("quiet");
        assertThat(event.count()).isEqualTo(3);
        assertThat(event.startedAt()).isEqualTo(Instant.ofEpochMilli(start + 120_000));
        assertThat(event.endedAt()).isEqualTo(Instant.ofEpochMilli(start + 720_000));
        own.close();
    }

    @Test
    void every_group_has_an_event_of_its_own_and_the_time_may_be_in_the_record() {
        String source = node.kafka.newTopic("groups", 1);
        Alert alert = rules.make(new Definition(
                source,
                null,
                "v > 10",
                List.of("loc.station", "lower(kind)"),
                2,
                Duration.ofMinutes(1),
                Duration.ZERO,
                null,
                "seen_at",
                null,
                null));
        for (String station : List.of("A", "B", "A")) {
            node.kafka.produce(
                    source,
                    "{\"v\":11,\"kind\":\"WIND\",\"loc\":{\"station\":\"" + station
                            + "\"},\"seen_at\":\"2019-05-01T10:00:0" + station.length() + "Z\"}");
        }
        node.kafka.produce(source, "{\"v\":11,\"kind\":\"x\"}", "no json");

        eventually().untilAsserted(() -> {
            assertThat(rules.find(alert).stats().evaluated()).isEqualTo(5);
            assertThat(rules.events(alert)).hasSize(1);
        });
        assertThat(rules.find(alert).stats().undecidable()).isEqualTo(2);
        Event event = rules.only(alert);
        assertThat(event.group()).isEqualTo("{\"station\":\"A\",\"lower(kind)\":\"wind\"}");
        assertThat(event.startedAt()).isEqualTo(Instant.parse("2019-05-01T10:00:01Z"));
    }

    @Test
    void a_firing_is_reminded_of_until_somebody_says_that_they_know() {
        String source = node.kafka.newTopic("remind", 1);
        Alert alert = rules.make(Rules.reminding(source, Duration.ofSeconds(1)));
        rules.bad(source, "a");
        eventually().untilAsserted(() -> assertThat(rules.counted(alert)).containsEntry("reminder a", 1L));
        assertThat(node.problem(
                        Alerts.ACKNOWLEDGE,
                        new AcknowledgeEvent(EVE, rules.only(alert).id())))
                .isInstanceOf(Problem.Forbidden.class);

        Event known = acknowledge(BOB, rules.only(alert));

        assertThat(known.state()).isEqualTo(EventState.ACKNOWLEDGED);
        assertThat(known.acknowledgedBy()).isEqualTo("bob");
        long before = rules.counted(alert).get("reminder a");
        rules.bad(source, "b");
        eventually().untilAsserted(() -> assertThat(rules.counted(alert))
                .hasEntrySatisfying("reminder b", count -> assertThat(count).isGreaterThanOrEqualTo(3)));
        // One may have been on its way when it was acknowledged.
        assertThat(rules.counted(alert).get("reminder a")).isBetween(before, before + 1);
        assertThat(acknowledge(ADA, known).acknowledgedBy()).isEqualTo("bob");
        assertThat(node.ask(Alerts.EVENTS, new ListEvents(ADA, alert.name(), EventState.ACKNOWLEDGED, 10, null))
                        .items())
                .hasSize(1);
        delete(alert);
    }

    @Test
    void what_a_muted_rule_finds_is_recorded_and_told_when_it_speaks_again() {
        String source = node.kafka.newTopic("mute", 1);
        Alert alert = rules.make(Rules.grouped(source));
        Alert muted = node.ask(
                Alerts.MUTE, new MuteAlert(ADA, alert.name(), Instant.now().plusSeconds(3_600)));
        assertThat(muted.mutedUntil()).isNotNull();
        rules.bad(source, "a");
        firing(alert);
        Event silent = rules.only(alert);
        assertThat(silent.deliveries()).singleElement().satisfies(delivery -> assertThat(delivery.state())
                .isEqualTo("muted"));
        assertThat(rules.notices(alert)).isEmpty();

        node.ask(Alerts.MUTE, new MuteAlert(ADA, alert.name(), null));

        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a"));
        assertThat(rules.only(alert).id()).isEqualTo(silent.id());
        assertThat(rules.find(alert).stats().fired()).isEqualTo(1);
        assertThat(node.problem(Alerts.MUTE, new MuteAlert(BOB, alert.name(), null)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void an_end_is_not_told_where_the_beginning_was_not() {
        String source = node.kafka.newTopic("mute-end", 1);
        Alert alert = rules.make(Rules.grouped(source));
        node.ask(Alerts.MUTE, new MuteAlert(ADA, alert.name(), Instant.now().plusSeconds(3_600)));
        long start = System.currentTimeMillis() - HOUR;
        rules.at(source, 0, start, "{\"bad\":true,\"s\":\"a\"}");
        rules.at(source, 0, start + HOUR / 2, "{\"bad\":false,\"s\":\"a\"}");
        eventually().untilAsserted(() -> assertThat(rules.only(alert).state()).isEqualTo(EventState.RESOLVED));
        node.ask(Alerts.MUTE, new MuteAlert(ADA, alert.name(), null));
        rules.bad(source, "b");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing b"));
    }

    @Test
    void records_that_are_rows_end_a_firing_with_one_that_does_not_match() {
        String source = node.kafka.newTopic("rows", 1);
        Definition quiet = Rules.grouped(source);
        Alert alert = rules.make(new Definition(
                source,
                null,
                "v > 80",
                quiet.groupBy(),
                1,
                null,
                Duration.ZERO,
                null,
                "$timestamp",
                Until.NO_MATCH,
                null));
        assertThat(alert.definition().resolveAfter()).isNull();
        node.kafka.produce(source, "{\"s\":\"a\",\"v\":90}", "{\"s\":\"b\",\"v\":95}", "{\"s\":\"a\",\"v\":70}");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert))
                .containsExactly("firing a", "firing b", "resolved a"));
        assertThat(rules.events(alert))
                .filteredOn(event -> event.state() == EventState.RESOLVED)
                .singleElement()
                .satisfies(event -> assertThat(event.resolution()).isEqualTo("no_match"));
    }
}
