package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Problem;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.Change;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Definition.Branch;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.UpdateStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New versions of streams, beside the old ones on a real broker. */
class UpgradesIT {
    private static final int PARTITIONS = 3;
    /** Nobody listens there. */
    private static final String BROKEN =
            "select r.v from topic('%s') r join table csv('http://127.0.0.1:1/none.csv') c on r.v = c.v";

    private final Node node = new Node();

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void another_filter_loses_and_repeats_nothing_across_the_switch() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("upgraded", PARTITIONS);
        Stream old = create(filter(source, "n >= 0"));
        Stream other = create(filter(source, "n % 7 = 0"));
        Flow flow = new Flow(node, source, PARTITIONS);
        node.kafka.read(old.topic(), 1_000);

        change(old, filter(source, "n > -1"));

        Stream now = untilVersion(old, 2);
        assertThat(now.id()).isEqualTo(old.id());
        assertThat(now.name()).isEqualTo(old.name());
        assertThat(now.topic()).isEqualTo(old.name() + "-v2");
        assertThat(now.source().where()).isEqualTo("n > -1");
        flow.more(1_000);
        int count = flow.end();
        eventually().untilAsserted(() -> {
            assertThat(numbers(old.topic(), now.topic())).containsExactlyElementsOf(upTo(count, 1));
            assertThat(numbers(other.topic())).containsExactlyElementsOf(upTo(count, 7));
        });
        assertThat(numbers(old.topic())).isNotEmpty();
        assertThat(numbers(now.topic())).isNotEmpty();
    }

    @Test
    void versions_follow_versions_while_the_node_restarts_and_nothing_is_lost_or_repeated() throws Exception {
        String deployment = node.deploy();
        String source = node.kafka.newTopic("restarted", PARTITIONS);
        Stream stream = create(filter(source, ""));
        Flow flow = new Flow(node, source, PARTITIONS);
        List<String> topics = new ArrayList<>(List.of(stream.topic()));
        for (int version = 2; version <= 4; version++) {
            node.kafka.read(topics.get(topics.size() - 1), 1_000);
            change(stream, filter(source, "n >= -" + version));
            node.undeploy(deployment);
            deployment = node.deploy();
            topics.add(untilVersion(stream, version).topic());
        }
        flow.more(1_000);
        int count = flow.end();

        eventually().untilAsserted(() -> assertThat(numbers(topics.toArray(String[]::new)))
                .containsExactlyElementsOf(upTo(count, 1)));
    }

    @Test
    void two_nodes_switch_once_though_one_leaves_in_the_middle() throws Exception {
        String leaving = node.deploy();
        node.deploy();
        String source = node.kafka.newTopic("two-nodes", PARTITIONS);
        Stream old = create(filter(source, ""));
        Flow flow = new Flow(node, source, PARTITIONS);
        node.kafka.read(old.topic(), 1_000);

        change(old, filter(source, "n >= 0"));
        node.undeploy(leaving);

        Stream now = untilVersion(old, 2);
        flow.more(1_000);
        int count = flow.end();
        eventually().untilAsserted(() -> assertThat(numbers(old.topic(), now.topic()))
                .containsExactlyElementsOf(upTo(count, 1)));
    }

    @Test
    void a_stream_that_began_at_the_beginning_is_whole_in_its_next_version() {
        node.deploy();
        String source = node.kafka.newTopic("whole", 1);
        node.kafka.produce(source, "{\"n\":0}", "{\"n\":1}", "{\"n\":2}");
        Stream old = create(filter(source, "n > 0", "earliest"));
        assertThat(node.kafka.read(old.topic(), 2))
                .extracting(UpgradesIT::text)
                .containsExactly("{\"n\":1}", "{\"n\":2}");

        change(old, filter(source, "n < 2", "earliest"));

        Stream now = untilVersion(old, 2);
        assertThat(node.kafka.read(now.topic(), 2))
                .extracting(UpgradesIT::text)
                .containsExactly("{\"n\":0}", "{\"n\":1}");
    }

    @Test
    void branches_of_a_version_are_its_own() {
        node.deploy();
        String source = node.kafka.newTopic("branched", 1);
        Stream old = create(filter(source, "").withBranches(List.of(new Branch("high", "n >= 40", ""))));
        node.kafka.produce(source, "{\"n\":40}", "{\"n\":39}");
        assertThat(node.kafka.read(old.topic() + "-high", 1)).hasSize(1);

        change(old, filter(source, "").withBranches(List.of(new Branch("high", "n >= 50", ""))));

        Stream now = untilVersion(old, 2);
        node.kafka.produce(source, "{\"n\":49}", "{\"n\":50}");
        assertThat(node.kafka.read(now.topic(), 1)).extracting(UpgradesIT::text).containsExactly("{\"n\":49}");
        assertThat(node.kafka.read(now.topic() + "-high", 1))
                .extracting(UpgradesIT::text)
                .containsExactly("{\"n\":50}");
    }

    @Test
    void another_window_has_all_that_the_stream_has_seen() {
        node.deploy();
        String source = node.kafka.newTopic("windowed", PARTITIONS);
        Stream old = create(Definition.query(counts(source, "1 minute"), "latest"));
        for (int i = 0; i < 60; i++) {
            node.kafka.produce(
                    source, i % PARTITIONS, null, "{\"v\":1,\"t\":\"2021-05-01 00:%02d:00\"}".formatted(i % 6));
        }
        node.kafka.read(old.topic(), 6);

        change(old, Definition.query(counts(source, "2 minutes"), "latest"));

        Stream now = untilVersion(old, 2);
        eventually().untilAsserted(() -> assertThat(latest(now.topic()).values())
                .hasSize(3)
                .allMatch(value -> value.endsWith("\"v\":1,\"n\":20}")));
    }

    @Test
    void a_version_that_fails_says_so_and_the_old_one_goes_on() {
        node.deploy();
        String source = node.kafka.newTopic("failing", 1);
        Stream old = create(filter(source, ""));

        change(old, Definition.query(BROKEN.formatted(source), "latest"));

        eventually().untilAsserted(() -> {
            assertThat(find(old).upgrade()).isNotNull();
            assertThat(find(old).upgrade().state()).isEqualTo(State.FAILED);
            assertThat(find(old).upgrade().reason()).isNotBlank();
        });
        node.kafka.produce(source, "{\"v\":1}");
        assertThat(node.kafka.read(old.topic(), 1)).hasSize(1);
        assertThat(find(old).version()).isEqualTo(1);
        assertThat(find(old).state()).isEqualTo(State.RUNNING);
    }

    @Test
    void another_change_takes_the_place_of_one_that_is_not_done() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("replaced", 1);
        Stream old = create(filter(source, ""));
        change(old, Definition.query(BROKEN.formatted(source), "latest"));
        assertThat(find(old).upgrade().version()).isEqualTo(2);

        change(old, filter(source, "v = 1"));

        Stream now = untilVersion(old, 3);
        assertThat(now.upgrade()).isNull();
        eventually().until(() -> !topics().contains(old.name() + "-v2"));
        node.kafka.produce(source, "{\"v\":1}");
        assertThat(node.kafka.read(now.topic(), 1)).hasSize(1);
    }

    @Test
    void what_is_pending_can_be_called_off() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("called-off", 1);
        Stream old = create(filter(source, ""));
        change(old, Definition.query(BROKEN.formatted(source), "latest"));

        node.ask(Streams.UPDATE, new UpdateStream(ADA, old.name(), null, null, new Change(null, Map.of(), 0)));

        assertThat(find(old).upgrade()).isNull();
        assertThat(find(old).version()).isEqualTo(1);
        eventually().until(() -> !topics().contains(old.name() + "-v2"));
    }

    @Test
    void a_stream_that_is_deleted_takes_what_is_pending_with_it() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("deleted", 1);
        Stream old = create(filter(source, ""));
        eventually().until(() -> find(old).state() == State.RUNNING);
        change(old, Definition.query(BROKEN.formatted(source), "latest"));

        node.ask(Streams.DELETE, new DeleteStream(ADA, old.name()));

        eventually().until(() -> topics().stream().noneMatch(topic -> topic.startsWith(old.name())));
    }

    @Test
    void a_stream_that_is_paused_stays_so_and_its_next_version_begins_where_it_was() {
        node.deploy();
        String source = node.kafka.newTopic("paused", 1);
        Stream old = create(filter(source, ""));
        node.kafka.produce(source, "{\"n\":0}");
        node.kafka.read(old.topic(), 1);
        node.ask(Streams.RUN, new RunStream(ADA, old.name(), true));
        node.kafka.produce(source, "{\"n\":1}", "{\"n\":2}");

        change(old, filter(source, "n > 1"));

        Stream now = untilVersion(old, 2);
        assertThat(now.state()).isEqualTo(State.PAUSED);
        node.ask(Streams.RUN, new RunStream(ADA, old.name(), false));
        assertThat(node.kafka.read(now.topic(), 1)).extracting(UpgradesIT::text).containsExactly("{\"n\":2}");
    }

    @Test
    void a_change_of_a_version_that_is_past_is_a_conflict() {
        node.deploy();
        String source = node.kafka.newTopic("conflict", 1);
        Stream old = create(filter(source, ""));
        Change change = new Change(filter(source, "n = 1"), Map.of(), 7);

        assertThat(node.problem(Streams.UPDATE, new UpdateStream(ADA, old.name(), null, null, change)))
                .isInstanceOf(Problem.Conflict.class);
    }

    private static String counts(String source, String size) {
        return ("select v, count(*) as n from topic('%s') window tumbling (size %s, grace period 1 hour)"
                        + " timestamp by t group by v")
                .formatted(source, size);
    }

    private static Definition filter(String source, String where) {
        return filter(source, where, "latest");
    }

    private static Definition filter(String source, String where, String from) {
        return new Definition(List.of(), true, List.of(), List.of(source), where, "", from);
    }

    private Stream create(Definition definition) {
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }

    private Stream change(Stream stream, Definition definition) {
        Change change = new Change(definition, Map.of(), find(stream).version());
        return node.ask(Streams.UPDATE, new UpdateStream(ADA, stream.name(), null, null, change));
    }

    private Stream find(Stream stream) {
        return node.ask(Streams.FIND, new FindStream(ADA, stream.id().toString()));
    }

    private Stream untilVersion(Stream stream, int version) {
        eventually().until(() -> find(stream).version() == version);
        return find(stream);
    }

    private static List<Long> upTo(int count, int divisor) {
        return IntStream.range(0, count)
                .filter(n -> n % divisor == 0)
                .mapToObj(Long::valueOf)
                .toList();
    }

    private List<Long> numbers(String... topics) {
        List<Long> numbers = new ArrayList<>();
        for (String topic : topics) {
            node.kafka
                    .readAll(topic)
                    .forEach(record -> numbers.add(Long.parseLong(text(record).replaceAll("\\D", ""))));
        }
        return numbers.stream().sorted().toList();
    }

    /** The latest value of each key. */
    private Map<String, String> latest(String topic) {
        Map<String, String> latest = new HashMap<>();
        node.kafka.readAll(topic).forEach(record -> latest.put(new String(record.key(), UTF_8), text(record)));
        return latest;
    }

    private List<String> topics() throws Exception {
        return List.copyOf(node.kafka.admin().listTopics().names().get());
    }

    private static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }
}
