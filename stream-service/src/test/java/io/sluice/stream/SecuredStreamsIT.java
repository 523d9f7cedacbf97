package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Dataset;
import io.sluice.contract.Problem;
import io.sluice.contract.Sealed;
import io.sluice.contract.Secret;
import io.sluice.contract.Security;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Topics;
import io.sluice.contract.Violation;
import io.sluice.stream.CatalogInTest.Reading;
import io.sluice.stream.intake.feed.SecuredKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams over secured sources whose datasets have no credentials: whoever makes the stream brings them. */
class SecuredStreamsIT {
    @TempDir
    private static Path directory;

    private static SecuredKafka foreign;
    private static Node node;
    private static String deployment;

    @BeforeAll
    static void start() throws Exception {
        foreign = new SecuredKafka(directory);
        node = new Node();
        deployment = node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
        foreign.close();
    }

    /** Of a topic that is there, and has records; mapped, without a password. */
    private static Dataset quakes(String... values) throws Exception {
        String topic = "quakes-" + UUID.randomUUID();
        foreign.createTopic(topic, 1);
        produce(topic, values);
        Security security = new Security(
                Security.Protocol.SASL_SSL, Security.Mechanism.SCRAM_SHA_512, null, foreign.certificate, null);
        String copy = "copy-of-" + topic;
        node.ask(Topics.CREATE, new Topics.CreateTopic(ADA, copy, 1, null, Map.of(), "dataset-" + topic));
        return node.catalog.put(
                "dataset-" + topic,
                new Source.Kafka(topic, foreign.sasl(), security, copy, 1),
                "ada",
                false,
                new Reading(new TreeMap<>(Map.of("Q", "quality", "SNCL", "sncl")), Map.of(), Map.of()));
    }

    private static void produce(String topic, String... values) throws Exception {
        foreign.produce(List.of(values).stream()
                .map(value -> new ProducerRecord<>(topic, 0, (byte[]) null, value.getBytes(UTF_8)))
                .toList());
    }

    private static String topic(Dataset dataset) {
        return ((Source.Kafka) dataset.source()).topic();
    }

    private static CreateStream ask(Dataset dataset, String from, String password) {
        Definition definition = new Definition(
                List.of(),
                true,
                List.of(dataset.name()),
                List.of(),
                "",
                "",
                from,
                List.of("Q > 2000000", "IF Q > 2000000 THEN alert = blue"));
        Map<String, Sealed> credentials = password == null
                ? Map.of()
                : Map.of(
                        CreateStream.USERNAME, node.vault.seal(new Secret(SecuredKafka.USER)),
                        CreateStream.PASSWORD, node.vault.seal(new Secret(password)));
        return new CreateStream(BOB, null, definition, credentials);
    }

    private static Stream find(Stream stream) {
        return node.ask(Streams.FIND, new FindStream(BOB, stream.name()));
    }

    private static List<String> values(Stream stream, int count) {
        return node.kafka.read(stream.topic(), count).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void a_secured_source_flows_into_the_stream_of_whoever_brings_the_credentials() throws Exception {
        Dataset dataset = quakes("{\"quality\":2000001,\"sncl\":\"P505\"}", "{\"quality\":1,\"sncl\":\"P506\"}");
        Stream stream = node.ask(Streams.CREATE, ask(dataset, "earliest", SecuredKafka.PASSWORD));
        assertThat(stream.name()).isEqualTo("data_stream_bob_1");
        assertThat(stream.hasCredentials()).isTrue();
        assertThat(stream.sources()).containsExactly(new Streams.StreamSource(dataset.topic(), dataset.name()));
        String first = "{\"Q\":2000001,\"SNCL\":\"P505\",\"alert\":\"blue\"}";
        assertThat(values(stream, 1)).containsExactly(first);

        node.ask(Streams.RUN, new RunStream(BOB, stream.name(), true));
        produce(topic(dataset), "{\"quality\":2000002,\"sncl\":\"P507\"}");
        node.undeploy(deployment);
        deployment = node.deploy();
        node.ask(Streams.RUN, new RunStream(BOB, stream.name(), false));

        assertThat(values(stream, 2)).containsExactly(first, "{\"Q\":2000002,\"SNCL\":\"P507\",\"alert\":\"blue\"}");
        assertThat(node.problem(Streams.FIND, new FindStream(EVE, stream.name())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.problem(Topics.AUTHORIZE, new Topics.AuthorizeTopic(EVE, stream.topic(), Topics.Access.READ)))
                .isInstanceOf(Problem.class);

        node.ask(Streams.DELETE, new DeleteStream(BOB, stream.name()));
        assertThat(node.kafka.admin().listTopics().names().get())
                .noneMatch(name -> name.startsWith("sluice-" + stream.id()) || name.equals(stream.topic()));
    }

    @Test
    void a_wrong_password_is_told_and_nothing_is_shown_of_it() throws Exception {
        Dataset dataset = quakes("{\"quality\":2000001}");
        Stream stream = node.ask(Streams.CREATE, ask(dataset, "earliest", "wrong"));

        eventually().untilAsserted(() -> {
            Stream now = find(stream);
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason()).contains("refuse this user name or password");
        });
        assertThat(find(stream).toString()).doesNotContain("wrong").doesNotContain("v2.");
        node.ask(Streams.DELETE, new DeleteStream(BOB, stream.name()));
    }

    @Test
    void credentials_are_asked_for_where_they_are_needed_and_refused_where_not() throws Exception {
        Dataset dataset = quakes();
        String open = node.kafka.newTopic("open", 1);
        CreateStream needless = new CreateStream(
                BOB,
                null,
                new Definition(List.of(), true, List.of(), List.of(open), "", "", "latest"),
                ask(dataset, "latest", "x").credentials());

        assertThat(violation(ask(dataset, "latest", null)))
                .isEqualTo(new Violation(
                        "/credentials",
                        "the dataset \"" + dataset.name() + "\" can be read only with a username and a password"));
        assertThat(violation(needless).pointer()).isEqualTo("/credentials");
        assertThat(violation(ask(dataset, "-15m", SecuredKafka.PASSWORD)))
                .isEqualTo(
                        new Violation("/source/from", "what is read with credentials begins at latest or at earliest"));
    }

    @Test
    void rules_over_a_mapping_know_its_columns() throws Exception {
        Dataset dataset = quakes();
        Definition definition = new Definition(
                List.of(),
                true,
                List.of(dataset.name()),
                List.of(),
                "",
                "",
                "latest",
                List.of("Q > 1", "SNCL = a AND quality > 1"));

        assertThat(violation(new CreateStream(BOB, null, definition)))
                .isEqualTo(new Violation(
                        "/source/filters/1", "there is no column 'quality'; the columns are Q, SNCL", 13));
    }

    private static Violation violation(CreateStream ask) {
        return ((Problem.Invalid) node.problem(Streams.CREATE, ask))
                .violations()
                .get(0);
    }
}
