package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.ROOT;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.AcknowledgeEvent;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.AlertPage;
import io.sluice.contract.Alerts.CreateAlert;
import io.sluice.contract.Alerts.Definition;
import io.sluice.contract.Alerts.DeleteAlert;
import io.sluice.contract.Alerts.EventState;
import io.sluice.contract.Alerts.FindAlert;
import io.sluice.contract.Alerts.ListAlerts;
import io.sluice.contract.Alerts.ListEvents;
import io.sluice.contract.Alerts.State;
import io.sluice.contract.Alerts.UpdateAlert;
import io.sluice.contract.Alerts.Wish;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The life of alert rules: changed, deleted, failed, private, refused, listed. */
class AlertRulesIT {
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

    private static Definition elsewhere(Definition rule, String where) {
        return new Definition(
                rule.topic(),
                rule.stream(),
                where,
                rule.groupBy(),
                rule.count(),
                rule.within(),
                rule.holdFor(),
                rule.every(),
                rule.time(),
                rule.until(),
                rule.resolveAfter());
    }

    @Test
    void another_condition_ends_what_fired_by_the_old_one_and_another_name_does_not() {
        String source = node.kafka.newTopic("changed", 1);
        Alert alert = rules.make(Rules.grouped(source));
        rules.bad(source, "a");
        firing(alert);
        Wish renamed = new Wish(Rules.name(), Rules.grouped(source), "critical", null, null);

        Alert second = node.ask(Alerts.UPDATE, new UpdateAlert(ADA, alert.name(), alert.revision(), renamed));
        assertThat(second.severity()).isEqualTo("critical");
        assertThat(node.problem(Alerts.UPDATE, new UpdateAlert(ADA, second.name(), alert.revision(), renamed)))
                .isInstanceOf(Problem.Conflict.class);
        rules.bad(source, "b");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a", "firing b"));

        Wish other =
                new Wish(second.name(), elsewhere(Rules.grouped(source), "not bad"), second.severity(), null, null);
        node.ask(Alerts.UPDATE, new UpdateAlert(ADA, second.name(), second.revision(), other));
        eventually()
                .untilAsserted(() -> assertThat(rules.notices(alert)).hasSize(4).contains("resolved a", "resolved b"));
        assertThat(rules.events(alert)).allMatch(event -> "changed".equals(event.resolution()));
        node.kafka.produce(source, "{\"bad\":false,\"s\":\"c\"}");
        eventually()
                .untilAsserted(() -> assertThat(rules.notices(alert)).hasSize(5).endsWith("firing c"));
    }

