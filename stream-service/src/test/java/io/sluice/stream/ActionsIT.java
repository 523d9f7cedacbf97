package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Actions;
import io.sluice.contract.Actions.Action;
import io.sluice.contract.Actions.At;
import io.sluice.contract.Actions.Begin;
import io.sluice.contract.Actions.GroupPlace;
import io.sluice.contract.Actions.Held;
import io.sluice.contract.Actions.Mark;
import io.sluice.contract.Actions.Outcome;
import io.sluice.contract.Actions.Settle;
import io.sluice.contract.Actions.Status;
import io.sluice.contract.Problem;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The books of actions: who may carry one out, and what is kept of it. */
class ActionsIT {
    private static final Outcome DONE = new Outcome(Status.SUCCEEDED, "{\"0-0\":1}", null);

    private static Node node;

    @BeforeAll
    static void open() {
        node = new Node();
        node.deploy();
    }

    @AfterAll
    static void close() {
        node.close();
    }

    private static Begin begin(String request, String fingerprint) {
        return new Begin(Node.ADA, request, fingerprint, "{}", null, "topic");
    }

    private static Held begun() {
        return node.ask(Actions.BEGIN, begin(UUID.randomUUID().toString(), "f"));
    }

    private static At at(Held held) {
        return new At(Node.ADA, held.action().id());
    }

    private static Action settle(Held held, Outcome outcome, GroupPlace group) {
        return node.ask(
                Actions.SETTLE, new Settle(Node.ADA, held.action().id(), String.valueOf(held.claim()), outcome, group));
    }

    @Test
    void a_request_is_one_action_and_its_outcome_is_told_again() {
        Held first = node.ask(Actions.BEGIN, begin("one", "f"));
        assertThat(first.claim()).isNotNull();
        Held meanwhile = node.ask(Actions.BEGIN, begin("one", "f"));
        assertThat(meanwhile.claim()).as("somebody is about it").isNull();
        Action settled = settle(first, DONE, null);
        assertThat(settled.status()).isEqualTo(Status.SUCCEEDED);
        assertThat(settled.completedAt()).isNotNull();
        Held again = node.ask(Actions.BEGIN, begin("one", "f"));
        assertThat(again.claim()).isNull();
        assertThat(again.action()).isEqualTo(settled);
        assertThat(node.problem(Actions.BEGIN, begin("one", "other"))).isInstanceOf(Problem.Conflict.class);
        Begin others = new Begin(Node.BOB, "one", "other", "{}", null, "topic");
        assertThat(node.ask(Actions.BEGIN, others).claim())
                .as("requests of others have names of their own")
                .isNotNull();
        assertThat(node.problem(Actions.CLAIM, new At(Node.BOB, settled.id()))).isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Actions.CLAIM, new At(Node.ADA, "none"))).isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_claim_that_ran_out_is_taken_over_with_what_was_noted_and_its_holder_settles_nothing() {
        Held dead = begun();
        Mark mark = new Mark("id", Map.of(0, 7L));
        node.ask(Actions.NOTE, new Actions.Note(Node.ADA, dead.action().id(), String.valueOf(dead.claim()), mark));
        assertThat(node.ask(Actions.CLAIM, at(dead)).claim()).isNull();
        node.sql("update action set claimed_until = now() - interval '1 second' where id = '"
                + dead.action().id() + "'");
        Held next = node.ask(Actions.CLAIM, at(dead));
        assertThat(next.claim()).isNotNull();
        assertThat(next.action().mark()).isEqualTo(mark);
        assertThat(settle(dead, DONE, null).status()).isEqualTo(Status.ACTIVE);
        assertThat(settle(next, DONE, null).status()).isEqualTo(Status.SUCCEEDED);
    }

    @Test
    void one_that_is_left_active_can_be_claimed_at_once() {
        Held held = begun();
        settle(held, new Outcome(Status.ACTIVE, "{}", null), null);
        assertThat(node.ask(Actions.CLAIM, at(held)).claim()).isNotNull();
    }

    @Test
    void a_cancelled_one_has_failed_and_stays_so() {
        Held held = begun();
        Action cancelled = node.ask(Actions.CANCEL, at(held));
        assertThat(cancelled.status()).isEqualTo(Status.FAILED);
        assertThat(cancelled.details()).contains("Canceled by user request");
        assertThat(node.ask(Actions.CANCEL, at(held))).isEqualTo(cancelled);
        assertThat(settle(held, DONE, null)).isEqualTo(cancelled);
    }

    @Test
    void a_released_one_is_gone_and_its_request_is_not_carried_out_again() {
        Begin begin = begin("released", "f");
        Held held = node.ask(Actions.BEGIN, begin);
        assertThat(node.problem(Actions.RELEASE, at(held))).isInstanceOf(Problem.Conflict.class);
        settle(held, DONE, null);
        assertThat(node.ask(Actions.RELEASE, at(held)).details()).isEqualTo(DONE.details());
        assertThat(node.problem(Actions.CLAIM, at(held))).isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Actions.BEGIN, begin)).isInstanceOf(Problem.Conflict.class);
    }

    @Test
    void a_group_commits_with_the_outcome_also_when_that_was_cut_off_and_never_goes_back() {
        String topic = node.kafka.newTopic("topic", 1);
        String group = "ns-1." + UUID.randomUUID();
        Held held = begun();
        settle(held, DONE, new GroupPlace(group, topic, Map.of(0, 5L)));
        assertThat(offsets(group, topic)).containsEntry(0, 5L);
        node.sql("update action set owed = '{\"group\":\"" + group + "\",\"topic\":\"" + topic
                + "\",\"offsets\":{\"0\":8}}' where id = '" + held.action().id() + "'");
        node.ask(Actions.CLAIM, at(held));
        assertThat(offsets(group, topic)).containsEntry(0, 8L);
        Held late = begun();
        settle(late, DONE, new GroupPlace(group, topic, Map.of(0, 6L)));
        assertThat(offsets(group, topic)).containsEntry(0, 8L);
    }

    private static Map<Integer, Long> offsets(String group, String topic) {
        return node.ask(Actions.GROUP, new Actions.FindGroup(Node.ADA, group, topic))
                .offsets();
    }

    @Test
    void what_is_a_year_old_is_forgotten() {
        Begin begin = begin("old", "f");
        Held held = node.ask(Actions.BEGIN, begin);
        node.sql("update action set started_at = now() - interval '366 days' where id = '"
                + held.action().id() + "'");
        Held fresh = node.ask(Actions.BEGIN, begin);
        assertThat(fresh.action().id()).isNotEqualTo(held.action().id());
    }
}
