package io.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Caller;
import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Secret;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.TopicAccess;
import io.sluice.contract.Veiling;
import io.sluice.rights.Kind;
import io.sluice.rights.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people see of topics with masked fields, and of what is made of them. */
class VeilsIT {
    private static final Veiling MASKED =
            new Veiling(Map.of("iban", "hash"), List.of("country = 'RO'"), new Secret("salt"));
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

    private static String masked() {
        String topic = "masked-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, topic, 1, null, Map.of(), null));
        node.catalog.mask(topic, MASKED);
        return topic;
    }

    private static TopicAccess access(Caller caller, String topic) {
        return node.ask(Topics.AUTHORIZE, new AuthorizeTopic(caller, topic, Access.LIVE));
    }

    private static Streams.CreateStream over(Caller caller, String topic, String select) {
        return new Streams.CreateStream(
                caller,
                "of-" + topic,
                new Streams.Definition(List.of(), true, List.of(), List.of(topic), "", select, "latest"));
    }

    private static Streams.Stream shared(Streams.Definition definition) {
        Streams.Stream stream = node.ask(Streams.CREATE, new Streams.CreateStream(Node.ADA, null, definition));
        node.catalog.grant(Kind.STREAM, stream.id().toString(), Node.BOB, Level.VIEWER);
        return stream;
    }

    @Test
    void a_reader_is_told_what_is_hidden_and_who_manages_the_topic_sees_everything() {
        String topic = masked();
        assertThat(access(Node.BOB, topic).veiling()).isEqualTo(MASKED);
        assertThat(access(Node.ADA, topic).veiling().isNone()).isTrue();
        node.catalog.mask(topic, MASKED, "bob");
        assertThat(access(Node.BOB, topic).veiling().isNone()).isTrue();
    }

    @Test
    void nothing_is_made_of_what_its_maker_does_not_see_whole() {
        String topic = masked();
        assertThat(node.problem(Streams.CREATE, over(Node.BOB, topic, ""))).isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void what_is_made_of_it_is_private_and_whoever_may_see_that_sees_it_masked() {
        String topic = masked();
        Streams.Stream stream = shared(over(Node.ADA, topic, "*, iban as account, length(iban) as size")
                .source());
        assertThat(node.problem(Streams.FIND, new Streams.FindStream(Node.EVE, stream.name())))
                .isInstanceOf(Problem.NotFound.class);
        Veiling seen = access(Node.BOB, stream.topic()).veiling();
        assertThat(seen.fields())
                .containsExactlyInAnyOrder(
                        new Veiling.Field("iban", "hash"),
                        new Veiling.Field("account", "hash"),
                        new Veiling.Field("size", "remove"));
        assertThat(seen.rows()).containsExactly("country = 'RO'");
        assertThat(access(Node.ADA, stream.topic()).veiling().isNone()).isTrue();
    }

    @Test
    void what_cannot_be_told_apart_is_not_shown() {
        String topic = masked();
        Streams.Stream columns = shared(over(Node.ADA, topic, "iban").source());
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(Node.BOB, columns.topic(), Access.LIVE)))
                .isInstanceOf(Problem.Forbidden.class);
        Streams.Stream counted = shared(
                Streams.Definition.query("select iban, count(*) as n from \"" + topic + "\" group by iban", "latest"));
        assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(Node.BOB, counted.topic(), Access.READ)))
                .isInstanceOf(Problem.Forbidden.class);
    }

    @Test
    void a_copy_is_made_while_its_owner_sees_everything_in_the_topic() {
        String topic = masked();
        String copy = "copy-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(Node.BOB, copy, 1, null, Map.of(), copy));
        Dataset dataset = node.catalog.put(copy, new Source.Kafka(topic, null, null, copy, 1), "bob", false);
        InTopic in = new InTopic(node);
        assertThat(in.until(dataset, Streams.State.FAILED).reason()).contains("does not see everything");
        node.catalog.mask(topic, MASKED, "bob");
        in.until(dataset, Streams.State.RUNNING);
        node.catalog.mask(topic, MASKED);
        in.until(dataset, Streams.State.FAILED);
    }

    @Test
    void a_stream_ends_when_its_owner_does_not_see_everything_any_more() {
        String topic = "later-" + UUID.randomUUID();
        node.ask(Topics.CREATE, new CreateTopic(Node.ADA, topic, 1, null, Map.of(), null));
        Streams.Stream stream = node.ask(Streams.CREATE, over(Node.BOB, topic, ""));
        node.catalog.mask(topic, MASKED);
        Node.eventually()
                .untilAsserted(() -> assertThat(node.ask(Streams.FIND, new Streams.FindStream(Node.BOB, stream.name()))
                                .state())
                        .isEqualTo(Streams.State.FAILED));
    }
}