    @Test
    void a_deletion_ends_what_fires_and_tells_it() {
        String source = node.kafka.newTopic("deleted", 1);
        Alert alert = rules.make(Rules.grouped(source));
        rules.bad(source, "a");
        firing(alert);
        assertThat(node.problem(Alerts.DELETE, new DeleteAlert(BOB, alert.name())))
                .isInstanceOf(Problem.Forbidden.class);

        assertThat(node.ask(Alerts.DELETE, new DeleteAlert(ADA, alert.name())).changed())
                .isTrue();

        assertThat(node.ask(Alerts.DELETE, new DeleteAlert(ADA, alert.name())).changed())
                .isFalse();
        assertThat(node.problem(Alerts.FIND, new FindAlert(ADA, alert.name()))).isInstanceOf(Problem.NotFound.class);
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).containsExactly("firing a", "resolved a"));
        assertThat(rules.published(alert).get(1).path("resolution").asText()).isEqualTo("deleted");
        Alert again = rules.make(ADA, new Wish(alert.name(), Rules.grouped(source), "info", null, null));
        assertThat(again.id()).isNotEqualTo(alert.id());
        assertThat(node.problem(
                        Alerts.CREATE,
                        new CreateAlert(ADA, new Wish(alert.name(), Rules.bad(source), "info", null, null))))
                .isEqualTo(Problem.Conflict.taken("alert", alert.name()));
    }

    @Test
    void a_rule_without_a_source_has_failed_and_says_why() throws Exception {
        String source = node.kafka.newTopic("gone", 1);
        Alert alert = rules.make(Rules.grouped(source));
        rules.bad(source, "a");
        firing(alert);

        node.kafka.admin().deleteTopics(List.of(source)).all().get();

        eventually().untilAsserted(() -> {
            assertThat(rules.find(alert).state()).isEqualTo(State.FAILED);
            assertThat(rules.notices(alert)).containsExactly("firing a", "resolved a");
        });
        assertThat(rules.find(alert).reason()).isEqualTo("The source topic \"" + source + "\" is gone.");
        assertThat(rules.only(alert).resolution()).isEqualTo("failed");

        node.kafka.createTopic(source, 1, Map.of());
        eventually().ignoreExceptions().untilAsserted(() -> assertThat(node.ask(
                                Alerts.UPDATE,
                                new UpdateAlert(
                                        ADA,
                                        alert.name(),
                                        rules.find(alert).revision(),
                                        new Wish(alert.name(), Rules.grouped(source), "info", null, null)))
                        .state())
                .isEqualTo(State.OK));
        rules.bad(source, "b");
        eventually().untilAsserted(() -> assertThat(rules.notices(alert))
                .containsExactly("firing a", "resolved a", "firing b"));
    }

    @Test
    void what_is_found_in_private_data_is_for_its_owner() {
        String source = "private-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(ADA, source, 1, null, Map.of(), source));
        node.catalog.put(source, Source.Kafka.of(source), "ada", true);
        assertThat(node.problem(Alerts.CREATE, new CreateAlert(BOB, Rules.wish(Rules.bad(source)))))
                .isEqualTo(Problem.Invalid.at("/source/topic", "there is no topic \"" + source + "\""));
        assertThat(node.problem(
                        Alerts.CREATE,
                        new CreateAlert(ADA, new Wish(Rules.name(), Rules.bad(source), "info", Alerts.TOPIC, null))))
                .isInstanceOf(Problem.Invalid.class);

        Alert alert = rules.make(Rules.bad(source));
        rules.bad(source, "a");
        firing(alert);

        assertThat(alert.isPrivate()).isTrue();
        assertThat(alert.topic()).isNotEqualTo(Alerts.TOPIC);
        eventually().untilAsserted(() -> assertThat(rules.notices(alert)).hasSize(1));
        assertThat(node.problem(Alerts.FIND, new FindAlert(BOB, alert.name()))).isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Alerts.LIST, new ListAlerts(BOB, null, 200, null)).items())
                .noneMatch(one -> one.id().equals(alert.id()));
        assertThat(node.ask(Alerts.EVENTS, new ListEvents(BOB, null, null, 200, null))
                        .items())
                .noneMatch(event -> event.alert().equals(alert.id()));
        assertThat(node.problem(
                        Alerts.ACKNOWLEDGE,
                        new AcknowledgeEvent(BOB, rules.only(alert).id())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(BOB, alert.topic(), Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Topics.AUTHORIZE, new AuthorizeTopic(ADA, alert.topic(), Access.LIVE))
                        .name())
                .isEqualTo(alert.topic());
        Wish open = new Wish(alert.name(), Rules.bad(node.kafka.newTopic("open", 1)), "info", null, null);
        Alert still = node.ask(Alerts.UPDATE, new UpdateAlert(ADA, alert.name(), alert.revision(), open));
        assertThat(still.isPrivate()).as("its events are of what was private").isTrue();
        assertThat(still.topic()).isEqualTo(alert.topic());
        node.ask(Alerts.DELETE, new DeleteAlert(ADA, alert.name()));
        eventually().untilAsserted(() -> assertThat(
                        node.kafka.admin().listTopics().names().get())
                .doesNotContain(alert.topic()));
    }

    @Test
    void viewers_make_no_rules_and_faults_are_told_with_their_places() {
        String source = node.kafka.newTopic("faults", 1);
        assertThat(node.problem(Alerts.CREATE, new CreateAlert(EVE, Rules.wish(Rules.bad(source)))))
                .isInstanceOf(Problem.Forbidden.class);
        Definition wrong = new Definition(
                source,
                "both",
                "a > and",
                List.of("b +"),
                3,
                null,
                Duration.ofDays(-1),
                Duration.ofMillis(1),
                "c +",
                null,
                Duration.ofDays(31));
        Problem problem = node.problem(Alerts.CREATE, new CreateAlert(ADA, new Wish("events", wrong, " ", null, null)));
        assertThat(((Problem.Invalid) problem).violations())
                .extracting(Violation::pointer)
                .contains(
                        "/name",
                        "/severity",
                        "/source",
                        "/where",
                        "/group_by/0",
                        "/time",
                        "/threshold/within",
                        "/for",
                        "/every",
                        "/resolve_after");
        assertThat(node.problem(Alerts.CREATE, new CreateAlert(ADA, Rules.wish(Rules.bad("no-such-topic")))))
                .isEqualTo(Problem.Invalid.at("/source/topic", "there is no topic \"no-such-topic\""));
    }

    @Test
    void events_and_rules_are_listed_in_pages() {
        String source = node.kafka.newTopic("pages", 1);
        Alert alert = rules.make(Rules.grouped(source));
        for (String station : List.of("a", "b", "c")) {
            rules.bad(source, station);
        }
        eventually().untilAsserted(() -> assertThat(rules.events(alert)).hasSize(3));
        var first = node.ask(Alerts.EVENTS, new ListEvents(ADA, alert.name(), EventState.FIRING, 2, null));
        var second = node.ask(Alerts.EVENTS, new ListEvents(ADA, alert.name(), EventState.FIRING, 2, first.next()));
        assertThat(first.items()).hasSize(2);
        assertThat(second.items()).hasSize(1);
        assertThat(second.next()).isNull();
        assertThat(first.items()).doesNotContainAnyElementsOf(second.items());

        rules.make(Rules.bad(source));
        AlertPage page = node.ask(Alerts.LIST, new ListAlerts(ROOT, "ada", 1, null));
        assertThat(page.total()).isGreaterThanOrEqualTo(2);
        assertThat(node.ask(Alerts.LIST, new ListAlerts(ROOT, "ada", 1, page.next()))
                        .items())
                .doesNotContainAnyElementsOf(page.items());
        assertThat(node.ask(Alerts.FIGURES, new Alerts.GetFigures()).fired()).isGreaterThanOrEqualTo(3);
    }
}
