package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts;
import io.sluice.contract.Alerts.AcknowledgeEvent;
import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Alerts.Event;
import io.sluice.contract.Alerts.ListEvents;
import io.sluice.contract.Alerts.State;
import io.sluice.contract.Alerts.UpdateAlert;
import io.sluice.contract.Caller;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Veiling;
import io.sluice.filter.Filter;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What alerts tell of records, and those who do not see everything in them. */
class VeiledAlertsIT {
    private static final Veiling MASKED = new Veiling(Map.of("s", "remove"), List.of(), new Secret("salt"));
    private static Node node;
    private static Rules rules;

    @BeforeAll
    static void open() {
        node = new Node();
        node.deploy();
        rules = new Rules(node);
        node.catalog.user(ADA);
        node.catalog.user(BOB);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private static String topic() {
        String topic = "watched-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(ADA, topic, 1, null, Map.of(), null));
        return topic;
    }

    private static List<Event> all(Caller caller) {
        return node.ask(Alerts.EVENTS, new ListEvents(caller, null, null, 200, null))
                .items();
    }

    private static Veiling notices(Caller caller, String topic) {
        return node.ask(Topics.AUTHORIZE, new AuthorizeTopic(caller, topic, Access.LIVE))
                .veiling();
    }

    private static Event fired(Alert alert, String topic) {
        rules.bad(topic, "secret-station");
        eventually().untilAsserted(() -> assertThat(rules.events(alert)).hasSize(1));
        return rules.only(alert);
    }

    @Test
    void events_and_notices_are_for_those_who_see_everything_in_what_the_rule_watches() {
        String topic = topic();
        Alert alert = rules.make(Rules.grouped(topic));
        Event event = fired(alert, topic);
        assertThat(all(BOB)).extracting(Event::id).contains(event.id());
        assertThat(notices(BOB, Alerts.TOPIC).isNone()).isTrue();

        node.catalog.mask(topic, MASKED);
        assertThat(node.problem(Alerts.EVENTS, new ListEvents(BOB, alert.id().toString(), null, 200, null)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(all(BOB)).extracting(Event::id).doesNotContain(event.id());
        assertThat(node.problem(Alerts.ACKNOWLEDGE, new AcknowledgeEvent(BOB, event.id())))
                .isInstanceOf(Problem.NotFound.class);
        Veiling hidden = notices(BOB, Alerts.TOPIC);
        assertThat(hidden.fields()).isEmpty();
        assertThat(hidden.rows()).singleElement().satisfies(row -> {
            assertThat(row).contains("sample.topic").contains(topic);
            assertThat(Filter.parse(row).violations()).isEmpty();
        });
        assertThat(rules.published(alert))
                .allSatisfy(notice ->
                        assertThat(notice.at("/sample/topic").asText()).isEqualTo(topic));

        assertThat(all(ADA)).extracting(Event::id).contains(event.id());
        assertThat(notices(ADA, Alerts.TOPIC).isNone()).isTrue();
    }

    @Test
    void a_rule_that_told_everybody_of_what_is_masked_now_fails_and_goes_on_with_a_topic_of_its_own() {
        String topic = topic();
        Alert alert = rules.make(Rules.bad(topic));
        assertThat(alert.topic()).isEqualTo(Alerts.TOPIC);
        node.catalog.mask(topic, MASKED);
        eventually().untilAsserted(() -> assertThat(rules.find(alert).state()).isEqualTo(State.FAILED));
        assertThat(rules.find(alert).reason()).contains(topic);

        Alert now = rules.find(alert);
        Alert changed = node.ask(
                Alerts.UPDATE,
                new UpdateAlert(ADA, alert.id().toString(), now.revision(), Rules.wish(Rules.bad(topic))));
        assertThat(changed.topic()).isNotEqualTo(Alerts.TOPIC);
        eventually().untilAsserted(() -> assertThat(rules.find(alert).state()).isEqualTo(State.OK));
        fired(alert, topic);
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(BOB, changed.topic(), Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
    }
}
