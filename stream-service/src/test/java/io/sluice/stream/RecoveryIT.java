package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Template;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.CreateTopic;
import io.sluice.contract.Topics.ListTopics;
import io.sluice.contract.Topics.TopicAccess;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What processes that die and connections that break leave behind is put right. */
class RecoveryIT {
    private final Node node = new Node();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void several_nodes_start_on_an_empty_database_at_once() {
        List<Future<String>> nodes = List.of(deploySoon(), deploySoon(), deploySoon());

        Node.await(Future.all(nodes));

        assertThat(node.ask(Topics.LIST, new ListTopics(ADA, "no-such", null, 1, null))
                        .items())
                .isEmpty();
    }

    @Test
    void a_deletion_that_was_cut_off_is_finished_at_the_next_start() throws Exception {
        String deployment = node.deploy();
        Stream stream = stream(node.kafka.newTopic("cut", 1));
        node.undeploy(deployment);
        node.sql("update stream set wanted = 'DELETING' where id = '" + stream.id() + "'");

        node.deploy();

        eventually().untilAsserted(() -> {
            assertThat(node.kafka.admin().listTopics().names().get()).doesNotContain(stream.topic());
            assertThat(node.kafka.admin().listGroups().all().get())
                    .noneMatch(group -> group.groupId().equals("sluice-" + stream.id()));
            assertThat(Files.exists(node.stateDir.resolve(stream.id().toString())))
                    .isFalse();
        });
        assertThat(stream(node.kafka.newTopic("next", 1)).name()).isEqualTo(stream.name());
    }

    @Test
    void a_creation_that_was_cut_off_leaves_its_name_free() {
        String deployment = node.deploy();
        Stream stream = stream(node.kafka.newTopic("half", 1));
        node.undeploy(deployment);
        node.sql("update stream set wanted = 'CREATING', created_at = now() - interval '5 minutes' where id = '"
                + stream.id() + "'");

        node.deploy();

        eventually().untilAsserted(() -> assertThat(
                        stream(node.kafka.newTopic("free", 1)).name())
                .isEqualTo(stream.name()));
    }

    @Test
    void positions_survive_a_broker_that_forgot_the_group() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("forgotten", 1);
        Stream stream = stream(source, "earliest");
        survives(source, stream, "sluice-" + stream.id());
    }

    @Test
    void positions_survive_a_broker_that_forgot_a_group_that_streams_share() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("forgotten", 1);
        String id = node.ask(Topics.AUTHORIZE, new AuthorizeTopic(ADA, source, Access.READ))
                .id();
        survives(source, stream(source), "sluice-shared-" + id);
    }

    private void survives(String source, Stream stream, String group) throws Exception {
        node.kafka.produce(source, "1", "2");
        node.kafka.read(stream.topic(), 2);
        node.ask(Streams.RUN, new RunStream(ADA, stream.name(), true));

        node.kafka.admin().deleteConsumerGroups(List.of(group)).all().get();
        node.kafka.produce(source, "3");
        node.ask(Streams.RUN, new RunStream(ADA, stream.name(), false));
        node.kafka.produce(source, "4");

        assertThat(node.kafka.read(stream.topic(), 4))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void a_source_that_was_recreated_is_another_one() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("twin", 1);
        Stream stream = stream(source);
        node.ask(Streams.RUN, new RunStream(ADA, stream.name(), true));
        TopicAccess before = node.ask(Topics.AUTHORIZE, new AuthorizeTopic(ADA, source, Access.READ));
        node.kafka.admin().deleteTopics(List.of(source)).all().get();
        node.kafka.createTopic(source, 1, Map.of());
        eventually().ignoreExceptions().until(() -> !node.ask(
                        Topics.AUTHORIZE, new AuthorizeTopic(ADA, source, Access.READ))
                .id()
                .equals(before.id()));

        Stream resumed = node.ask(Streams.RUN, new RunStream(ADA, stream.name(), false));

        assertThat(resumed.state()).isEqualTo(State.FAILED);
        assertThat(resumed.reason()).isEqualTo("The source topic \"" + source + "\" was deleted and created again.");
    }

    @Test
    void generators_and_notifications_come_back_after_their_connections_were_cut() {
        node.deploy();
        String name = "cut-" + UUID.randomUUID().toString().substring(0, 8);
        node.ask(Topics.CREATE, new CreateTopic(ADA, name, 1, null, Map.of(), name));
        Dataset dataset = node.catalog.put(name, new Source.Generator(Template.TIMESTAMP, 20, name, 1, null));
        node.kafka.read(name, 10);

        node.sql("select pg_terminate_backend(pid) from pg_stat_activity"
                + " where datname = current_database() and pid <> pg_backend_pid()");
        long before = node.kafka.read(name, 10).size();
        node.catalog.change(dataset, new Source.Generator(Template.TIMESTAMP, 2_000, name, 1, null), false);

        node.kafka.read(name, (int) before + 3_000);
    }

    @Test
    void a_broker_that_is_away_is_unavailable_and_not_a_hang() {
        Node.await(node.vertx.deployVerticle(new StreamVerticle(node.config("127.0.0.1:1"))));

        assertThat(node.problem(Topics.LIST, new ListTopics(ADA, null, null, 10, null)))
                .isEqualTo(new Problem.Unavailable("Kafka does not answer at the moment."));
    }

    private Future<String> deploySoon() {
        return node.vertx.deployVerticle(new StreamVerticle(node.config(node.kafka.bootstrap())));
    }

    private Stream stream(String source) {
        return stream(source, "latest");
    }

    private Stream stream(String source, String from) {
        Definition definition = new Definition(List.of(), true, List.of(), List.of(source), "", "", from);
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }
}
