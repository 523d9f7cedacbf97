package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts;
import io.sluice.contract.Caller;
import io.sluice.contract.Landings;
import io.sluice.contract.Problem;
import io.sluice.contract.RecordFormat;
import io.sluice.contract.Role;
import io.sluice.contract.Streams;
import io.sluice.contract.Things;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.RegisterTopic;
import io.sluice.contract.Topics.Registered;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.rights.Grant;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import io.sluice.testkit.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Whose topics are, what is granted on them, and what ends with a right, on a real broker. */
class RightsIT {
    private static Node node;

    @BeforeAll
    static void open() {
        node = new Node();
        node.deploy();
        node.catalog.user(Node.ADA);
        node.catalog.user(Node.BOB);
        node.catalog.user(Node.EVE);
    }

    @AfterAll
    static void close() {
        node.close();
    }

    @Test
    void a_private_topic_is_its_owners_and_theirs_to_whom_it_is_granted() {
        String topic = secret();
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.BOB, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(listed(Node.BOB, topic)).isFalse();
        Grant grant = node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        assertThat(access(Node.BOB, topic, Access.READ).name()).isEqualTo(topic);
        assertThat(listed(Node.BOB, topic)).isTrue();
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.BOB, topic, Access.WRITE)))
                .isInstanceOf(Problem.Forbidden.class);
        node.catalog.revoke(grant);
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.BOB, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_viewer_of_the_platform_writes_where_that_was_granted_and_a_viewers_key_does_not() {
        String topic = secret();
        node.catalog.grant(Kind.TOPIC, uid(topic), Node.EVE, Level.EDITOR);
        assertThat(access(Node.EVE, topic, Access.WRITE).name()).isEqualTo(topic);
        Caller key = new Caller(Node.ADA.user(), Role.VIEWER, Role.VIEWER);
        assertThat(access(key, topic, Access.READ).name()).isEqualTo(topic);
        assertThat(node.problem(Topics.AUTHORIZE, may(key, topic, Access.WRITE)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_denial_closes_an_open_topic() {
        String topic = name();
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, topic, 1, null, Map.of(), null));
        assertThat(access(Node.BOB, topic, Access.DOWNLOAD).name()).isEqualTo(topic);
        Grant denial = node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.DENY);
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.BOB, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(listed(Node.BOB, topic)).isFalse();
        node.catalog.revoke(denial);
    }

    @Test
    void a_name_is_registered_once_again_by_its_owner_is_nothing_and_by_another_is_a_conflict() {
        String topic = name();
        assertThat(register(Node.ADA, topic).isNew()).isTrue();
        String uid = uid(topic);
        Registered again = register(Node.ADA, topic);
        assertThat(again.isNew()).isFalse();
        assertThat(again.topic().topic().owner()).isEqualTo("ada");
        assertThat(uid(topic)).isEqualTo(uid);
        assertThat(node.problem(Topics.REGISTER, new RegisterTopic(Node.BOB, topic, 1)))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(node.problem(Topics.REGISTER, new RegisterTopic(Node.EVE, name(), 1)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_later_owner_of_a_name_sees_neither_the_records_nor_the_grants_of_the_one_before() {
        String topic = secret();
        write(topic);
        node.catalog.grant(Kind.TOPIC, uid(topic), Node.EVE, Level.EDITOR);
        node.ask(Topics.RELEASE, new Topics.ReleaseTopic(Node.ADA, topic));
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.EVE, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(access(Node.ADA, topic, Access.READ).name()).isEqualTo(topic);
        Registered taken = register(Node.BOB, topic);
        assertThat(taken.isNew()).isTrue();
        assertThat(taken.topic().topic().records()).isZero();
        assertThat(taken.topic().topic().owner()).isEqualTo("bob");
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.ADA, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.EVE, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_topic_that_is_given_up_and_taken_back_has_its_records() {
        String topic = secret();
        write(topic);
        node.ask(Topics.RELEASE, new Topics.ReleaseTopic(Node.ADA, topic));
        assertThat(register(Node.ADA, topic).topic().topic().records()).isEqualTo(1);
    }

    @Test
    void a_reset_answers_with_an_empty_topic_of_as_many_partitions_and_default_settings_and_keeps_grants() {
        String topic = name();
        node.ask(
                Topics.CREATE,
                new CreateTopic(
                        Node.ADA,
                        topic,
                        3,
                        null,
                        Map.of("retention.ms", "43200000"),
                        null,
                        RecordFormat.Change.NONE,
                        true));
        write(topic);
        node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        String before = access(Node.BOB, topic, Access.READ).id();
        assertThat(node.problem(Topics.RESET, new Topics.ResetTopic(Node.BOB, topic)))
                .isInstanceOf(Problem.Forbidden.class);
        Topics.TopicDetail after = node.ask(Topics.RESET, new Topics.ResetTopic(Node.ADA, topic));
        assertThat(after.topic().records()).isZero();
        assertThat(after.partitions()).hasSize(3);
        assertThat(after.configs().get("retention.ms")).isNotEqualTo("43200000");
        assertThat(after.topic().owner()).isEqualTo("ada");
        assertThat(access(Node.BOB, topic, Access.READ).id()).isNotEqualTo(before);
    }

    @Test
    void a_reset_that_was_cut_off_is_hidden_and_done_again_by_its_owner() {
        String topic = secret();
        node.sql("update topic set reset_at = now() - interval '5 minutes' where name = '" + topic + "'");
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.ADA, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Topics.RESET, new Topics.ResetTopic(Node.BOB, topic)))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Topics.RESET, new Topics.ResetTopic(Node.ADA, topic))
                        .topic()
                        .records())
                .isZero();
        assertThat(access(Node.ADA, topic, Access.WRITE).name()).isEqualTo(topic);
    }

    @Test
    void a_topic_is_opened_closed_and_handed_over_by_who_may_manage_it() {
        String topic = secret();
        node.ask(Topics.ALTER, change(Node.ADA, topic, false, null));
        assertThat(access(Node.BOB, topic, Access.READ).name()).isEqualTo(topic);
        assertThat(node.problem(Topics.ALTER, change(Node.BOB, topic, true, null)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Topics.ALTER, change(Node.ADA, topic, null, "nobody")))
                .isInstanceOf(Problem.Invalid.class);
        node.ask(Topics.ALTER, change(Node.ADA, topic, true, "bob"));
        assertThat(access(Node.BOB, topic, Access.WRITE).name()).isEqualTo(topic);
        assertThat(node.problem(Topics.AUTHORIZE, may(Node.ADA, topic, Access.READ)))
                .isInstanceOf(Problem.NotFound.class);
    }

    @Test
    void a_stream_whose_owner_may_not_take_from_its_source_any_more_fails_and_says_so() {
        String topic = secret();
        Grant grant = node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        Streams.Stream stream = node.ask(Streams.CREATE, over(Node.BOB, topic));
        node.catalog.revoke(grant);
        Node.eventually().untilAsserted(() -> {
            Streams.Stream now = node.ask(Streams.FIND, new Streams.FindStream(Node.BOB, stream.name()));
            assertThat(now.state()).isEqualTo(Streams.State.FAILED);
            assertThat(now.reason()).contains(topic);
        });
    }

    @Test
    void a_landing_whose_owner_may_not_take_from_its_source_any_more_stops_and_goes_on_when_the_right_is_back() {
        String topic = secret();
        Grant grant = node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        Landings.Landing landing = node.ask(
                Landings.CREATE,
                new Landings.CreateLanding(
                        Node.BOB, null, new Landings.Origin(topic, null), Landed.into(Landed.table()), null));
        write(topic);
        Node.eventually().untilAsserted(() -> assertThat(rows(landing)).isEqualTo(1));
        node.catalog.revoke(grant);
        Node.eventually().untilAsserted(() -> assertThat(find(landing).state()).isEqualTo(Streams.State.FAILED));
        assertThat(find(landing).reason()).contains("may not take records");
        write(topic);
        node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        Node.eventually().untilAsserted(() -> assertThat(rows(landing)).isEqualTo(2));
        assertThat(find(landing).state()).isEqualTo(Streams.State.RUNNING);
    }

    @Test
    void an_alert_whose_owner_may_not_read_its_source_any_more_fails_and_says_so() {
        String topic = secret();
        Grant grant = node.catalog.grant(Kind.TOPIC, uid(topic), Node.BOB, Level.VIEWER);
        Alerts.Alert alert = new Rules(node).make(Node.BOB, Rules.wish(Rules.bad(topic)));
        assertThat(alert.state()).isEqualTo(Alerts.State.OK);
        node.catalog.revoke(grant);
        Node.eventually().untilAsserted(() -> {
            Alerts.Alert now = new Rules(node).find(alert);
            assertThat(now.state()).isEqualTo(Alerts.State.FAILED);
            assertThat(now.reason()).contains(topic);
        });
    }

    private static Landings.Landing find(Landings.Landing landing) {
        return node.ask(
                Landings.FIND, new Landings.FindLanding(Node.BOB, landing.id().toString()));
    }

    /** Asked as an administrator: who may not read the topic may not ask for its rows. */
    private static long rows(Landings.Landing landing) {
        return node.ask(
                        Landings.COUNT,
                        new Landings.CountRows(Node.ROOT, landing.id().toString()))
                .count();
    }

    @Test
    void a_stream_is_seen_changed_and_deleted_by_grants() {
        String topic = secret();
        Streams.Stream stream = node.ask(Streams.CREATE, over(Node.ADA, topic));
        Streams.FindStream find = new Streams.FindStream(Node.BOB, stream.name());
        assertThat(node.problem(Streams.FIND, find)).isInstanceOf(Problem.NotFound.class);
        node.catalog.grant(Kind.STREAM, stream.id().toString(), Node.BOB, Level.VIEWER);
        assertThat(node.ask(Streams.FIND, find).id()).isEqualTo(stream.id());
        assertThat(access(Node.BOB, stream.topic(), Access.READ).name()).isEqualTo(stream.topic());
        assertThat(node.problem(Streams.RUN, new Streams.RunStream(Node.BOB, stream.name(), true)))
                .isInstanceOf(Problem.Forbidden.class);
        node.catalog.grant(Kind.STREAM, stream.id().toString(), Node.BOB, Level.EDITOR);
        node.ask(Streams.RUN, new Streams.RunStream(Node.BOB, stream.name(), true));
        assertThat(node.problem(Streams.DELETE, new Streams.DeleteStream(Node.BOB, stream.name())))
                .isInstanceOf(Problem.Forbidden.class);
        node.catalog.grant(Kind.STREAM, stream.id().toString(), Node.BOB, Level.OWNER);
        assertThat(node.ask(Streams.DELETE, new Streams.DeleteStream(Node.BOB, stream.name()))
                        .changed())
                .isTrue();
    }

    private static Streams.CreateStream over(Caller caller, String topic) {
        Streams.Definition source =
                new Streams.Definition(List.of(), true, List.of(), List.of(topic), "", "", "latest");
        return new Streams.CreateStream(caller, "of-" + topic, source);
    }

    private static String secret() {
        String topic = name();
        register(Node.ADA, topic);
        return topic;
    }

    private static String name() {
        return "rights-" + UUID.randomUUID();
    }

    private static Registered register(Caller caller, String topic) {
        return node.ask(Topics.REGISTER, new RegisterTopic(caller, topic, 1));
    }

    private static String uid(String topic) {
        return node.ask(Things.IN_STREAM, new Things.Describe(Kind.TOPIC, topic))
                .thing()
                .id()
                .id();
    }

    private static void write(String topic) {
        TestKafka.shared().produce(topic, "{}");
    }

    private static boolean listed(Caller caller, String topic) {
        return node.ask(Topics.LIST, new Topics.ListTopics(caller, topic, null, 10, null))
                        .total()
                > 0;
    }

    private static Topics.AlterTopic change(Caller caller, String topic, Boolean isPrivate, String owner) {
        return new Topics.AlterTopic(caller, topic, null, Map.of(), null, RecordFormat.Change.NONE, isPrivate, owner);
    }

    private static TopicAccess access(Caller caller, String topic, Access access) {
        return node.ask(Topics.AUTHORIZE, may(caller, topic, access));
    }

    private static AuthorizeTopic may(Caller caller, String topic, Access access) {
        return new AuthorizeTopic(caller, topic, access);
    }
}
