package io.sluice.stream;

import static io.sluice.stream.Landed.column;
import static io.sluice.stream.Node.ADA;
import static io.sluice.stream.Node.BOB;
import static io.sluice.stream.Node.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Alerts.Alert;
import io.sluice.contract.Landings;
import io.sluice.contract.Landings.Correction;
import io.sluice.contract.Landings.CreateLanding;
import io.sluice.contract.Landings.DeadLetter;
import io.sluice.contract.Landings.Fate;
import io.sluice.contract.Landings.FindLanding;
import io.sluice.contract.Landings.Landing;
import io.sluice.contract.Landings.Origin;
import io.sluice.contract.Landings.Settlement;
import io.sluice.contract.Source;
import io.sluice.contract.Streams;
import io.sluice.contract.Streams.Change;
import io.sluice.contract.Streams.CreateStream;
import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.FindStream;
import io.sluice.contract.Streams.State;
import io.sluice.contract.Streams.Stream;
import io.sluice.contract.Streams.UpdateStream;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Landings and alert rules that were made from a stream, through its versions. */
class FollowersIT {
    private static final int PARTITIONS = 3;

    private final Node node = new Node();
    private final Landed landed = new Landed(node);
    private final Rules rules = new Rules(node);

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void a_landing_has_each_record_of_a_filter_once_through_its_versions() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("followed", PARTITIONS);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        Flow flow = new Flow(node, source, PARTITIONS);
        flow.more(1_000);

        change(stream, filter(source, "n >= 0"));
        untilVersion(stream, 2);
        flow.more(1_000);
        int count = flow.end();

