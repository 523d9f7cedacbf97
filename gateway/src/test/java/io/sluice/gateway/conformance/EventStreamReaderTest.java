package io.sluice.gateway.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.gateway.conformance.EventStreamReader.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The cases of {@code sse.json}, after the web-platform-tests; the pages' reader passes the same. */
class EventStreamReaderTest {
    @TestFactory
    Stream<DynamicTest> reads_every_case_however_it_is_cut() throws IOException {
        try (InputStream table = getClass().getResourceAsStream("/conformance/sse.json")) {
            JsonNode cases = new ObjectMapper().readTree(table);
            return StreamSupport.stream(cases.spliterator(), false)
                    .map(each -> DynamicTest.dynamicTest(each.get("name").asText(), () -> check(each)));
        }
    }

    private static void check(JsonNode expected) {
        List<byte[]> chunks = new ArrayList<>();
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (JsonNode chunk : expected.get("chunks")) {
            chunks.add(bytes(chunk));
            whole.writeBytes(bytes(chunk));
        }
        List<byte[]> single = new ArrayList<>();
        for (byte each : whole.toByteArray()) {
            single.add(new byte[] {each});
        }
        check(expected, chunks);
        check(expected, List.of(whole.toByteArray()));
        check(expected, single);
    }

    private static void check(JsonNode expected, List<byte[]> chunks) {
        EventStreamReader reader = new EventStreamReader();
        List<Event> events =
                chunks.stream().flatMap(chunk -> reader.read(chunk).stream()).toList();
        assertThat(events)
                .containsExactlyElementsOf(
                        StreamSupport.stream(expected.get("events").spliterator(), false)
                                .map(EventStreamReaderTest::event)
                                .toList());
        if (expected.has("last_event_id")) {
            assertThat(reader.lastEventId())
                    .isEqualTo(expected.get("last_event_id").asText());
        }
        assertThat(reader.retry()).isEqualTo(expected.path("retry").asLong(-1));
    }

    private static Event event(JsonNode json) {
        return new Event(
                json.get("event").asText(),
                json.get("data").asText(),
                json.get("id").asText());
    }

    private static byte[] bytes(JsonNode chunk) {
        return chunk.isTextual()
                ? chunk.asText().getBytes(UTF_8)
                : HexFormat.ofDelimiter(" ").parseHex(chunk.get("hex").asText());
    }
}
