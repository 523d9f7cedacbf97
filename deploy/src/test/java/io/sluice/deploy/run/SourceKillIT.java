package io.sluice.deploy.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file of a million rows, larger than the memory of the process that reads it, and {@code kill -9} of that whole process in the
 * middle, broker and database included: at the end each row is in the topic, once.
 */
class SourceKillIT {
    private static final String PASSWORD = "correct horse";
    private static final int ROWS = 1_000_000;
    private static final String MEMORY = "-Xmx256m";
    private static final Duration POLL = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    @Test
    void a_million_rows_are_a_million_records_though_the_process_is_killed_twice_on_the_way() throws Exception {
        try (PacedTable table = new PacedTable(ROWS)) {
            assertThat(table.size()).isGreaterThan(256L << 20);
            killInTheMiddle(table, 300_000, true);
            killInTheMiddle(table, 700_000, false);
            table.open(ROWS);
            try (SluiceProcess last = up()) {
                Api api = signIn(last);
                WaitFor.truth("the end of the source", () -> state(api).equals("COMPLETED"));

                assertThat(stats(api).path("rows").asLong()).isEqualTo(ROWS);
                assertThat(stats(api).path("records").asLong()).isEqualTo(ROWS);
                assertThat(stats(api).path("failed").asLong()).isZero();
                assertThat(stats(api).path("percent").asDouble()).isEqualTo(100);
                assertEachRowOnce(NativeKey.of(api, "count"));
                assertThat(last.terminate()).isIn(0, 143);
            }
            assertThat(table.requests()).isEqualTo(3);
        }
    }

    /** The file comes as far as {@code rows} and no further, so when most of them are written the source is in its middle. */
    private void killInTheMiddle(PacedTable table, int rows, boolean first) {
        try (SluiceProcess process = up()) {
            Api api = signIn(process);
            if (first) {
                register(api, table.url());
            }
            long written = stats(api).path("records").asLong();
            table.open(rows);
            WaitFor.truth(
                    "progress up to row " + rows,
                    () -> stats(api).path("records").asLong() > Math.max(written, rows - 100_000));
            assertThat(state(api)).isEqualTo("RUNNING");
            process.kill();
        }
    }

    private static void register(Api api, String url) {
        api.post("/organizations", "{\"name\":\"far\",\"title\":\"Far\"}").expect(201);
        api.post("/datasets", """
                        {"name":"million","title":"A million rows","organization":"far","source":{"type":"csv","url":"%s"}}
                        """.formatted(url)).expect(201);
    }

    private static String state(Api api) {
        return api.get("/datasets/million").expect(200).path("state").asText();
    }

    private static JsonNode stats(Api api) {
        return api.get("/datasets/million").expect(200).path("stats");
    }

    /** As any consumer of committed records sees it. */
    private static void assertEachRowOnce(NativeKey key) {
        BitSet seen = new BitSet(ROWS);
        int count = 0;
        TopicPartition partition = new TopicPartition("million", 0);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(key)) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    seen.set(PacedTable.number(new String(record.value(), StandardCharsets.UTF_8)));
                    count++;
                }
            }
        }
        assertThat(seen.cardinality()).isEqualTo(ROWS);
        assertThat(count).isEqualTo(ROWS);
    }

    private static KafkaConsumer<byte[], byte[]> consumer(NativeKey key) {
        Map<String, Object> config = key.client(Map.of("isolation.level", "read_committed"));
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Api signIn(SluiceProcess process) {
        return new Api(process.fact("Address")).signIn("admin", PASSWORD);
    }

    private SluiceProcess up() {
        return SluiceProcess.javaOf(MEMORY, "up", "--no-demo")
                .in(directory)
                .with("SLUICE_ADMIN_PASSWORD", PASSWORD)
                .start()
                .awaitReady();
    }
}
