package io.sluice.stream.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every example of docs/streams.md: a query, the records that go in, and what comes out. {@code out} are all records, {@code out last} the last one,
 * {@code out newest} the newest of each key that has a value, {@code late} the reasons of those that were late.
 */
class StreamsDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "streams.md");
    private static final Pattern BLOCK = Pattern.compile("```(sql|jsonl|text) ?([^\\n]*)\\n(.*?)```", Pattern.DOTALL);
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .setNodeFactory(JsonNodeFactory.withExactBigDecimals(false));

    /** A block of the document; the tag of a query is empty. */
    private record Block(String kind, String tag, String text) {}

    private record Example(String sql, List<Block> blocks) {}

    private static List<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(DOCUMENT));
        while (block.find()) {
            if (block.group(1).equals("sql")) {
                examples.add(new Example(block.group(3), new ArrayList<>()));
            } else {
                examples.get(examples.size() - 1)
                        .blocks()
                        .add(new Block(block.group(1), block.group(2), block.group(3)));
            }
        }
        return examples;
    }

    @TestFactory
    Stream<DynamicTest> examples_give_what_stands_below_them() throws IOException {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(9).allSatisfy(example -> assertThat(example.blocks())
                .extracting(block -> block.tag().split(" ")[0])
                .contains("in", "out"));
        return examples.stream().map(example -> DynamicTest.dynamicTest(example.sql(), () -> run(example)));
    }

    private static void run(Example example) throws IOException {
        Path directory = Files.createTempDirectory("sluice-example");
        try (QueryDriver driver = new QueryDriver(example.sql(), directory)) {
            for (Block block : example.blocks()) {
                if (block.tag().startsWith("in ")) {
                    send(driver, block.tag().substring("in ".length()), block.text());
                }
            }
            List<TestRecord<String, String>> written = driver.records();
            List<String> late = driver.lost().stream()
                    .map(lost -> lost.substring(0, lost.indexOf(" | ")))
                    .toList();
            for (Block block : example.blocks()) {
                if (block.tag().startsWith("out")) {
                    compare(chosen(block.tag(), written), block.text());
                } else if (block.tag().equals("late")) {
                    assertThat(late)
                            .containsExactlyElementsOf(block.text().lines().toList());
                }
            }
            assertThat(late).hasSize((int) example.blocks().stream()
                    .filter(block -> block.tag().equals("late"))
                    .count());
        }
    }

    private static void send(QueryDriver driver, String topic, String lines) throws IOException {
        for (String line : lines.lines().toList()) {
            JsonNode record = JSON.readTree(line);
            String key = record.hasNonNull("key") ? record.get("key").asText() : null;
            Instant at = Instant.parse("2026-01-01T" + record.get("time").asText() + "Z");
            driver.send(topic, key, record.get("value").toString(), at.toEpochMilli());
        }
    }

    private static List<TestRecord<String, String>> chosen(String tag, List<TestRecord<String, String>> written) {
        if (tag.equals("out last")) {
            return written.subList(written.size() - 1, written.size());
        } else if (tag.equals("out newest")) {
            Map<String, TestRecord<String, String>> newest = new LinkedHashMap<>();
            written.forEach(record -> newest.put(record.key(), record));
            return newest.values().stream()
                    .filter(record -> record.value() != null)
                    .toList();
        }
        return written;
    }

    /** Of what an example says nothing about, nothing is asked. */
    private static void compare(List<TestRecord<String, String>> written, String expected) throws IOException {
        List<JsonNode> wanted = new ArrayList<>();
        for (String line : expected.lines().toList()) {
            wanted.add(JSON.readTree(line));
        }
        assertThat(written).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(JSON.readTree(written.get(i).value()))
                    .isEqualTo(wanted.get(i).get("value"));
            JsonNode key = wanted.get(i).get("key");
            if (key instanceof TextNode plain) {
                assertThat(written.get(i).key()).isEqualTo(plain.asText());
            } else if (key != null) {
                assertThat(JSON.readTree(written.get(i).key())).isEqualTo(key);
            }
        }
    }
}