        eventually().untilAsserted(() -> assertThat(numbers(landing)).containsExactlyElementsOf(upTo(count)));
        assertThat(landed.sql("select distinct _topic from landed."
                        + landing.definition().table() + " order by 1"))
                .containsExactly(stream.topic(), stream.name() + "-v2");
        assertThat(landed.find(landing).topic()).isEqualTo(stream.name() + "-v2");
        assertThat(landed.find(landing).source().stream()).isEqualTo(stream.name());
        eventually().untilAsserted(() -> {
            assertThat(landed.find(landing).stats().landed()).isEqualTo(count);
            assertThat(landed.find(landing).stats().lag()).isZero();
        });
        assertThat(landed.rows(landing, Map.of("n", "0")).items()).hasSize(1);
        assertThat(landed.rows(landing, Map.of("n", "" + (count - 1))).items()).hasSize(1);
    }

    @Test
    void nodes_that_restart_in_the_middle_of_the_passage_neither_lose_nor_repeat() throws Exception {
        String leaving = node.deploy();
        String staying = node.deploy();
        String source = node.kafka.newTopic("restarted", PARTITIONS);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        Flow flow = new Flow(node, source, PARTITIONS);
        flow.more(1_000);
        for (int version = 2; version <= 3; version++) {
            change(stream, filter(source, "n >= -" + version));
            node.undeploy(leaving);
            leaving = staying;
            staying = node.deploy();
            untilVersion(stream, version);
        }
        flow.more(500);
        int count = flow.end();

        eventually().untilAsserted(() -> assertThat(numbers(landing)).containsExactlyElementsOf(upTo(count)));
    }

    @Test
    void a_paused_landing_comes_through_all_the_versions_when_it_goes_on() {
        node.deploy();
        String source = node.kafka.newTopic("behind", 1);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        landed.run(landing, true);
        node.kafka.produce(source, "{\"n\":0}");
        node.kafka.read(stream.topic(), 1);
        for (int version = 2; version <= 3; version++) {
            change(stream, filter(source, "n >= -" + version));
            Stream now = untilVersion(stream, version);
            node.kafka.produce(source, "{\"n\":" + (version - 1) + "}");
            node.kafka.read(now.topic(), 1);
        }
        assertThat(numbers(landing)).isEmpty();

        landed.run(landing, false);

        eventually().untilAsserted(() -> assertThat(numbers(landing)).containsExactlyElementsOf(upTo(3)));
    }

    @Test
    void a_passage_that_was_half_done_is_finished() {
        String deployment = node.deploy();
        String source = node.kafka.newTopic("half", 1);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        node.kafka.produce(source, "{\"n\":0}");
        eventually().untilAsserted(() -> assertThat(numbers(landing)).hasSize(1));
        landed.run(landing, true);
        change(stream, filter(source, "n >= 0"));
        Stream now = untilVersion(stream, 2);
        node.undeploy(deployment);
        landed.sql("update landed.sluice_landing_position set topic = '" + now.topic() + "', next_offset = 0");
        node.deploy();

        landed.run(landing, false);

        node.kafka.produce(source, "{\"n\":1}");
        eventually().untilAsserted(() -> assertThat(numbers(landing)).containsExactlyElementsOf(upTo(2)));
        assertThat(landed.find(landing).topic()).isEqualTo(now.topic());
    }

    @Test
    void a_stream_that_becomes_private_is_not_landed_any_more_for_others() {
        node.deploy();
        node.catalog.user(BOB);
        String open = node.kafka.newTopic("open", 1);
        Stream stream = stream(filter(open, ""));
        Landing landing = node.ask(
                Landings.CREATE,
                new CreateLanding(
                        BOB,
                        null,
                        new Origin(null, stream.id().toString()),
                        Landed.into(Landed.table(), column("n", "integer")),
                        null));
        node.kafka.produce(open, "{\"n\":0}");
        eventually().untilAsserted(() -> assertThat(numbers(landing)).hasSize(1));
        String closed = node.kafka.newTopic("closed", 1);
        node.catalog.put(closed, Source.Kafka.of(closed), "ada", true);

        change(stream, new Definition(List.of(), true, List.of(closed), List.of(), "", "", "latest"));
        Stream now = untilVersion(stream, 2);
        node.kafka.produce(closed, "{\"n\":1}");
        node.kafka.read(now.topic(), 1);

        eventually().untilAsserted(() -> {
            Landing shown = node.ask(Landings.FIND, new FindLanding(BOB, landing.name()));
            assertThat(shown.state()).isEqualTo(State.FAILED);
            assertThat(shown.reason()).startsWith("The stream has become private");
        });
        assertThat(numbers(landing)).containsExactlyElementsOf(upTo(1));
    }

    @Test
    void rows_of_a_windowed_stream_become_those_of_its_next_version() {
        node.deploy();
        String source = node.kafka.newTopic("windowed", 1);
        Stream stream = stream(Definition.query(counts(source, "n"), "latest"));
        Landing landing = land(
                stream,
                Landed.upsert(Landed.table(), List.of("v"), column("v", "integer"), column("total", "integer")));
        for (int i = 0; i < 6; i++) {
            node.kafka.produce(source, "{\"v\":" + i % 2 + ",\"n\":1,\"t\":\"2021-05-01 00:00:00\"}");
        }
        eventually().untilAsserted(() -> assertThat(totals(landing)).containsExactly("0|3", "1|3"));

        change(stream, Definition.query(counts(source, "n * 10"), "latest"));

        untilVersion(stream, 2);
        eventually().untilAsserted(() -> assertThat(totals(landing)).containsExactly("0|30", "1|30"));
        assertThat(landed.count(landing)).isEqualTo(2);
    }

    @Test
    void dead_letters_of_two_versions_at_the_same_place_are_two() {
        node.deploy();
        String source = node.kafka.newTopic("dead", 1);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        node.kafka.produce(source, "{\"n\":\"first\"}");
        eventually().untilAsserted(() -> assertThat(landed.deadLetters(landing)).hasSize(1));
        asBeforeThereWereVersions(landing);
        change(stream, filter(source, "n <> 0"));
        Stream now = untilVersion(stream, 2);
        node.kafka.produce(source, "{\"n\":\"second\"}");
        eventually().untilAsserted(() -> assertThat(landed.deadLetters(landing)).hasSize(2));

        assertThat(landed.deadLetters(landing)).extracting(DeadLetter::id).containsExactly("0-0", "1-0-0");
        assertThat(landed.deadLetters(landing))
                .extracting(DeadLetter::topic)
                .containsExactly(stream.topic(), now.topic());
        List<Correction> corrected = List.of(new Correction("1-0-0", "{\"n\":1}"), new Correction("0-0", "{\"n\":0}"));
        assertThat(landed.settle(landing, Fate.RESENT, corrected)).allMatch(Settlement::ok);
        assertThat(numbers(landing)).containsExactly(0L, 1L);
        assertThat(landed.deadLetters(landing)).isEmpty();
    }

    @Test
    void topics_that_are_gone_are_passed_over() throws Exception {
        node.deploy();
        String source = node.kafka.newTopic("gone", 1);
        Stream stream = stream(filter(source, ""));
        Landing landing = land(stream, Landed.into(Landed.table(), column("n", "integer")));
        landed.run(landing, true);
        for (int version = 2; version <= 3; version++) {
            change(stream, filter(source, "n >= -" + version));
            untilVersion(stream, version);
        }
        node.kafka.produce(source, "{\"n\":0}");
        node.kafka.read(find(stream).topic(), 1);
        node.kafka
                .admin()
                .deleteTopics(List.of(stream.topic(), stream.name() + "-v2"))
                .all()
                .get();

        landed.run(landing, false);

        eventually().untilAsserted(() -> assertThat(numbers(landing)).containsExactlyElementsOf(upTo(1)));
    }

    @Test
    void a_rule_tells_what_only_the_next_version_of_a_filter_has_and_nothing_again() {
        node.deploy();
        String source = node.kafka.newTopic("watched", 1);
        Stream stream = stream(filter(source, "s <> 'c'"));
        Alert rule = rules.make(Rules.ofStream(stream.name(), "bad", List.of("s")));
        rules.bad(source, "a");
        eventually().untilAsserted(() -> assertThat(rules.notices(rule)).containsExactly("firing a"));

        change(stream, filter(source, "s <> 'd'"));
        Stream now = untilVersion(stream, 2);
        for (String station : List.of("a", "b", "c", "d")) {
            rules.bad(source, station);
        }

        eventually().untilAsserted(() -> assertThat(rules.notices(rule))
                .containsExactly("firing a", "firing b", "firing c"));
        assertThat(rules.find(rule).source()).isEqualTo(now.topic());
        assertThat(rules.find(rule).definition().stream()).isEqualTo(stream.name());
        assertThat(rules.find(rule).stats().evaluated()).isEqualTo(4);
    }

    @Test
    void a_rule_of_windows_does_not_tell_again_what_the_next_version_computes_anew() {
        node.deploy();
        String source = node.kafka.newTopic("rewritten", 1);
        Stream stream = stream(Definition.query(counts(source, "n"), "latest"));
        Alert rule = rules.make(Rules.ofStream(stream.name(), "total >= 3", List.of()));
        ones(source, "00:00", 3);
        ones(source, "05:00", 1);
        eventually().untilAsserted(() -> assertThat(kinds(rule)).containsExactly("firing", "resolved"));

        change(stream, Definition.query(counts(source, "n * 1"), "latest"));
        Stream now = untilVersion(stream, 2);
        ones(source, "05:00", 2);

        eventually().untilAsserted(() -> assertThat(kinds(rule)).containsExactly("firing", "resolved", "firing"));
        assertThat(rules.find(rule).source()).isEqualTo(now.topic());
    }

    private void ones(String source, String at, int count) {
        for (int i = 0; i < count; i++) {
            node.kafka.produce(source, "{\"v\":0,\"n\":1,\"t\":\"2021-05-01 00:" + at + "\"}");
        }
    }

    private List<String> kinds(Alert rule) {
        return rules.published(rule).stream()
                .map(notice -> notice.path("notice").asText())
                .toList();
    }

    /** The list of dead letters, which has to learn to tell topics apart then. */
    private void asBeforeThereWereVersions(Landing landing) {
        landed.run(landing, true);
        landed.sql("alter table landed.sluice_landing_dead_letter drop column course,"
                + " add primary key (landing, partition, record_offset)");
        assertThat(landed.deadLetters(landing)).extracting(DeadLetter::id).containsExactly("0-0");
        landed.sql("alter table landed.sluice_landing_dead_letter drop column course,"
                + " add primary key (landing, partition, record_offset)");
        landed.run(landing, false);
    }

    private static Definition filter(String source, String where) {
        return new Definition(List.of(), true, List.of(), List.of(source), where, "", "latest");
    }

    private static String counts(String source, String sum) {
        return ("select v, sum(" + sum
                        + ") as total from topic('%s') window tumbling (size 1 minute, grace period 1 hour)"
                        + " timestamp by t group by v")
                .formatted(source);
    }

    private Stream stream(Definition definition) {
        return node.ask(Streams.CREATE, new CreateStream(ADA, null, definition));
    }

    private void change(Stream stream, Definition definition) {
        Change change = new Change(definition, Map.of(), find(stream).version());
        node.ask(Streams.UPDATE, new UpdateStream(ADA, stream.name(), null, null, change));
    }

    private Stream find(Stream stream) {
        return node.ask(Streams.FIND, new FindStream(ADA, stream.id().toString()));
    }

    private Stream untilVersion(Stream stream, int version) {
        eventually().until(() -> find(stream).version() == version);
        return find(stream);
    }

    private Landing land(Stream stream, Landings.Definition definition) {
        return node.ask(
                Landings.CREATE,
                new CreateLanding(ADA, null, new Origin(null, stream.id().toString()), definition, null));
    }

    private List<Long> numbers(Landing landing) {
        return landed.sql("select n from landed." + landing.definition().table() + " order by n").stream()
                .map(Long::valueOf)
                .toList();
    }

    private List<String> totals(Landing landing) {
        return landed.sql("select v, total from landed." + landing.definition().table() + " order by v");
    }

    private static List<Long> upTo(int count) {
        return IntStream.range(0, count).mapToObj(Long::valueOf).toList();
    }
}
