package io.sluice.stream;

import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.EVE;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Done;
import io.sluice.contract.Problem;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Definition.Branch;
import io.sluice.contract.Streams.DeleteStream;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.ListStreams;
import io.sluice.contract.Streams.RunStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stats;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.UpdateStream;
import io.sluice.contract.Topics;
import io.sluice.contract.Topics.Access;
import io.sluice.contract.Topics.AuthorizeTopic;
import io.sluice.contract.Topics.DeleteTopic;
import io.sluice.contract.Topics.ListTopics;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamsIT {
    private static Node node;
    private static String deployment;

    @BeforeAll
    static void start() {
        node = new Node();
        deployment = node.deploy();
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void exactly_the_matching_records_arrive_with_key_headers_and_time() {
        String source = node.kafka.newTopic("readings", 2);
        Stream stream = create(null, topics(source, "measurement > 0.5", "", "latest"));
        RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("unit", new byte[] {1, 2})));
        String exact = "{\"measurement\": 0.90000000000000000001, \"id\":12345678901234567890}";
        node.kafka.produce(new ProducerRecord<>(source, 1, 1234L, bytes("k"), bytes(exact), headers));
        node.kafka.produce(source, "{\"measurement\":0.1}", "{\"measurement\":0.7}", "{\"other\":1}", "not json");

        var records = node.kafka.read(stream.topic(), 2);

        assertThat(records).extracting(r -> text(r.value())).containsExactlyInAnyOrder(exact, "{\"measurement\":0.7}");
        var kept = records.stream().filter(r -> r.key() != null).findFirst().orElseThrow();
        assertThat(text(kept.key())).isEqualTo("k");
        assertThat(kept.timestamp()).isEqualTo(1234);
        assertThat(kept.headers().lastHeader("unit").value()).containsExactly(1, 2);
        eventually().untilAsserted(() -> {
            Stream now = find(stream);
            assertThat(now.state()).isEqualTo(State.RUNNING);
            assertThat(now.stats())
                    .extracting(Stats::scanned, Stats::matched, Stats::failed, Stats::lag)
                    .containsExactly(5L, 2L, 1L, 0L);
        });
        delete(stream);
    }

    @Test
    void what_is_written_while_paused_comes_once_after_resuming() {
        String source = node.kafka.newTopic("paused", 1);
        Stream stream = create(null, topics(source, "", "", "latest"));
        node.kafka.produce(source, numbers(0, 20));
        node.kafka.read(stream.topic(), 20);

        Stream paused = node.ask(Streams.RUN, new RunStream(ADA, stream.name(), true));
        node.kafka.produce(source, numbers(20, 40));
        Stream still = find(stream);
        Stream resumed = node.ask(Streams.RUN, new RunStream(ADA, stream.name(), false));
        node.kafka.produce(source, numbers(40, 60));

        assertThat(paused.state()).isEqualTo(State.PAUSED);
        assertThat(still.stats().lag()).isEqualTo(20);
        assertThat(resumed.state()).isIn(State.STARTING, State.RUNNING);
        assertThat(values(stream, 60)).containsExactly(numbers(0, 60));
        delete(stream);
    }

    @Test
    void a_restart_in_the_middle_loses_and_repeats_nothing_and_paused_stays_paused() {
        String source = node.kafka.newTopic("restart", 1);
        Stream stream = create(null, topics(source, "", "", "latest"));
        Stream idle = create(null, topics(source, "", "", "latest"));
        node.ask(Streams.RUN, new RunStream(ADA, idle.name(), true));
        for (String number : numbers(0, 5_000)) {
            node.kafka.send(new ProducerRecord<>(source, 0, null, bytes(number)));
        }
        node.kafka.flush();

        node.undeploy(deployment);
        node.kafka.produce(source, numbers(5_000, 5_010));
        deployment = node.deploy();

        assertThat(values(stream, 5_010)).containsExactly(numbers(0, 5_010));
        eventually().untilAsserted(() -> assertThat(find(stream).stats().lag()).isZero());
        assertThat(values(stream, 5_010)).hasSize(5_010);
        assertThat(find(idle).state()).isEqualTo(State.PAUSED);
        delete(stream);
        delete(idle);
    }

    @Test
    void simultaneous_creates_get_the_lowest_free_names() {
        String source = node.kafka.newTopic("names", 1);
        node.kafka.createTopic("data_stream_bob_2", 1, java.util.Map.of());
        String other = node.deploy();
        List<Future<Stream>> creates = IntStream.range(0, 4)
                .mapToObj(i ->
                        Streams.CREATE.call(node.vertx, new CreateStream(BOB, null, topics(source, "", "", "latest"))))
                .toList();

        Node.await(Future.join(creates));

        assertThat(creates)
                .extracting(create -> create.result().name())
                .containsExactlyInAnyOrder(
                        "data_stream_bob_1", "data_stream_bob_3", "data_stream_bob_4", "data_stream_bob_5");
        creates.forEach(create ->
                node.ask(Streams.DELETE, new DeleteStream(BOB, create.result().name())));
        node.undeploy(other);
    }

    @Test
    void two_nodes_share_a_stream_and_one_goes_on_when_the_other_leaves() {
        String source = node.kafka.newTopic("shared", 2);
        String other = node.deploy();
        Stream stream = create(null, topics(source, "", "", "latest"));
        for (String number : numbers(0, 50)) {
            node.kafka.produce(source, Integer.parseInt(number) % 2, null, number);
        }
        node.kafka.read(stream.topic(), 50);

        node.undeploy(other);
        for (String number : numbers(50, 100)) {
            node.kafka.produce(source, Integer.parseInt(number) % 2, null, number);
        }

        assertThat(values(stream, 100)).containsExactlyInAnyOrder(numbers(0, 100));
        delete(stream);
    }

    @Test
    void deleting_leaves_nothing_and_deleting_again_is_clean() throws Exception {
        String source = node.kafka.newTopic("delete", 1);
        Stream stream = create("delete-" + UUID.randomUUID(), topics(source, "", "", "earliest"));
        node.kafka.produce(source, "1");
        node.kafka.read(stream.topic(), 1);

        Future<Done> one = Streams.DELETE.call(node.vertx, new DeleteStream(ADA, stream.name()));
        Future<Done> two = Streams.DELETE.call(node.vertx, new DeleteStream(ADA, stream.name()));
        Node.await(Future.all(one, two));

        String application = "sluice-" + stream.id();
        assertThat(List.of(one.result().changed(), two.result().changed())).contains(true);
        assertThat(node.kafka.admin().listTopics().names().get())
                .noneMatch(name -> name.equals(stream.topic()) || name.startsWith(application));
        assertThat(node.kafka.admin().listGroups().all().get())
                .noneMatch(group -> group.groupId().equals(application));
        assertThat(Files.exists(node.stateDir.resolve(stream.id().toString()))).isFalse();
        assertThat(node.problem(Streams.FIND, new FindStream(ADA, stream.name())))
                .isInstanceOf(Problem.NotFound.class);
        assertThat(node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name())))
                .isEqualTo(new Done(false));
    }

    @Test
    void a_stream_whose_source_is_deleted_fails_with_the_reason_and_can_be_deleted() {
        String source = node.kafka.newTopic("gone", 1);
        Stream stream = create(null, topics(source, "", "", "latest"));
        node.kafka.produce(source, "1");
        node.kafka.read(stream.topic(), 1);

        node.ask(Topics.DELETE, new DeleteTopic(ADA, source));

        eventually().untilAsserted(() -> {
            Stream now = find(stream);
            assertThat(now.state()).isEqualTo(State.FAILED);
            assertThat(now.reason()).isEqualTo("The source topic \"" + source + "\" is gone.");
        });
        assertThat(delete(stream)).isEqualTo(new Done(true));
    }

    @Test
    void a_stream_starts_where_it_is_told() {
        String source = node.kafka.newTopic("from", 1);
        node.kafka.produce(source, numbers(0, 10));

        assertThat(startedFrom(source, "earliest", 11)).containsExactly(numbers(0, 11));
        assertThat(startedFrom(source, "last:3", 4)).containsExactly("8", "9", "10", "11");
        assertThat(startedFrom(source, "offsets:0=9", 4)).containsExactly("9", "10", "11", "12");
        assertThat(startedFrom(source, "latest", 1)).containsExactly("13");
        assertThat(startedFrom(source, "1970-01-01T00:00:00Z", 15)).containsExactly(numbers(0, 15));
    }

    @Test
    void dear_rides_go_one_way_and_the_others_the_other_way() {
        String source = node.kafka.newTopic("fares", 2);
        Stream stream = create(
                null,
                topics(source, "", "", "latest")
                        .withBranches(List.of(
                                new Branch("high_amount", "total_amount >= 40.0", ""),
                                new Branch("low_amount", "true", ""))));
        node.kafka.produce(source, "{\"total_amount\":39.99}", "{\"total_amount\":40}", "{\"total_amount\":52.5}");

        assertThat(values(stream.topic() + "-high_amount", 2))
                .containsExactlyInAnyOrder("{\"total_amount\":40}", "{\"total_amount\":52.5}");
        assertThat(values(stream.topic() + "-low_amount", 1)).containsExactly("{\"total_amount\":39.99}");
        assertThat(node.ask(Topics.FIND, new Topics.FindTopic(ADA, stream.topic()))
                        .topic()
                        .records())
                .isZero();
    }

    @Test
    void a_time_is_the_first_record_of_that_time_or_later() {
        String source = node.kafka.newTopic("times", 1);
        Instant begin = Instant.now().minusSeconds(60);
        for (long second : new long[] {1, 2, 4, 5}) {
            node.kafka.produce(new ProducerRecord<>(
                    source,
                    0,
                    begin.plusSeconds(second).toEpochMilli(),
                    null,
                    bytes(Long.toString(second)),
                    new RecordHeaders()));
        }

        assertThat(values(
                        create(null, topics(source, "", "", begin.plusSeconds(3).toString())), 2))
                .containsExactly("4", "5");
        assertThat(values(
                        create(null, topics(source, "", "", begin.plusSeconds(2).toString())), 3))
                .containsExactly("2", "4", "5");
    }

    /** Creates, writes one more number, reads what the stream has, deletes. */
    private List<String> startedFrom(String source, String from, int count) {
        long end =
                node.ask(Topics.FIND, new Topics.FindTopic(ADA, source)).topic().records();
        Stream stream = create(null, topics(source, "", "", from));
        node.kafka.produce(source, Long.toString(end));
        List<String> values = values(stream, count);
        delete(stream);
        return values;
    }

    @Test
    void a_projection_keeps_every_digit() {
        String source = node.kafka.newTopic("digits", 1);
        Stream stream = create(null, topics(source, "id > 0", "id, reading.value as v", "latest"));
        node.kafka.produce(
                source, "{\"x\":1,\"id\":9223372036854775807,\"reading\":{\"value\":1.10000000000000000000001}}");

        assertThat(values(stream, 1)).containsExactly("{\"id\":9223372036854775807,\"v\":1.10000000000000000000001}");
        delete(stream);
    }

    @Test
    void what_a_source_keeps_for_ever_its_stream_keeps_too() {
        String kept = node.kafka.newTopic("kept", 1);
        String passing = "passing-" + UUID.randomUUID().toString().substring(0, 8);
        node.kafka.createTopic(passing, 1, Map.of("retention.ms", "3600000"));
        Stream forEver = create(null, topics(kept, "", "", "latest"));
        Stream usual = create(null, topics(passing, "", "", "latest"));

        assertThat(configs(forEver)).containsEntry("retention.ms", "-1").containsEntry("retention.bytes", "-1");
        assertThat(configs(usual)).doesNotContainEntry("retention.ms", "-1");
        delete(forEver);
        delete(usual);
    }

    private Map<String, String> configs(Stream stream) {
        return node.ask(Topics.FIND, new Topics.FindTopic(ADA, stream.topic())).configs();
    }

    @Test
    void sources_are_found_by_keywords_and_by_dataset() {
        String source = node.kafka.newTopic("ocean", 1);
        String word = "salinity" + UUID.randomUUID().toString().substring(0, 8);
        node.catalog.put(word, Source.Kafka.of(source));

        Stream byWord = create(null, keywords(word));
        Stream byName = create(null, new Definition(List.of(), true, List.of(word), List.of(), "", "", "latest"));
        Problem none = node.problem(Streams.CREATE, new CreateStream(ADA, null, keywords("nosuchword")));

        assertThat(byWord.sources()).containsExactly(new Streams.StreamSource(source, word));
        assertThat(byName.sources()).isEqualTo(byWord.sources());
        assertThat(none).isEqualTo(new Problem.NotFound("No data streams found matching the criteria."));
        delete(byWord);
        delete(byName);
    }

    @Test
    void rules_are_applied_and_a_window_goes_on_after_a_pause_and_a_restart() throws Exception {
        String source = node.kafka.newTopic("ruled", 1);
        List<String> filters = List.of(
                "{\"type\":\"mapping\",\"column\":\"tmp\",\"action\":\"drop\"}",
                "window_filter(3, sum, v > 10)",
                "IF v > 5 THEN alert = High ELSE alert = 0");
        Stream stream = create(null, ruled(source, filters));
        node.kafka.produce(source, "{\"v\":1,\"tmp\":1}", "{\"v\":9.50}", "no", "{\"v\":2}");
        assertThat(values(stream, 1)).containsExactly("{\"v\":2,\"alert\":0}");

        node.ask(Streams.RUN, new RunStream(ADA, stream.name(), true));
        node.kafka.produce(source, "{\"v\":0}");
        node.ask(Streams.RUN, new RunStream(ADA, stream.name(), false));
        assertThat(values(stream, 2)).last().isEqualTo("{\"v\":0,\"alert\":0}");

        node.undeploy(deployment);
        deployment = node.deploy();
        node.kafka.produce(source, "{\"v\":9}");

        assertThat(values(stream, 3)).last().isEqualTo("{\"v\":9,\"alert\":\"High\"}");
        assertThat(find(stream).source().filters()).isEqualTo(filters);
        delete(stream);
        assertThat(node.kafka.admin().listTopics().names().get())
                .noneMatch(name -> name.startsWith("sluice-" + stream.id()));
    }

    @Test
    void a_stream_from_before_there_were_rules_is_still_read() {
        String source = node.kafka.newTopic("older", 1);
        Stream stream = create(null, topics(source, "", "", "latest"));
        node.sql("update stream set definition = definition - 'filters' where id = '" + stream.id() + "'");

        assertThat(find(stream).source().filters()).isEmpty();
        delete(stream);
    }

    @Test
    void what_cannot_be_is_refused_with_its_place() {
        String source = node.kafka.newTopic("refused", 1);
        String taken = node.kafka.newTopic("taken", 1);

        Problem.Invalid where = invalid(new CreateStream(ADA, null, topics(source, "a > ", "", "latest")));
        Problem.Invalid select = invalid(new CreateStream(ADA, null, topics(source, "", "a,,b", "latest")));
        Problem.Invalid filters = invalid(new CreateStream(ADA, null, ruled(source, List.of("x > 1", "x IN 3"))));
        Problem.Invalid from = invalid(new CreateStream(ADA, null, topics(source, "", "", "noon")));
        Problem.Invalid topic = invalid(new CreateStream(ADA, null, topics("no-such-topic", "", "", "latest")));

        assertThat(where.violations().get(0).pointer()).isEqualTo("/source/where");
        assertThat(where.violations().get(0).position()).isNotNull();
        assertThat(select.violations().get(0).pointer()).isEqualTo("/source/select");
        assertThat(filters.violations().get(0).pointer()).isEqualTo("/source/filters/1");
        assertThat(filters.violations().get(0).position()).isEqualTo(5);
        assertThat(from.violations().get(0).pointer()).isEqualTo("/source/from");
        assertThat(topic.violations().get(0).pointer()).isEqualTo("/source/topics/0");
        assertThat(node.problem(Streams.CREATE, new CreateStream(ADA, taken, topics(source, "", "", "latest"))))
                .isInstanceOf(Problem.Conflict.class);
        assertThat(node.problem(Streams.CREATE, new CreateStream(EVE, null, topics(source, "", "", "latest"))))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.kafka.read(taken, 0)).isEmpty();
    }

    @Test
    void a_stream_is_listed_described_and_changed_by_its_owner_only() {
        String source = node.kafka.newTopic("list", 1);
        Stream stream = create("list-" + UUID.randomUUID(), topics(source, "", "", "latest"));

        Stream described = node.ask(Streams.UPDATE, new UpdateStream(ADA, stream.name(), "Title", null));
        var page = node.ask(Streams.LIST, new ListStreams(EVE, "ada", 1, null));

        assertThat(described.title()).isEqualTo("Title");
        assertThat(page.items()).extracting(Stream::name).containsExactly(stream.name());
        assertThat(node.problem(Streams.RUN, new RunStream(BOB, stream.name(), true)))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Streams.DELETE, new DeleteStream(BOB, stream.name())))
                .isInstanceOf(Problem.Forbidden.class);
        assertThat(node.problem(Topics.DELETE, new DeleteTopic(ADA, stream.topic())))
                .isInstanceOf(Problem.Conflict.class);
        delete(stream);
    }

    @Test
    void a_stream_of_a_private_dataset_exists_only_for_its_owner_and_administrators() {
        String source = node.kafka.newTopic("secret", 1);
        node.catalog.put("secret-readings", Source.Kafka.of(source), "ada", true);
        Stream stream = create(null, keywords("secret-readings"));
        Stream second = create(null, topics(stream.topic(), "", "", "latest"));

        for (Stream hidden : List.of(stream, second)) {
            String ref = hidden.id().toString();
            assertThat(node.ask(Streams.FIND, new FindStream(ADA, ref)).name()).isEqualTo(hidden.name());
            assertThat(node.ask(Streams.FIND, new FindStream(Node.ROOT, ref)).name())
                    .isEqualTo(hidden.name());
            assertThat(node.problem(Streams.FIND, new FindStream(BOB, ref))).isInstanceOf(Problem.NotFound.class);
            assertThat(node.problem(Streams.RUN, new RunStream(BOB, ref, true))).isInstanceOf(Problem.NotFound.class);
            assertThat(node.ask(Streams.DELETE, new DeleteStream(BOB, ref)).changed())
                    .isFalse();
            assertThat(node.problem(Topics.AUTHORIZE, new AuthorizeTopic(BOB, hidden.topic(), Access.READ)))
                    .isInstanceOf(Problem.NotFound.class);
            assertThat(node.ask(Streams.LIST, new ListStreams(BOB, null, 200, null))
                            .items())
                    .extracting(Stream::id)
                    .doesNotContain(hidden.id());
            assertThat(node.ask(Topics.LIST, new ListTopics(BOB, null, null, 500, null))
                            .items())
                    .extracting(Topics.Topic::name)
                    .doesNotContain(hidden.topic());
        }
        delete(second);
        delete(stream);
    }

    private static Stream create(String name, Definition definition) {
        return node.ask(Streams.CREATE, new CreateStream(ADA, name, definition));
    }

    private static Stream find(Stream stream) {
        return node.ask(Streams.FIND, new FindStream(EVE, stream.id().toString()));
    }

    private static Done delete(Stream stream) {
        return node.ask(Streams.DELETE, new DeleteStream(ADA, stream.name()));
    }

    private static Problem.Invalid invalid(CreateStream ask) {
        return (Problem.Invalid) node.problem(Streams.CREATE, ask);
    }

    private static Definition topics(String topic, String where, String select, String from) {
        return new Definition(List.of(), true, List.of(), List.of(topic), where, select, from);
    }

    private static Definition ruled(String topic, List<String> filters) {
        return new Definition(List.of(), true, List.of(), List.of(topic), "", "", "latest", filters);
    }

    private static Definition keywords(String word) {
        return new Definition(List.of(word), true, List.of(), List.of(), "", "", "latest");
    }

    private static List<String> values(Stream stream, int count) {
        return values(stream.topic(), count);
    }

    private static List<String> values(String topic, int count) {
        return node.kafka.read(topic, count).stream()
                .map(record -> text(record.value()))
                .toList();
    }

    private static String[] numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toArray(String[]::new);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
