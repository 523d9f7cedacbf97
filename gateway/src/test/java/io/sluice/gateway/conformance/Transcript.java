package io.sluice.gateway.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A conversation of the live protocol, a step a line; the steps are explained beside the files. */
record Transcript(String name, List<JsonNode> steps) {
    private static final Path DIRECTORY = Path.of("src", "test", "resources", "transcripts");

    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    static List<Transcript> all() {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".jsonl"))
                    .sorted()
                    .map(Transcript::read)
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Transcript read(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return new Transcript(
                    file.getFileName().toString(), lines.map(Transcript::parse).toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** Whether a gateway can be brought to say all this in a moment. */
    boolean isReplayed() {
        return steps.get(0).path("replayed").asBoolean(true);
    }

    /** Of {@code client} or {@code server}. */
    List<JsonNode> frames(String side) {
        return steps.stream()
                .filter(step -> step.has(side))
                .map(step -> step.get(side))
                .toList();
    }
}
