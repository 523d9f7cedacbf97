package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.contract.Streams.Definition;
import io.sluice.contract.Streams.Failure;
import io.sluice.decode.Decoders;
import io.sluice.filter.Filter;
import io.sluice.stream.flow.Counters.Delta;
import io.sluice.stream.flow.FilterTopology.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class FilterTopologyTest {
    private final Counters counters = new Counters();
    private Destination destination = new Destination("out", "out-dead-letters");
    private List<Branches.Rule> branches = List.of();

    @Test
    void forwards_what_matches_as_it_came() {
        try (TopologyTestDriver driver = driver("temp > 30", "")) {
            RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("h", new byte[] {7})));
            input(driver).pipeInput(new TestRecord<>(bytes("k"), bytes("{\"temp\" : 30.10 }"), headers, 99L));
            input(driver).pipeInput(bytes("{\"temp\":29}"));

            TestRecord<byte[], byte[]> only = output(driver).readRecord();

            assertThat(only.value()).isEqualTo(bytes("{\"temp\" : 30.10 }"));
            assertThat(only.key()).isEqualTo(bytes("k"));
            assertThat(only.timestamp()).isEqualTo(99);
            assertThat(only.headers().lastHeader("h").value()).containsExactly(7);
            assertThat(output(driver).isEmpty()).isTrue();
            assertThat(counters.take()).isEqualTo(new Delta(Map.of("in", 2L), 1, 0, 0, List.of()));
        }
    }

    @Test
    void counts_what_cannot_be_decided_and_goes_on() {
        try (TopologyTestDriver driver = driver("temp > 30", "")) {
            input(driver).pipeInput(bytes("not json"));
            input(driver).pipeInput(new byte[] {(byte) 0xff, 0});
            input(driver).pipeInput(bytes("{\"temp\":31}"));

            assertThat(output(driver).readValue()).isEqualTo(bytes("{\"temp\":31}"));
            String reason = "The value is not JSON, or is nested too deep.";
            assertThat(counters.take())
                    .isEqualTo(new Delta(
                            Map.of("in", 3L),
                            1,
                            2,
                            2,
                            List.of(new Failure("in", 0, 1, reason), new Failure("in", 0, 0, reason))));
        }
    }

    @Test
    void what_cannot_be_decided_is_a_dead_letter_as_it_was() {
        try (TopologyTestDriver driver = driver("temp > 30", "temp")) {
            RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("h", new byte[] {7})));
            input(driver).pipeInput(bytes("{\"temp\":1}"));
            input(driver).pipeInput(new TestRecord<>(bytes("k"), bytes("{torn"), headers, 99L));

            TestRecord<byte[], byte[]> only = letters(driver).readRecord();

            assertThat(only.key()).isEqualTo(bytes("k"));
            assertThat(only.value()).isEqualTo(bytes("{torn"));
            assertThat(only.timestamp()).isEqualTo(99);
            assertThat(only.headers().lastHeader("h").value()).containsExactly(7);
            assertThat(header(only, DeadLetter.TOPIC)).isEqualTo("in");
            assertThat(header(only, DeadLetter.PARTITION)).isEqualTo("0");
            assertThat(header(only, DeadLetter.OFFSET)).isEqualTo("1");
            assertThat(header(only, DeadLetter.REASON)).isEqualTo("The value is not JSON, or is nested too deep.");
            assertThat(output(driver).isEmpty()).isTrue();
        }
    }

    @Test
    void a_stream_from_before_there_were_dead_letters_only_counts() {
        destination = new Destination("out", null);
        try (TopologyTestDriver driver = driver("temp > 30", "")) {
            input(driver).pipeInput(bytes("{torn"));

            assertThat(letters(driver).isEmpty()).isTrue();
            assertThat(counters.take())
                    .extracting(Delta::failed, Delta::dead, delta -> delta.failures()
                            .size())
                    .containsExactly(1L, 0L, 1);
        }
    }

    @Test
    void what_is_too_large_for_the_topic_is_not_sent() {
        destination.limit(1_000, 2_000);
        try (TopologyTestDriver driver = driver("", "")) {
            input(driver).pipeInput(bytes("fits"), new byte[800]);
            input(driver).pipeInput(bytes("letter"), new byte[1_200]);
            input(driver).pipeInput(bytes("neither"), new byte[3_000]);
            input(driver).pipeInput(new byte[2_500], new byte[10]);

            assertThat(output(driver).readKeyValue().key).isEqualTo(bytes("fits"));
            assertThat(output(driver).isEmpty()).isTrue();
            TestRecord<byte[], byte[]> whole = letters(driver).readRecord();
            assertThat(whole.value()).hasSize(1_200);
            assertThat(header(whole, DeadLetter.REASON)).contains("too large for the topic \"out\"", "1000");
            TestRecord<byte[], byte[]> part = letters(driver).readRecord();
            assertThat(part.key()).isEqualTo(bytes("neither"));
            assertThat(part.value()).isNull();
            assertThat(header(part, DeadLetter.SIZE)).isEqualTo("3000");
            TestRecord<byte[], byte[]> bare = letters(driver).readRecord();
            assertThat(bare.key()).isNull();
            assertThat(header(bare, DeadLetter.OFFSET)).isEqualTo("3");
        }
    }

    @Test
    void a_record_goes_to_the_first_branch_whose_condition_holds() {
        branches = List.of(branch("c >= 10", "high"), branch("c >= 5", "middle"));
        try (TopologyTestDriver driver = driver("a > 0", "a as c")) {
            for (int a : new int[] {0, 12, 7, 1}) {
                input(driver).pipeInput(bytes("{\"a\":" + a + "}"));
            }

            assertThat(values(driver, "high")).containsExactly("{\"c\":12}");
            assertThat(values(driver, "middle")).containsExactly("{\"c\":7}");
            assertThat(values(driver, "out")).containsExactly("{\"c\":1}");
        }
    }

    @Test
    void a_branch_that_cannot_be_decided_makes_a_dead_letter() {
        branches = List.of(branch("c >= 10", "high"));
        try (TopologyTestDriver driver = driver("", "")) {
            input(driver).pipeInput(bytes("torn"));
            input(driver).pipeInput(bytes("{}"));

            assertThat(values(driver, "out")).containsExactly("{}");
            assertThat(header(letters(driver).readRecord(), DeadLetter.REASON)).contains("branch", "not JSON");
        }
    }

    private static Branches.Rule branch(String where, String topic) {
        return new Branches.Rule(Filter.parse(where).orElseThrow(), new Destination(topic, null));
    }

    @Test
    void filters_on_what_is_not_the_value() {
        try (TopologyTestDriver driver = driver("$key = 'a' and $topic = 'in' and $headers.kind = 'x'", "")) {
            RecordHeaders headers = new RecordHeaders(List.of(new RecordHeader("kind", bytes("x"))));
            input(driver).pipeInput(new TestRecord<>(bytes("a"), bytes("1"), headers, 1L));
            input(driver).pipeInput(new TestRecord<>(bytes("b"), bytes("2"), headers, 1L));

            assertThat(output(driver).readValuesToList()).containsExactly(bytes("1"));
        }
    }

    @Test
    void projects() {
        try (TopologyTestDriver driver = driver("", "a.b as c")) {
            input(driver).pipeInput(bytes("{\"a\":{\"b\":1.00000000000000000001}}"));

            assertThat(output(driver).readValue()).isEqualTo(bytes("{\"c\":1.00000000000000000001}"));
        }
    }

    @Test
    void applies_where_then_the_rules_then_select() {
        List<String> filters = List.of("IF a > 1 THEN a = 0", "a = 0");
        Definition definition =
                new Definition(List.of(), true, List.of(), List.of("in"), "a > 0", "a, b as c", "latest", filters);
        try (TopologyTestDriver driver = driver(definition)) {
            input(driver).pipeInput(bytes("{\"a\":0,\"b\":1}"));
            input(driver).pipeInput(bytes("{\"a\":1,\"b\":2}"));
            input(driver).pipeInput(bytes("{\"a\":2,\"b\":3}"));

            assertThat(output(driver).readValuesToList()).containsExactly(bytes("{\"a\":0,\"c\":3}"));
        }
    }

    @Test
    void a_window_goes_on_from_what_was_kept() {
        List<String> filters = List.of("window_filter(3, mean, v > 4)");
        Map<String, byte[]> kept = new HashMap<>();
        try (TopologyTestDriver driver = driver(filters)) {
            values(driver, 1, 9, 9, 0);
            assertThat(output(driver).readValuesToList()).containsExactly(bytes("{\"v\":9}"), bytes("{\"v\":0}"));
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(FilterTopology.WINDOWS);
            try (KeyValueIterator<String, byte[]> all = store.all()) {
                all.forEachRemaining(row -> kept.put(row.key, row.value));
            }
        }
        assertThat(kept).hasSize(3);
        try (TopologyTestDriver driver = driver(filters)) {
            KeyValueStore<String, byte[]> store = driver.getKeyValueStore(FilterTopology.WINDOWS);
            kept.forEach(store::put);
            values(driver, 4, 8, 1);

            assertThat(output(driver).readValuesToList()).containsExactly(bytes("{\"v\":4}"), bytes("{\"v\":1}"));
        }
    }

    @Test
    void what_a_window_keeps_is_in_a_changelog_and_nothing_else_has_one() {
        Definition plain = new Definition(List.of(), true, List.of(), List.of("in"), "", "", "latest");
        try (TopologyTestDriver windows = driver(List.of("window_filter(3, mean, v > 4)"));
                TopologyTestDriver none = driver(plain)) {
            values(windows, 1);

            assertThat(windows.producedTopicNames()).contains("test-windows-changelog");
            assertThat(none.getAllStateStores()).isEmpty();
        }
    }

    @Test
    void batch_mode_makes_rows_of_lists_before_anything_else() {
        List<String> filters = List.of("window_filter(2, sum, value > 30)");
        Definition definition = new Definition(
                        List.of(), true, List.of(), List.of("in"), "id > 0", "id, value", "latest", filters)
                .withBatchMode(true);
        try (TopologyTestDriver driver = driver(definition)) {
            input(driver).pipeInput(bytes("k"), bytes("{\"id\":[0,1,2,3],\"value\":[99,10,20.50,30]}"));
            input(driver).pipeInput(bytes("{\"id\":4,\"value\":5}"));
            input(driver).pipeInput(bytes("{\"id\":[5],\"value\":[1,2]}"));
            input(driver).pipeInput(bytes("{\"id\":[],\"value\":[]}"));

            List<TestRecord<byte[], byte[]>> all = output(driver).readRecordsToList();

            assertThat(all)
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("{\"id\":2,\"value\":20.50}", "{\"id\":3,\"value\":30}", "{\"id\":4,\"value\":5}");
            assertThat(all.get(0).key()).isEqualTo(bytes("k"));
            assertThat(counters.take()).isEqualTo(new Delta(Map.of("in", 6L), 3, 0, 0, List.of()));
        }
    }

    @Test
    void without_batch_mode_lists_stay_lists() {
        try (TopologyTestDriver driver = driver("id[0] = 1", "")) {
            input(driver).pipeInput(bytes("{\"id\":[1,2],\"value\":[10,20]}"));

            assertThat(output(driver).readValue()).isEqualTo(bytes("{\"id\":[1,2],\"value\":[10,20]}"));
        }
    }

    private static void values(TopologyTestDriver driver, int... values) {
        for (int value : values) {
            input(driver).pipeInput(bytes("{\"v\":" + value + "}"));
        }
    }

    private TopologyTestDriver driver(String where, String select) {
        return driver(new Definition(List.of(), true, List.of(), List.of("in"), where, select, "latest", List.of()));
    }

    private TopologyTestDriver driver(List<String> filters) {
        return driver(new Definition(List.of(), true, List.of(), List.of("in"), "", "", "latest", filters));
    }

    private TopologyTestDriver driver(Definition definition) {
        Plan plan = new Plan(
                List.of("in"),
                Map.of(),
                definition.batchMode(),
                StreamFilter.pipeline(definition),
                new Delivery.To(destination, Envelope.of(definition.envelope()), branches),
                Map.of());
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        return new TopologyTestDriver(FilterTopology.of(plan, counters, Decoders.PLAIN, Clock.systemUTC()), config);
    }

    @Test
    void an_envelope_stands_around_each_value_that_is_json() throws Exception {
        Map<String, String> infos = Map.of("in", "{\"port\":\"9092\"}");
        Definition definition =
                new Definition(List.of(), true, List.of(), List.of("in"), "", "", "latest", List.of("x > 1"), infos);
        try (TopologyTestDriver driver = driver(definition)) {
            input(driver).pipeInput(bytes("{\"x\": 2.50}"));
            input(driver).pipeInput(bytes("{\"x\":1}"));
            assertThat(output(driver).readValue())
                    .isEqualTo(bytes("{\"values\":{\"x\": 2.50},\"stream_info\":{\"port\":\"9092\"}}"));
            assertThat(output(driver).isEmpty()).isTrue();
        }
        Definition everything = new Definition(
                List.of(), true, List.of(), List.of("in"), "", "", "latest", List.of(), Map.of("other", "{}"));
        try (TopologyTestDriver driver = driver(everything)) {
            input(driver).pipeInput(bytes("not json"));
            input(driver).pipeInput(bytes("[1]"));
            input(driver).pipeInput(bytes(" 7.50"));
            input(driver).pipeInput(bytes("null"));
            input(driver).pipeInput(new TestRecord<byte[], byte[]>(bytes("k"), null));
            assertThat(output(driver).readValuesToList())
                    .extracting(value -> new String(value, StandardCharsets.UTF_8))
                    .containsExactly(
                            "{\"values\":[1],\"stream_info\":{}}",
                            "{\"values\":{\"value\": 7.50},\"stream_info\":{}}",
                            "{\"stream_info\":{}}",
                            "{\"stream_info\":{}}");
            assertThat(counters.take())
                    .extracting(Delta::scanned, Delta::matched, Delta::failed)
                    .containsExactly(7L, 5L, 1L);
        }
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver) {
        return driver.createOutputTopic("out", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static TestOutputTopic<byte[], byte[]> letters(TopologyTestDriver driver) {
        return driver.createOutputTopic("out-dead-letters", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static List<String> values(TopologyTestDriver driver, String topic) {
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .map(value -> new String(value, StandardCharsets.UTF_8))
                .toList();
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
