package io.sluice.stream.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.decode.Decoders;
import io.sluice.filter.Filter;
import io.sluice.filter.Projection;
import io.sluice.stream.flow.Counters.Delta;
import io.sluice.stream.flow.FilterTopology.Plan;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
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
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;

class FilterTopologyTest {
    private final Counters counters = new Counters();

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
            assertThat(counters.take()).isEqualTo(new Delta(2, 1, 0));
        }
    }

    @Test
    void counts_what_cannot_be_decided_and_goes_on() {
        try (TopologyTestDriver driver = driver("temp > 30", "")) {
            input(driver).pipeInput(bytes("not json"));
            input(driver).pipeInput(new byte[] {(byte) 0xff, 0});
            input(driver).pipeInput(bytes("{\"temp\":31}"));

            assertThat(output(driver).readValue()).isEqualTo(bytes("{\"temp\":31}"));
            assertThat(counters.take()).isEqualTo(new Delta(3, 1, 2));
        }
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

    private TopologyTestDriver driver(String where, String select) {
        Plan plan = new Plan(
                List.of("in"),
                "out",
                Filter.parse(where).orElseThrow(),
                Projection.parse(select).orElseThrow(),
                Map.of());
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        return new TopologyTestDriver(FilterTopology.of(plan, counters, Decoders.PLAIN, Clock.systemUTC()), config);
    }

    private static TestInputTopic<byte[], byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver) {
        return driver.createOutputTopic("out", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
